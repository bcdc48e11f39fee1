"""The handler of requests: Django's own, but that no request is refused before it can be answered."""

from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase


class Handler(WSGIHandler):
    """Answers requests whose Content-Type names a charset, whatever their address has.

    Django reads the address anew in that charset while it makes the request. If there is too much in it, that
    fails where nothing handles errors yet. Without the charset it is found out when somebody needs to know.
    """

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> HttpResponseBase:
        """Answer a request."""
        try:
            return super().__call__(environ, start_response)
        except SuspiciousOperation:
            return super().__call__({**environ, "CONTENT_TYPE": ""}, start_response)
