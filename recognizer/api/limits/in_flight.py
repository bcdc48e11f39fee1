"""Count the requests that are being answered."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from recognizer.services.watching.load import load


class InFlightMiddleware:
    """Counts a request until its answer is to be sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        with load.request():
            return self.get_response(request)
