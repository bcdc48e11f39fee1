"""What a shadow finds: counted in memory, and written into the database every few seconds."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from recognizer.ink import Stroke
from recognizer.models import Contributor, Disagreement, Shadow
from recognizer.services.feedback.claims import rounded
from recognizer.services.recognition.reading import Reading
from recognizer.services.recognition.verdicts import Verdict

MAX_WAITING = 50
"""Disagreements that wait to be written; the oldest go first."""
MAX_KEPT = 500
"""Disagreements of a shadow that are kept; the oldest go first."""
MAX_TEXT = 1000


@dataclass(frozen=True, kw_only=True)
class Found:
    """A disagreement that may be kept, if the contributor is known."""

    at: datetime
    contributor: str
    """SHA-256 of the name."""
    device: str
    live: Reading
    shadow: Reading
    strokes: Sequence[Stroke]


@dataclass(kw_only=True)
class Counts:
    """How often the shadow has read since it was last written down."""

    readings: int = 0
    agreed: int = 0
    dropped: int = 0


class Findings:
    """What this process has found of one shadow since it last wrote into the database."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._counts = Counts()
        self._found: deque[Found] = deque(maxlen=MAX_WAITING)
        self._lock = threading.Lock()

    def add(self, *, agreed: bool) -> None:
        """Count a reading."""
        with self._lock:
            self._counts.readings += 1
            self._counts.agreed += agreed

    def drop(self) -> None:
        """Count a request that the shadow did not come to."""
        with self._lock:
            self._counts.dropped += 1

    def keep(self, found: Found) -> None:
        """Keep a disagreement until it is written."""
        with self._lock:
            self._found.append(found)

    def flush(self) -> None:
        """Write all into the database, or nothing: then it is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counts()
            found = list(self._found)
            self._found.clear()
        if counts == Counts() and not found:
            return
        try:
            with transaction.atomic():
                write(self.number, counts, found)
        except BaseException:
            self._put_back(counts, found)
            raise

    def _put_back(self, counts: Counts, found: Sequence[Found]) -> None:
        with self._lock:
            for name in ("readings", "agreed", "dropped"):
                setattr(self._counts, name, getattr(self._counts, name) + getattr(counts, name))
            self._found = deque([*found, *self._found], maxlen=MAX_WAITING)


def answer_of(reading: Reading) -> str:
    """Return the digits that a reading stands by; "" where it says that there are none."""
    is_none = reading.verdict in {Verdict.NOT_A_DIGIT, Verdict.EMPTY}
    return "" if is_none else reading.text


def write(number: int, counts: Counts, found: Sequence[Found]) -> None:
    """Add to a shadow's counts, and keep the disagreements of known contributors; nothing if it has ended."""
    if not Shadow.objects.filter(pk=number, ended_at=None).update(
        readings=F("readings") + counts.readings,
        agreed=F("agreed") + counts.agreed,
        dropped=F("dropped") + counts.dropped,
    ):
        return
    digests = {each.contributor for each in found}
    known = {
        contributor.digest: contributor
        # locked, lest one leave while what was drawn is written
        for contributor in Contributor.objects.select_for_update().filter(digest__in=digests).order_by("pk")
    }
    kept = [
        disagreement(number, known[each.contributor], each) for each in found if each.contributor in known
    ]
    if kept:
        Disagreement.objects.bulk_create(kept)
        forget_oldest(number)


def disagreement(number: int, contributor: Contributor, found: Found) -> Disagreement:
    """Return the row of a disagreement."""
    return Disagreement(
        shadow_id=number,
        contributor=contributor,
        at=found.at,
        device=found.device,
        live_number=found.live.version_number,
        live_text=answer_of(found.live)[:MAX_TEXT],
        live_confidence=found.live.confidence,
        shadow_text=answer_of(found.shadow)[:MAX_TEXT],
        shadow_confidence=found.shadow.confidence,
        strokes=rounded(found.strokes),
    )


def forget_oldest(number: int, *, most: int = MAX_KEPT) -> None:
    """Delete all but the latest disagreements of a shadow."""
    numbers = Disagreement.objects.filter(shadow_id=number).order_by("-pk").values_list("pk", flat=True)
    last = numbers[most - 1 : most].first()
    if last is not None:
        Disagreement.objects.filter(shadow_id=number, pk__lt=last).delete()
