"""Readings by day, version and device: counted in memory, and added to the database every few seconds."""

import logging
import threading
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F
from django.utils import timezone

from recognizer.models import ReadingTally
from recognizer.services.recognition.reading import Reading
from recognizer.services.recognition.verdicts import Verdict

MAX_KINDS = 1000
"""Of day, version and device, that are kept while the database is away."""

logger = logging.getLogger(__name__)


class Kind(NamedTuple):
    """Which readings are counted together."""

    day: date
    version_number: int
    device: str


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What is known of such readings: how many there were, and how sure."""

    readings: int = 0
    recognized: int = 0
    confidence_sum: float = 0.0
    variance_sum: float = 0.0

    @classmethod
    def of(cls, reading: Reading) -> "Sums":
        """Return what a single reading adds."""
        confidence = reading.confidence
        return cls(
            readings=1,
            recognized=int(reading.verdict == Verdict.RECOGNIZED),
            confidence_sum=confidence,
            variance_sum=confidence * (1 - confidence),
        )

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            readings=self.readings + other.readings,
            recognized=self.recognized + other.recognized,
            confidence_sum=self.confidence_sum + other.confidence_sum,
            variance_sum=self.variance_sum + other.variance_sum,
        )


class Tallies:
    """What this process has read since it last wrote into the database."""

    def __init__(self, *, max_kinds: int = MAX_KINDS) -> None:
        self._max_kinds = max_kinds
        self._sums: dict[Kind, Sums] = {}
        self._lock = threading.Lock()

    def add(self, reading: Reading, device: str) -> None:
        """Count a reading; one of nothing does not count."""
        if reading.verdict != Verdict.EMPTY:
            kind = Kind(timezone.now().date(), reading.version_number, device)
            self._put({kind: Sums.of(reading)})

    @property
    def waiting(self) -> dict[Kind, Sums]:
        """What is not in the database yet."""
        with self._lock:
            return dict(self._sums)

    def flush(self) -> None:
        """Add what was counted to the database, all or nothing; keep it while the database is away."""
        with self._lock:
            taken, self._sums = self._sums, {}
        if not taken:
            return
        try:
            with transaction.atomic():
                for kind in sorted(taken):  # in one order, lest two processes wait for each other
                    add_to_tally(kind, taken[kind])
        except BaseException as error:
            self._put(taken)
            if not isinstance(error, (DatabaseError, InterfaceError)):
                raise
            logger.warning("Readings by day wait for the database: %s", str(error).strip())

    def _put(self, sums: dict[Kind, Sums]) -> None:
        with self._lock:
            for kind, more in sums.items():
                known = self._sums.get(kind)
                if known is not None:
                    self._sums[kind] = known + more
                elif len(self._sums) < self._max_kinds:
                    self._sums[kind] = more


def add_to_tally(kind: Kind, sums: Sums) -> None:
    """Add to a row, which is made if it is missing, whoever else does the same."""
    if _added(kind, sums):
        return
    ReadingTally.objects.bulk_create([ReadingTally(**kind._asdict())], ignore_conflicts=True)
    _added(kind, sums)


def _added(kind: Kind, sums: Sums) -> int:
    """Add to a row; return 0 if there is none."""
    return ReadingTally.objects.filter(**kind._asdict()).update(
        readings=F("readings") + sums.readings,
        recognized=F("recognized") + sums.recognized,
        confidence_sum=F("confidence_sum") + sums.confidence_sum,
        variance_sum=F("variance_sum") + sums.variance_sum,
    )


tallies = Tallies()
"""Of this process."""
