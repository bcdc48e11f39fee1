"""Do what the policy for learning from people says, as the worker does once a minute."""

from typing import Any

from django.core.management.base import CommandParser

from recognizer.management.base import SiteCommand
from recognizer.services.watching.policy import run_policy
from recognizer.tasks import enqueue_training


class Command(SiteCommand):
    help = "Do what is due by the policy for learning from people"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the switch that overrules the schedule."""
        parser.add_argument(
            "--now",
            action="store_true",
            help="make a data set and queue the training of a challenger, whatever the schedule says",
        )

    def handle(self, *, now: bool, **_options: Any) -> None:
        """Do it and say what was done."""
        done = run_policy(enqueue_training, train_now=now)
        self.stdout.write("\n".join(done) or "Nothing is due.")
