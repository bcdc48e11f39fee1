"""Sessions that end: after some time without a request, and in any case after some hours."""

import logging
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

BEGAN = "_began"
"""In a session: when somebody logged in, in seconds."""
PROLONGED_EVERY = timedelta(minutes=1)

logger = logging.getLogger(__name__)


class SessionStore(DatabaseSession):
    """Sessions in the database; each request prolongs its own, though never beyond the longest time."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table, which is Django's own."""
        return Session

    def load(self) -> dict[str, Any]:
        """Return what is in the session; nothing if it is over."""
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # the stubs do not know it
        if row is None:
            return {}
        data = self.decode(row.session_data)
        now = timezone.now()
        if now.timestamp() - data.setdefault(BEGAN, now.timestamp()) >= settings.SESSION_LONGEST_SECONDS:
            self.delete(row.session_key)
            self._session_key = None
            return {}
        prolong(row.session_key, until=row.expire_date, now=now)
        return data


def prolong(key: str, *, until: datetime, now: datetime) -> None:
    """Let a session last from now on as long as it does without a request, at most once a minute.

    Only this column is written, so that nothing is lost that another request keeps in the session meanwhile.
    """
    end = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if end - until < PROLONGED_EVERY:
        return
    try:
        with transaction.atomic():
            Session.objects.filter(session_key=key).update(expire_date=end)
    except DatabaseError as error:
        logger.warning("A session could not be prolonged: %s", str(error).strip())


def begin(request: HttpRequest, **_kwargs: object) -> None:
    """Begin a session's time, under a new key, when somebody logs in; also if he was logged in already."""
    request.session[BEGAN] = time.time()
    request.session.cycle_key()


def end_sessions(users: Collection[int]) -> int:
    """Log these users out everywhere; return how many sessions ended."""
    wanted = {str(user) for user in users}
    keys = [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) in wanted
    ]
    return Session.objects.filter(session_key__in=keys).delete()[0]
