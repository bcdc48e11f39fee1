"""Limit failed logins by user name and address, and log them."""

import logging
import math
from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Max, Sum
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext

from recognizer.api.limits.clients import UNKNOWN, client_of
from recognizer.telemetry.addresses import loggable
from recognizer.telemetry.logs import NAMES_ADDRESS
from recognizer.telemetry.metrics import THROTTLED

NAMES_OF_ADDRESS = 20
"""An address that has failed with so many user names as often as with one it may, is refused as a whole."""
MAX_NAME_LENGTH = 60
"""Of a user name in the log."""
NOWHERE = "0.0.0.0"  # noqa: S104 - an address to count by, none to listen on

logger = logging.getLogger(__name__)


class LoginHandler(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts failed logins in the database; stores nothing of a client but its address."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the failures that count: the name's at this address, or a share of all at the address."""
        of_name: int = super().get_failures(request, credentials)
        total = recent_failures(request).aggregate(Sum("failures_since_start"))["failures_since_start__sum"]
        return max(of_name, (total or 0) // NAMES_OF_ADDRESS)

    def user_login_failed(
        self,
        sender: Any,  # noqa: ANN401 - a module
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count a failure, and log it with its address, or a hash of it, in one line."""
        if request is None:
            return
        was_locked = request.axes_locked_out  # type: ignore[attr-defined]
        request.axes_user_agent = request.axes_http_accept = ""  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, request, **kwargs)
        who = (loggable_name(get_client_username(request, credentials)), loggable(client_of(request)))
        if was_locked:
            logger.warning(
                "Login of %s from %s was refused: there were too many wrong passwords.",
                *who,
                extra=NAMES_ADDRESS,
            )
        elif request.axes_locked_out:  # type: ignore[attr-defined]
            minutes = minutes_of(settings.AXES_COOLOFF_TIME)
            logger.warning(
                "Login of %s from %s failed and is refused for %d min.", *who, minutes, extra=NAMES_ADDRESS
            )
        else:
            logger.warning("Login of %s from %s failed.", *who, extra=NAMES_ADDRESS)


@receiver(user_logged_in)
def log_login(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - a user
    """Log that somebody logged in, with the address, or a hash of it, in one line."""
    if request is not None:
        who = (loggable_name(user.get_username()), loggable(client_of(request)))
        logger.info("%s logged in from %s.", *who, extra=NAMES_ADDRESS)


@receiver(user_logged_out)
def log_logout(request: HttpRequest, user: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - a user, or nobody
    """Log that somebody logged out."""
    if user is not None:
        logger.info("%s logged out.", loggable_name(user.get_username()))


def loggable_name(username: str | None) -> str:
    """Return a user name that is safe in a log: shortened, with control characters escaped."""
    text = username or ""
    return repr(text if len(text) <= MAX_NAME_LENGTH else text[:MAX_NAME_LENGTH] + "…")


def address_of(request: HttpRequest) -> str:
    """Return a client's address for the database: a network's first, a placeholder for none."""
    client = client_of(request)
    return NOWHERE if client == UNKNOWN else client.partition("/")[0]


def recent_failures(request: HttpRequest) -> Any:  # noqa: ANN401 - a query of a library without types
    """Return an address's failures that still count."""
    return AccessAttempt.objects.filter(
        ip_address=address_of(request), attempt_time__gte=get_cool_off_threshold(request)
    )


def lockout_time_left(request: HttpRequest, credentials: dict[str, Any]) -> timedelta:
    """Return the time until a locked-out client may try again."""
    failures = recent_failures(request)
    name = get_client_username(request, credentials)
    of_name = failures.filter(username=name, failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    last = (of_name or failures).aggregate(Max("attempt_time"))["attempt_time__max"] or timezone.now()
    left: timedelta = last + settings.AXES_COOLOFF_TIME - timezone.now()
    return left


def minutes_of(duration: timedelta) -> int:
    """Return a duration in minutes, rounded up, at least one."""
    return max(1, math.ceil(duration / timedelta(minutes=1)))


def lockout_response(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Return the page for a locked-out client, with the time that is left."""
    THROTTLED.labels("login").inc()
    left = lockout_time_left(request, credentials or {})
    context = {
        **admin.site.each_context(request),
        "title": gettext("Too many wrong passwords"),
        "minutes": minutes_of(left),
    }
    headers = {"Retry-After": str(max(1, math.ceil(left.total_seconds())))}
    return TemplateResponse(
        request, "admin/login_refused.html", context, status=429, headers=headers
    ).render()


def forget_failures(usernames: list[str]) -> int:
    """Delete the failures of these users, so that they may log in at once; return how many."""
    deleted: int = AccessAttempt.objects.filter(username__in=usernames).delete()[0]
    return deleted
