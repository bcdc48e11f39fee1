"""Pages and answers of the API are compressed, with nginx in front or without."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

MIN_BYTES = 1024
"""Less goes into one packet as it is."""
COMPRESSED = frozenset({"text/html", "application/json", "application/problem+json"})
"""Static files were compressed when they were collected; pictures and archives are by nature."""


class Compression(GZipMiddleware):
    """Compresses what is larger than a packet and is sent whole, for whoever takes gzip.

    Whoever can have a page fetched with words of his own in it, and sees how long the answers are, might
    guess secrets in it (BREACH). Tokens of forms are masked anew each time, and Django makes each answer
    longer by up to a hundred bytes at random.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress one answer, or leave it as it is."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_whole = isinstance(response, HttpResponse) and len(response.content) >= MIN_BYTES
        return super().process_response(request, response) if is_whole and kind in COMPRESSED else response
