"""`manage.py housekeeping`: remove what has expired, for cron or a systemd timer."""

from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.services.housekeeping import keep_house


class Command(SiteCommand):
    help = (
        "Remove what has expired: sessions, logins, entries of the queue, gifts, old files. As often"
        " as one likes, on any number of machines: one at a time does it."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        results = keep_house(on_wait=self.say_who_waits)
        for done in results:
            if done.removed:
                self.stdout.write(f"{done.name}: {done.removed} removed.")
        failed = [f"{done.name}: {done.error}" for done in results if done.error]
        if failed:
            raise CommandError(f"Not all could be removed. {'; '.join(failed)}")
        if not any(done.removed for done in results):
            self.stdout.write("Nothing has expired.")

    def say_who_waits(self) -> None:
        """Say that another process has the lock."""
        self.stderr.write("Another process does this just now: waiting until it has ended.")
