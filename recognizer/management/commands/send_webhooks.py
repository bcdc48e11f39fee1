"""`manage.py send_webhooks`: send what waits for webhooks, for sites without a worker that always runs."""

from typing import Any

from recognizer.management.base import SiteCommand
from recognizer.services.webhooks.sending import Sender


class Command(SiteCommand):
    help = "Send what waits for webhooks now; a worker does it by itself"

    def handle(self, *_args: Any, **_options: Any) -> None:
        outcomes = Sender().send_all()
        failed = sum(1 for outcome in outcomes if outcome.error)
        self.stdout.write(f"{len(outcomes) - failed} delivered, {failed} failed.")
