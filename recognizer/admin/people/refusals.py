"""Log who was refused what in the admin."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from recognizer.admin.people.logins import loggable_name
from recognizer.api.limits.clients import client_of
from recognizer.telemetry.addresses import loggable
from recognizer.telemetry.logs import NAMES_ADDRESS

logger = logging.getLogger(__name__)


class RefusalLogMiddleware(MiddlewareMixin):
    """Logs each request that somebody who is logged in makes without the permission for it."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Log a refusal, and leave the answer to Django."""
        if isinstance(error, PermissionDenied) and request.user.is_authenticated:
            who = (loggable_name(request.user.get_username()), loggable(client_of(request)))
            place = ascii(request.path[:200])
            logger.warning("%s from %s may not %s %s.", *who, request.method, place, extra=NAMES_ADDRESS)
        return None
