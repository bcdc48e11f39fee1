"""Let the shadow read in a thread of its own, after the live version's answer was sent."""

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from recognizer.ink import Stroke
from recognizer.models import Shadow
from recognizer.services.errors import VersionRefused
from recognizer.services.recognition.reading import Reading, read_lattice
from recognizer.services.versions.registry import LoadedVersion, load_version
from recognizer.services.watching.findings import Findings, Found, answer_of
from recognizer.services.watching.load import Load, load
from recognizer.services.watching.shadow import running_shadow

MAX_WAITING = 16
"""Requests that wait for the shadow; more are dropped."""
BUSY = 1
"""With more requests in flight than this, the shadow is not asked."""
LOOK_SECONDS = 3.0
"""How often to ask the database which version is the shadow, and to write down what was found."""
IDLE_SECONDS = 1.0
"""How long the shadow waits for a moment at which nothing is in flight."""
QUIET_SECONDS = 0.02
"""How long that moment has to last: whoever asks without a pause is not to meet the shadow each time."""
RETRY_SECONDS = 60.0
"""After which a shadow that could not be loaded is tried again."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A drawing that was answered: all that the shadow needs to read it again."""

    reading: Reading
    """With its lattice: the ink need not be looked at once more."""
    strokes: Sequence[Stroke]
    device: str
    contributor: str = ""
    """SHA-256 of the contributor's name; "" where nobody has allowed that the drawing is kept."""


@dataclass(kw_only=True)
class Target:
    """The version in the shadow, ready to read."""

    version: LoadedVersion
    share: int
    findings: Findings
    has_failed: bool = field(default=False)


class ShadowReader:
    """Takes answered drawings from requests without holding them up, and reads some of them again."""

    def __init__(
        self,
        *,
        of: Load = load,
        lot: Callable[[], float] = random.random,
        idle_seconds: float = IDLE_SECONDS,
        quiet_seconds: float = QUIET_SECONDS,
    ) -> None:
        self._load = of
        self._lot = lot
        self._idle_seconds = idle_seconds
        self._quiet_seconds = quiet_seconds
        self._jobs: deque[Answered] = deque()
        self._news = threading.Condition()
        self._is_asked = self._is_ending = self._is_running = False
        self._target: Target | None = None
        self._looked_at = self._retry_at = float("-inf")
        self._refused = ""

    def offer(self, answered: Answered) -> None:
        """Hand an answered drawing over, if it is to be read and there is time: never waits."""
        if not self._is_running:
            return
        with self._news:
            self._is_asked = True
            target = self._target
            if target is None or not self._is_drawn(target, answered.reading):
                return
            if len(self._jobs) >= MAX_WAITING or self._load.count > BUSY:
                target.findings.drop()
                return
            self._jobs.append(answered)
            self._news.notify()

    def _is_drawn(self, target: Target, reading: Reading) -> bool:
        """Whether a reading is of the share that is read again."""
        is_other = reading.version_number != target.version.number
        return reading.lattice is not None and is_other and 100 * self._lot() < target.share

    # -- the thread --------------------------------------------------------------------------

    def run(self) -> None:
        """Read what comes until told to end, and look from time to time which version is the shadow."""
        self._is_running = True
        while not self._is_ending:
            try:
                close_old_connections()
                self.step(LOOK_SECONDS)
            except Exception:
                logger.exception("What the shadow does beside the requests failed.")
        self._is_running = False
        self.flush()

    def step(self, seconds: float) -> None:
        """Wait so long for a drawing at most, and read it; look at the database if that is due."""
        answered = self._next(seconds)
        if answered is not None:
            self.read(answered)
        if self._is_asked and time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self.tend()

    def end(self) -> None:
        """End the thread after what it is reading."""
        with self._news:
            self._is_ending = True
            self._news.notify()

    def _next(self, seconds: float) -> Answered | None:
        with self._news:
            self._news.wait_for(lambda: self._jobs or self._is_ending, seconds)
            return self._jobs.popleft() if self._jobs and not self._is_ending else None

    def read(self, answered: Answered) -> None:
        """Read a drawing again once nothing is in flight; drop it if that does not come about."""
        self._is_asked = True  # what is found is to be written down
        target, lattice = self._target, answered.reading.lattice
        if target is None or lattice is None:
            return
        if not self._load.wait_until_idle(self._idle_seconds, quiet=self._quiet_seconds):
            target.findings.drop()
            return
        try:
            reading = read_lattice(lattice, target.version, time.perf_counter())
        except Exception:
            if not target.has_failed:
                logger.exception("Version %s cannot read in the shadow.", target.version.number)
            target.has_failed = True
            return
        self._compare(target, answered, reading)

    @staticmethod
    def _compare(target: Target, answered: Answered, reading: Reading) -> None:
        agreed = answer_of(reading) == answer_of(answered.reading)
        target.findings.add(agreed=agreed)
        if not agreed and answered.contributor:
            target.findings.keep(
                Found(
                    at=timezone.now(),
                    contributor=answered.contributor,
                    device=answered.device,
                    live=answered.reading,
                    shadow=reading,
                    strokes=answered.strokes,
                )
            )

    def tend(self) -> None:
        """Write down what was found, and look which version is the shadow now."""
        self._is_asked = False
        self._looked_at = time.monotonic()
        if self.flush():
            self._follow()

    def flush(self) -> bool:
        """Write down what was found; return whether the database took it."""
        try:
            if self._target is not None:
                self._target.findings.flush()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("What the shadow read waits for the database: %s", str(error).strip())
            return False
        return True

    def _follow(self) -> None:
        try:
            shadow = running_shadow()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("Could not ask the database for the shadow: %s", str(error).strip())
            return
        target = self._target
        if shadow is None:
            self._target = None
        elif target is not None and target.version.is_of(shadow.version):
            target.share = shadow.share
        else:
            self._target = self._loaded(shadow)

    def _loaded(self, shadow: Shadow) -> Target | None:
        """Load a shadow's network; None if that fails, which is said once."""
        sha256 = shadow.version.file_sha256
        is_known = sha256 == self._refused
        if is_known and time.monotonic() < self._retry_at:
            return None
        try:
            version = load_version(shadow.version)
        except VersionRefused as error:
            self._refused, self._retry_at = sha256, time.monotonic() + RETRY_SECONDS
            if not is_known:
                logger.error("Version %s cannot be the shadow. %s", shadow.version, error)  # noqa: TRY400
            return None
        self._refused = ""
        logger.info("Version %s reads %d %% in the shadow.", shadow.version, shadow.share)
        return Target(version=version, share=shadow.share, findings=Findings(shadow.pk))


shadow_reader = ShadowReader()
"""Of this process; it runs in web processes alone (`background.start`)."""
