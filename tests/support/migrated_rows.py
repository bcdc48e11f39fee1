"""What migrations put into a new database, brought back after tests that leave it empty."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connections
from django.db.models.signals import post_migrate

MAKE_GROUPS = ("0008_groups", "0011_reviewers")


def bring_back_groups(using: str, **_signal: object) -> None:
    """Make the groups of the migrations where there are none at all; `migrate` sends the same signal."""
    if Group.objects.using(using).exists():
        return
    for name in MAKE_GROUPS:
        migration = import_module(f"recognizer.migrations.{name}")
        migration.offer_groups(apps, SimpleNamespace(connection=connections[using]))


def keep_groups() -> None:
    """Bring the groups back from now on whenever a database was emptied.

    A test that really writes leaves every table empty; which test its process runs next is chance.
    """
    post_migrate.connect(bring_back_groups, sender=apps.get_app_config("recognizer"))
