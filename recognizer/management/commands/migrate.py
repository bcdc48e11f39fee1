"""Django's own, one at a time: of two first starts the second waits for the first."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from digitweb.privacy import close_to_others
from recognizer.services.locks import site_lock


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with site_lock("set-up", using=options["database"]):
            super().handle(*args, **options)
        close_to_others(settings.DIGITWEB_DATA_DIR)
