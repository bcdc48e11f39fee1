"""Django's own, one at a time, and with patience for locks: readers of a running site never queue up."""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError

from digitweb.privacy import restrict_to_owner
from recognizer.management.base import OF_THE_ENVIRONMENT
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.marker import refuse_unfinished_restore
from recognizer.services.locks import site_lock
from recognizer.services.migrations import holders_of_locks, is_lock_timeout, time_limits

LOCK_SECONDS = 3
"""How long a migration waits for a table that others use: meanwhile all who come later wait behind it."""
TRIES = 20
PAUSE_SECONDS = 3.0
"""Between two tries, in which those who queued up behind it are served."""


class Command(migrate.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)  # type: ignore[arg-type]  # Django's own parser is one
        parser.add_argument(
            "--lock-timeout",
            type=float,
            default=LOCK_SECONDS,
            metavar="SECONDS",
            help=f"PostgreSQL: how long to wait for a table at a time; {LOCK_SECONDS}",
        )
        parser.add_argument(
            "--lock-tries",
            type=int,
            default=TRIES,
            metavar="N",
            help=f"PostgreSQL: how often to try for a table that is in use; {TRIES}",
        )
        parser.add_argument(
            "--statement-timeout",
            type=float,
            default=0,
            metavar="SECONDS",
            help="PostgreSQL: how long one statement may take; 0, as long as it takes",
        )

    def check(self, *, tags: Sequence[str] | None = None, **options: Any) -> None:  # type: ignore[override]
        """Check the environment, the models and the database, which are all that a migration touches."""
        super().check(tags=tags or (*OF_THE_ENVIRONMENT, Tags.models, Tags.database), **options)

    def handle(self, *args: Any, **options: Any) -> None:
        check_positive("--lock-timeout", options["lock_timeout"], least=0.001)
        check_positive("--lock-tries", options["lock_tries"], least=1)
        check_positive("--statement-timeout", options["statement_timeout"], least=0)
        try:
            refuse_unfinished_restore()
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        with site_lock("set-up", using=options["database"], on_wait=self.say_who_waits):
            limits = time_limits(
                options["database"], lock=options["lock_timeout"], statement=options["statement_timeout"]
            )
            with limits:
                self.with_patience(lambda: super(Command, self).handle(*args, **options), options)
        restrict_to_owner(settings.DIGITWEB_DATA_DIR)

    def say_who_waits(self) -> None:
        """Say that another process has the lock."""
        self.stderr.write("Another process sets this site up, or backs it up: waiting until it has ended.")

    def with_patience(self, migrate_all: Callable[[], object], options: dict[str, Any]) -> None:
        """Migrate; where a table is in use, let go of all locks, and try again from that migration on."""
        using, tries = options["database"], options["lock_tries"]
        for attempt in range(1, tries + 1):
            try:
                migrate_all()
            except OperationalError as error:
                if not is_lock_timeout(error):
                    raise
                holders = holders_of_locks(using)
                if attempt == tries:
                    raise CommandError(given_up(tries, options["lock_timeout"], holders)) from error
                self.stderr.write(f"A table is in use ({attempt} of {tries} tries). {holders}")
                time.sleep(PAUSE_SECONDS)
            else:
                return


def given_up(tries: int, seconds: float, holders: str) -> str:
    """Return what is said after the last try."""
    return (
        f"A table was in use at each of {tries} tries of {seconds:g} s; what came before it is migrated, "
        f"and the rest is as it was. {holders} Wait for these or end them, and migrate again."
    )


def check_positive(option: str, value: float, *, least: float) -> None:
    """Refuse a number that is too small."""
    if not value >= least:
        raise CommandError(f"{option}: expected {least:g} or more, found {value:g}.")
