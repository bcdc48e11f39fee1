"""Answer 503 where the database or the disk is to blame, not the program: it may work in a moment.

Reading needs neither, and goes on.
"""

import logging
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from digitweb.system_errors import system_error_message
from recognizer.api.problems import PREFIX, problem

RETRY_SECONDS = 5
OF_THE_SERVER = ("08", "40", "53", "55", "57", "58")
"""Classes of PostgreSQL's errors that tell of connections, locks, resources and shutdowns."""

logger = logging.getLogger(__name__)


class OutageMiddleware(MiddlewareMixin):
    """Answers what failed for a database that is away, hangs or is locked, or for a disk that is full."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the 503 for such an error; None for any other."""
        reason = outage_of(error)
        if reason is None:
            return None
        logger.error("%s %.200s is answered with 503. %s", request.method, ascii(request.path), reason)
        headers = {"Retry-After": str(RETRY_SECONDS)}
        if request.path_info.startswith(PREFIX):
            detail = _("The site can neither keep nor look up anything at this moment. Try again in a while.")
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=headers)
        page = render_to_string("503.html")
        return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def outage_of(error: Exception) -> str | None:
    """Return what an operator should know of an outage; None of an error that is none."""
    message = system_error_message(error) if isinstance(error, (DatabaseError, OSError)) else None
    if message is None and is_of_connection(error):
        message = f"The database does not answer: {str(error).partition(chr(10))[0]}"
    return message


def is_of_connection(error: Exception) -> bool:
    """Whether PostgreSQL, or the way to it, is to blame."""
    if isinstance(error, InterfaceError):
        return True
    cause = error.__cause__
    if not isinstance(error, OperationalError) or cause is None or hasattr(cause, "sqlite_errorname"):
        return False
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(OF_THE_SERVER)
