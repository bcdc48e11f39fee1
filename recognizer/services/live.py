"""The model that answers in this process: loaded at start-up, exchanged when another version is activated."""

import logging
import threading
import time

from django.db import DatabaseError

from recognizer.models import ModelVersion, Status
from recognizer.phrases import Phrase
from recognizer.services.errors import NoActiveVersion, VersionRefused
from recognizer.services.versions import LoadedVersion, load_version

RETRY_SECONDS = 5
NONE_ACTIVE = Phrase("No model version is active. Activate one in the admin.")
NOT_LOADED = Phrase("The active model version cannot be loaded. The server's log says why.")

logger = logging.getLogger(__name__)


class LiveModel:
    """Holds the active version and looks for a switch at most every `check_every` seconds.

    The look is one short query in whichever request comes first; other requests go on with the version at
    hand, so a switch costs no request its answer. Only where nobody has looked for `most_age` seconds, as
    after a quiet night, do all wait for the look: what was at hand may have been replaced long ago.
    What cannot be loaded stays out; the old version goes on.
    """

    def __init__(self, *, check_every: float = 0.5, most_age: float = 0.75) -> None:
        self.check_every = check_every
        self.most_age = most_age
        self._version: LoadedVersion | None = None
        self._checked_at = float("-inf")
        self._refused: tuple[int, str] | None = None
        self._retry_at = float("-inf")
        self._checking = threading.Lock()

    def current(self) -> LoadedVersion:
        """Return the version that answers now; raise NoActiveVersion if there is none."""
        if time.monotonic() - self._checked_at >= self.check_every:
            self._check()
        version = self._version
        if version is not None:
            return version
        if self._refused is not None:
            raise NoActiveVersion(NOT_LOADED)
        raise NoActiveVersion(NONE_ACTIVE)

    def load_at_startup(self) -> None:
        """Load the active version before the first request; without one the site starts all the same."""
        try:
            version = self.current()
        except NoActiveVersion as error:
            logger.warning("%s", error)
        else:
            logger.info("Version %s · %s answers.", version.number, version.name)

    def forget(self) -> None:
        """Drop the version at hand, so that the next request loads the active one."""
        self._version, self._refused = None, None
        self._checked_at = self._retry_at = float("-inf")

    def _check(self) -> None:
        must_wait = self._version is None or time.monotonic() - self._checked_at >= self.most_age
        if self._checking.acquire(blocking=must_wait):
            try:
                now = time.monotonic()
                if now - self._checked_at >= self.check_every:
                    self._follow()
                    self._checked_at = now  # what was found is as old as the question
            finally:
                self._checking.release()

    def _follow(self) -> None:
        try:
            active = (
                ModelVersion.objects.filter(status=Status.ACTIVE)
                .only("number", "name", "file_sha256")
                .first()
            )
        except DatabaseError:
            logger.exception(
                "Could not ask the database which version is active; going on with the one at hand."
            )
            return
        if active is None:
            self._version = self._refused = None
        elif self._version is None or not self._version.is_of(active):
            self._exchange(active)

    def _exchange(self, active: ModelVersion) -> None:
        """Load the active version; one that could not be loaded is tried again after some seconds."""
        known = self._refused == (active.number, active.file_sha256)
        if known and time.monotonic() < self._retry_at:
            return
        try:
            self._version = load_version(active)
            self._refused = None
        except VersionRefused as error:
            self._refused = (active.number, active.file_sha256)
            self._retry_at = time.monotonic() + RETRY_SECONDS
            if not known:
                instead = "Nothing answers." if self._version is None else "The version before it goes on."
                logger.error("%s %s", error, instead)  # noqa: TRY400 - the message says it all


live_model = LiveModel()
