"""The Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecognizerConfig(AppConfig):
    """Hook the app into Django: system checks, deletions, and the shipped model version after `migrate`."""

    name = "recognizer"
    verbose_name = _("Digit recognition")

    def ready(self) -> None:
        """Connect what needs the application registry."""
        from recognizer import checks  # noqa: F401, PLC0415 - registers the checks
        from recognizer.services.release import leftovers  # noqa: F401, PLC0415 - hears of deleted versions
        from recognizer.services.release.shipped import register_shipped_version  # noqa: PLC0415

        post_migrate.connect(register_shipped_version, sender=self, dispatch_uid="register-shipped-version")
