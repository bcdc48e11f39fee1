"""`manage.py move_models`: copy model files and data sets of this host into the store that hosts share."""

from collections import Counter
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.services.errors import StoreError
from recognizer.services.release.moving import Outcome, move
from recognizer.services.shared_store import is_shared


class Command(SiteCommand):
    help = (
        "Copy the files of model versions and data sets from this host's data folder into MODEL_STORE, and "
        "read each back. It may be done again: what is there already is checked, and mended from here if it "
        "was damaged. Files of data sets go from the data folder then."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not is_shared():
            raise CommandError("MODEL_STORE names no store: expected a folder or s3://bucket/prefix.")
        counts: Counter[Outcome] = Counter()
        try:
            for moved in move():
                counts[moved.outcome] += 1
                gone = f"; {moved.left_here} is removed" if moved.left_here else ""
                self.stdout.write(f"{moved.name}: {moved.outcome}{gone}.")
        except StoreError as error:
            raise CommandError(f"Not all is moved; begin again later. {error}") from error
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome) + ".")
        if counts[Outcome.MISSING]:
            raise CommandError(
                f"{counts[Outcome.MISSING]} files are neither here nor in the store: run this where they lie."
            )
