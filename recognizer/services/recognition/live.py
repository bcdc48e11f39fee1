"""The live model of this process: loaded at start-up, replaced when another version is activated."""

import logging
import threading
import time

from django.db import DatabaseError

from recognizer.models import ModelVersion, Status
from recognizer.phrases import Phrase
from recognizer.services.errors import NoActiveVersion, VersionRefused
from recognizer.services.recognition.background_job import BackgroundJob
from recognizer.services.recognition.last_good import load_or_restore
from recognizer.services.versions.registry import LoadedVersion
from recognizer.telemetry.metrics import ERRORS, LIVE_VERSION

RETRY_SECONDS = 5
PATIENCE_SECONDS = 0.5
"""How long a request waits for a check that it needs: a database that hangs may take seconds."""
NONE_ACTIVE = Phrase("No model version is active. Activate one in the admin.")
NO_ANSWER = Phrase("The database does not answer.")
NOT_LOADED = Phrase("The active model version cannot be loaded. The server's log says why.")

logger = logging.getLogger(__name__)


class LiveModel:
    """Holds the active version; asks the database for a newer one at most every `check_every` seconds.

    The check is one short query in whichever request comes first; other requests go on with the version in
    memory, so a switch costs no request its answer. After `max_age` seconds without a check, as after a quiet
    night, all requests wait for it: the version in memory may have been replaced long ago. A version that
    cannot be loaded is left out; the old one goes on.

    In a web process a thread does the check (`check_in_background`): requests wait half a second for it at
    most, and not at all while the database is known not to answer. A process that could not load a version
    when it started asks again without being asked, or the first request would find it empty-handed.
    """

    def __init__(self, *, check_every: float = 0.5, max_age: float = 0.75) -> None:
        self.check_every = check_every
        self.max_age = max_age
        self._version: LoadedVersion | None = None
        self._checked_at = float("-inf")
        self._refused: tuple[int, str] | None = None
        self._retry_at = float("-inf")
        self._checking = threading.Lock()
        self._background_job: BackgroundJob | None = None
        self._database_is_silent = False

    def current(self) -> LoadedVersion:
        """Return the version that answers now; raise NoActiveVersion if there is none."""
        if time.monotonic() - self._checked_at >= self.check_every:
            self._check_if_due()
        version = self._version
        if version is not None:
            return version
        if self._refused is not None:
            raise NoActiveVersion(NOT_LOADED)
        raise NoActiveVersion(NO_ANSWER if self._database_is_silent else NONE_ACTIVE)

    @property
    def loaded(self) -> LoadedVersion | None:
        """The version in memory, without a check; None if there is none."""
        return self._version

    def check_in_background(self) -> None:
        """Check in a thread of its own from now on."""
        self._background_job = BackgroundJob(self._check_once, name="live-model")
        if self._version is None:
            threading.Thread(target=self._check_until_loaded, name="first-version", daemon=True).start()

    def load_at_startup(self) -> None:
        """Load the active version before the first request; only log a warning if there is none."""
        try:
            self.current()
        except NoActiveVersion as error:
            logger.warning("%s", error)

    def forget(self) -> None:
        """Drop the version in memory, so that the next request loads the active one."""
        self._version, self._refused = None, None
        self._checked_at = self._retry_at = float("-inf")

    def _check_if_due(self) -> None:
        must_wait = self._version is None or time.monotonic() - self._checked_at >= self.max_age
        if self._background_job is not None:
            self._background_job.request(
                patience=PATIENCE_SECONDS if must_wait and not self._database_is_silent else 0
            )
        elif self._checking.acquire(blocking=must_wait):
            try:
                self._check_once()
            finally:
                self._checking.release()

    def _check_until_loaded(self) -> None:
        while self._version is None:
            if self._background_job is not None:
                self._background_job.request(patience=0)
            time.sleep(RETRY_SECONDS)

    def _check_once(self) -> None:
        now = time.monotonic()
        if now - self._checked_at >= self.check_every:
            self._follow_active_version()
            self._checked_at = now  # what was found is as old as the question

    def _follow_active_version(self) -> None:
        try:
            active = (
                ModelVersion.objects.filter(status=Status.ACTIVE)
                .only("number", "name", "file_sha256")
                .first()
            )
        except DatabaseError as error:
            ERRORS.labels("database").inc()
            if not self._database_is_silent:
                logger.error(  # noqa: TRY400 - once, in one line: it may last
                    "Could not ask the database which version is active (%s); going on with the one at hand.",
                    str(error).strip(),
                )
            self._database_is_silent = True
            return
        if self._database_is_silent:
            logger.warning("The database answers again.")
            self._database_is_silent = False
        if active is None:
            self._version = self._refused = None
            LIVE_VERSION.set(0)
        elif self._version is None or not self._version.is_of(active):
            self._exchange(active)

    def _exchange(self, active: ModelVersion) -> None:
        """Load the active version; retry after some seconds if that fails."""
        known = self._refused == (active.number, active.file_sha256)
        if known and time.monotonic() < self._retry_at:
            return
        try:
            version = load_or_restore(active)
            self._version, self._refused = version, None
            LIVE_VERSION.set(version.number)
            logger.info("Version %s · %s answers.", version.number, version.name)
        except VersionRefused as error:
            self._refused = (active.number, active.file_sha256)
            self._retry_at = time.monotonic() + RETRY_SECONDS
            if not known:
                instead = "Nothing answers." if self._version is None else "The version before it goes on."
                logger.error("%s %s", error, instead)  # noqa: TRY400 - the message says it all


live_model = LiveModel()
