"""Headers that every answer has, and no redirect for programs that ask without HTTPS."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from recognizer.api.problems import PREFIX, problem

NO_PAGE = "; ".join(
    f"{directive} 'none'"
    for directive in ("default-src", "object-src", "base-uri", "form-action", "frame-ancestors")
)
"""The policy of what is no page: an answer of the API, a file. Pages bring a policy of their own."""

UNUSED = ("microphone", "geolocation", "display-capture", "payment", "usb")
"""What browsers offer and no page of this site asks for; they complain of names that they do not know."""

HEADERS = {
    "Content-Security-Policy": NO_PAGE,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(["camera=(self)", *(f"{feature}=()" for feature in UNUSED)]),
    "X-Content-Type-Options": "nosniff",
}

Answer = Callable[[HttpRequest], HttpResponseBase]


class SafeHeaders:
    """Adds to every answer, static files and refusals included, the headers that it has not yet."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class NoRedirectOfPrograms:
    """Refuses requests to the API that come without HTTPS where it is on; pages are redirected.

    A program that is redirected has sent its drawings in the clear already, and nobody notices.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if settings.SECURE_SSL_REDIRECT and request.path_info.startswith(PREFIX) and not request.is_secure():
            with override(get_language_from_request(request)):
                return problem(HTTPStatus.FORBIDDEN, _("This address is answered over HTTPS alone."))
        return self.get_response(request)
