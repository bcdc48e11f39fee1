"""Django's own, one at a time: of two first starts the second waits for the first."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from digitweb.privacy import close_to_others
from recognizer.services.one_at_a_time import one_at_a_time


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time("set-up", using=options["database"]):
            super().handle(*args, **options)
        close_to_others(settings.DIGITWEB_DATA_DIR)
