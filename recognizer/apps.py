"""The Django app."""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class RecognizerConfig(AppConfig):
    """Hook the app into Django: system checks, deletions, and the shipped model version after `migrate`."""

    name = "recognizer"
    verbose_name = _("Digit recognition")

    def ready(self) -> None:
        """Connect what needs the application registry."""
        from recognizer import checks  # noqa: F401, PLC0415 - registers the checks
        from recognizer.services.watching import shadow  # noqa: F401, PLC0415 - hears of activations

        release = "recognizer.services.release"
        post_migrate.connect(
            imported_when_called(f"{release}.shipped.register_shipped_version"),
            sender=self,
            weak=False,
            dispatch_uid="register-shipped-version",
        )
        post_delete.connect(
            imported_when_called(f"{release}.leftovers.remove_files_after_deletion"),
            sender=self.get_model("ModelVersion"),
            weak=False,
            dispatch_uid="remove-files-of-deleted-versions",
        )


def imported_when_called(path: str) -> Callable[..., None]:
    """Return a receiver of signals whose module is imported with the first of them.

    Both import the whole network library, which most commands can do without.
    """

    def receive(**signal: Any) -> None:
        import_string(path)(**signal)

    return receive
