"""What pages need and reading does not: sessions, messages, a policy for scripts; and the reader's language.

Reading is the one address that is asked while people draw, by many at once; it reads no cookie but the
language's, answers with JSON and so goes without: a digit then takes a server 8 % less of a processor's time,
two thirds of that by the policy. All else (hosts, HTTPS, language, other headers, errors) is the same for all
addresses.
"""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

READING = "/api/v1/recognize"


class NotForReading(MiddlewareMixin):
    """Let requests to read a drawing or a picture pass by the middleware that this is mixed into."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        answer = self.get_response if request.path_info == READING else super().__call__
        return answer(request)  # type: ignore[return-value]


class PolicyForPages(NotForReading, CSPMiddleware):
    """Content-Security-Policy."""


class SessionForPages(NotForReading, SessionMiddleware):
    """Sessions."""


class UserForPages(NotForReading, AuthenticationMiddleware):
    """Who is logged in."""


class MessagesForPages(NotForReading, MessageMiddleware):
    """Messages to whoever is logged in."""


class LanguageOfReader:
    """The language: the one that was chosen, which a cookie keeps, or one that the browser asks for.

    Addresses of this site name no language, so none is looked for in them as Django's own middleware does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request in its language, and tell caches what decides on it."""
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response
