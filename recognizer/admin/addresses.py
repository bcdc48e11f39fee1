"""Answer 404 or 400 to values in the admin's addresses that no database can look up.

Django checks what kind of value a lookup takes, and leaves to the database how large it may be and what text
may hold; a database says so with an error of its own.
"""

import logging
from http import HTTPStatus
from traceback import walk_tb

from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import DataError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request, page_not_found

OF_VALUES = (OverflowError, DataError, FieldDoesNotExist, ValueError)
"""What a lookup raises for a number too large, a year past 9999, NUL in a text, or a field without a name."""
OF_RANGES = (ProgrammingError, IndexError)
"""What it raises for a range that has not two ends."""
MODULES = ("django.db.", "django.contrib.admin.views.main")

logger = logging.getLogger(__name__)


class InvalidAddressMiddleware(MiddlewareMixin):
    """Answer 404 to an impossible number or name, and 400 to an impossible search.

    Only errors that come from a query are taken so; each is logged with its place, lest it hide a fault.
    """

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the response to an invalid value in an address of the admin; None for any other error."""
        match = request.resolver_match
        if match is None or "admin" not in match.app_names or not is_of_lookup(error, request):
            return None
        status = HTTPStatus.NOT_FOUND if match.kwargs else HTTPStatus.BAD_REQUEST
        logger.warning("Answered %d to a value in %.200s", status, ascii(request.path), exc_info=error)
        if status == HTTPStatus.NOT_FOUND:
            return page_not_found(request, Http404())
        return bad_request(request, BadRequest())


def is_of_lookup(error: Exception, request: HttpRequest) -> bool:
    """Whether a database lookup raised this error because of its value."""
    has_range = any(name.endswith("__range") for name in request.GET)
    kinds = (*OF_VALUES, *OF_RANGES) if has_range else OF_VALUES
    return isinstance(error, kinds) and any(
        str(frame.f_globals.get("__name__")).startswith(MODULES)
        for frame, _line in walk_tb(error.__traceback__)
    )
