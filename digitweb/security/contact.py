"""`/.well-known/security.txt`: whom to tell of a fault in the site's safety (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone as clock
from django.views.decorators.http import require_safe

VALID_DAYS = 180
"""RFC 9116 wants less than a year."""
LANGUAGES = "en, zh-Hans"


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Return the file, or 404 where the operator named no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {expiry(clock.now()):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {LANGUAGES}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8")


def expiry(now: datetime) -> datetime:
    """Return a midnight in half a year: the file is the same all day."""
    day = (now + timedelta(days=VALID_DAYS)).date()
    return datetime.combine(day, time(), tzinfo=UTC)
