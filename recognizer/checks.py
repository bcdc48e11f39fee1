"""System checks: wrong configuration is said at start-up, with an id."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from recognizer.services import first_admin, paths, shared_store
from recognizer.services.errors import NotInStore, StoreError

SECRET = "secret-key.hash"  # noqa: S105 - a file's name
"""File of the shared store that tells a host whether its secret key is the others', and not the key."""
WAITS_TOO_LONG = timedelta(minutes=10)
"""For something in the queue while nothing is being worked on: there is no worker."""


@register(Tags.files)
def check_shipped_model(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Report that no model came with this installation: a fresh site would recognise nothing."""
    if paths.PRETRAINED.is_file():
        return []
    return [
        Warning(
            f"The shipped model {paths.PRETRAINED} is missing.",
            hint="Check the installation, or train one: manage.py train_network --activate",
            id="recognizer.W001",
        )
    ]


@register(Tags.files, deploy=True)
def check_shared_store(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Report a store of several hosts that cannot be used; it takes a file and gives it back, or does not."""
    if not shared_store.is_shared():
        return []
    try:
        shared_store.try_out()
    except StoreError as error:
        return [
            Error(
                str(error),
                hint="See to MODEL_STORE and its like; this host has to read, write, list and delete there.",
                id="recognizer.E001",
            )
        ]
    if not shared_store.keeps_what_is_deleted():
        return []
    return [
        Warning(
            "The bucket of MODEL_STORE keeps older versions of its files.",
            hint="What people took back stays there: turn versioning off, or have older versions removed.",
            id="recognizer.W008",
        )
    ]


@register(Tags.security, deploy=True)
def check_shared_secret(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Report a secret key that is not the other hosts'; the first one that asks says which it is."""
    if not shared_store.is_shared():
        return []
    try:
        known = shared_store.read(SECRET, most=1000).decode()
    except NotInStore:
        shared_store.write(SECRET, make_password(settings.SECRET_KEY).encode())
        return []
    except StoreError:
        return []  # the check before has said so
    if check_password(settings.SECRET_KEY, known):
        return []
    return [
        Error(
            "The SECRET_KEY of this host is not that of the host which was checked first.",
            hint=f"Set the same on all hosts. If it was changed on all, delete {SECRET} in MODEL_STORE.",
            id="recognizer.E002",
        )
    ]


@register("deployment", deploy=True)
def check_running_site(app_configs: Sequence[AppConfig] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Report what keeps this site from answering, as far as its database tells."""
    try:
        if is_behind():
            return [
                Warning(
                    "The database is not set up, or is that of an earlier release.",
                    hint="Run manage.py migrate; DATABASE_URL says which database it is.",
                    id="recognizer.W002",
                )
            ]
        return [*check_active_version(), *check_worker(), *check_first_password()]
    except DatabaseError as error:
        return [
            Warning(
                f"The database cannot be used: {str(error).strip()}",
                hint="See to the database, or name another with DATABASE_URL.",
                id="recognizer.W003",
            )
        ]


def is_behind() -> bool:
    """Whether migrations are still to be run."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check_active_version() -> Iterable[CheckMessage]:
    """Report that no version answers, or that its file is not the one that was registered."""
    from recognizer.models import ModelVersion, Status  # noqa: PLC0415 - models need the application registry
    from recognizer.services.errors import ServiceError  # noqa: PLC0415
    from recognizer.services.versions.file_store import verified_path  # noqa: PLC0415

    active = ModelVersion.objects.filter(status=Status.ACTIVE).first()
    if active is None:
        yield Warning(
            "No version is live: nothing is read.",
            hint="Put one live: manage.py list_versions, manage.py activate_version NUMBER.",
            id="recognizer.W004",
        )
        return
    try:
        verified_path(active.file_sha256)
    except ServiceError as error:
        yield Warning(
            f"The file of version {active.number}, which is live, cannot be used: {error}",
            hint="Put it back from a backup, or roll back: manage.py rollback_version. "
            "DIGITWEB_DATA_DIR says where it is looked for.",
            id="recognizer.W005",
        )


def check_worker() -> Iterable[CheckMessage]:
    """Report that something waits in the queue and nobody works on it."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models need the application registry

    old = timezone.now() - WAITS_TOO_LONG
    if DBTaskResult.objects.ready().filter(enqueued_at__lt=old).exists() and not (
        DBTaskResult.objects.running().exists()
    ):
        minutes = WAITS_TOO_LONG // timedelta(minutes=1)
        yield Warning(
            f"Something has waited in the queue for {minutes} minutes, and nothing is being worked on.",
            hint="Run a worker: manage.py db_worker.",
            id="recognizer.W006",
        )


def check_first_password() -> Iterable[CheckMessage]:
    """Report that the password which was printed at set-up is still somebody's."""
    if name := first_admin.still_has_first_password():
        yield Warning(
            f'"{name}" still has the password that was printed when the site was set up.',
            hint=f"Change it in the admin, or by manage.py changepassword {name}.",
            id="recognizer.W007",
        )
