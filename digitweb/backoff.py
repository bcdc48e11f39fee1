"""Exponential backoff between retries."""

FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 1.0, 30.0
LONG_LIFE_SECONDS = 60.0


class Backoff:
    """Pauses that double after each failure, and start anew after a long success."""

    def __init__(self, pause: float = FIRST_PAUSE_SECONDS) -> None:
        self._next = pause

    def pause_after(self, lived: float) -> float:
        """Return the seconds to wait after a process that lived for so many seconds."""
        if lived >= LONG_LIFE_SECONDS:
            self._next = FIRST_PAUSE_SECONDS
        pause, self._next = self._next, min(2 * self._next, MAX_PAUSE_SECONDS)
        return pause
