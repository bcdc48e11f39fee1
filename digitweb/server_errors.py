"""The server's own errors, before a request reaches the site, in the format of the API's errors."""

import json

from waitress.task import ErrorTask
from waitress.utilities import Error

from recognizer.telemetry.metrics import ERRORS, REQUESTS


class TooSlow(Error):  # type: ignore[misc]  # an untyped library
    """A request was not complete in time."""

    code = 408
    reason = "Request Timeout"

    def __init__(self, seconds: int, rate: int, pause: int) -> None:
        super().__init__(
            f"The request did not come whole. It may take {seconds} seconds, "
            f"and one second more for each {rate:,} bytes; it may pause for {pause}."
        )


class ProblemTask(ErrorTask):  # type: ignore[misc]  # an untyped library
    """Answers with a problem (RFC 9457) and ends the connection."""

    def execute(self) -> None:
        """Write the answer."""
        error = self.request.error
        if not isinstance(error, TooSlow):  # which its channel has counted
            ERRORS.labels("malformed_request").inc()
        REQUESTS.labels("server", "other", str(error.code)).inc()
        problem = {"type": "about:blank", "title": error.reason, "status": error.code, "detail": error.body}
        body = json.dumps(problem).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/problem+json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
