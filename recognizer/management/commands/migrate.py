"""Django's own, one at a time: of two first starts the second waits for the first."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from digitweb.privacy import restrict_to_owner
from recognizer.services.locks import site_lock


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with site_lock("set-up", using=options["database"]):
            super().handle(*args, **options)
        restrict_to_owner(settings.DIGITWEB_DATA_DIR)
