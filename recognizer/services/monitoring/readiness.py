"""Whether this process is ready for requests, told within a second whatever hangs."""

import logging
from collections.abc import Callable, Mapping

from recognizer.services.monitoring.checks import State, cache_state, database_state, disk_state
from recognizer.services.recognition.background_job import BackgroundJob
from recognizer.telemetry.metrics import ERRORS

PATIENCE_SECONDS = 0.5
"""How long what is asked may take; the live version may take as long after it."""
CHECKS: Mapping[str, Callable[[], State]] = {
    "database": database_state,
    "cache": cache_state,
    "disk": disk_state,
}

logger = logging.getLogger(__name__)


class Check:
    """One thing to be asked, in a thread of its own once there may be many to ask it."""

    def __init__(self, name: str, ask: Callable[[], State]) -> None:
        self._name = name
        self._ask = ask
        self._found = State.UNAVAILABLE
        self._told = State.OK
        self._job: BackgroundJob | None = None

    def ask_in_background(self) -> None:
        """Ask in a thread from now on."""
        self._job = BackgroundJob(self._run, name=f"ready-{self._name}")

    def begin(self) -> None:
        """Ask, unless it is being asked."""
        if self._job is None:
            self._run()
        else:
            self._job.begin()

    def state(self) -> State:
        """Return what was found; unavailable if nothing was in time."""
        is_found = self._job is None or self._job.wait(patience=PATIENCE_SECONDS)
        found = self._found if is_found else State.UNAVAILABLE
        self._tell(found)
        return found

    def _run(self) -> None:
        self._found = State.UNAVAILABLE
        self._found = self._ask()

    def _tell(self, found: State) -> None:
        """Count what is wrong, and log when that changes."""
        if found != State.OK:
            ERRORS.labels(self._name).inc()
        before, self._told = self._told, found
        if found != before:
            logger.warning("Is it ready? The %s was %s and is %s.", self._name, before, found)


class Readiness:
    """Asks all at once, so that what hangs is waited for together."""

    def __init__(self, checks: Mapping[str, Callable[[], State]] = CHECKS) -> None:
        self._checks = {name: Check(name, ask) for name, ask in checks.items()}

    def check_in_background(self) -> None:
        """Ask in threads from now on: call it in a web process."""
        for check in self._checks.values():
            check.ask_in_background()

    def states(self) -> dict[str, State]:
        """Return how each of them stands."""
        for check in self._checks.values():
            check.begin()
        return {name: check.state() for name, check in self._checks.items()}


readiness = Readiness()
"""Of this process."""
