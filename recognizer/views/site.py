"""The page to draw on, the documentation of the API, and the addresses that a load balancer asks."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from ninja.openapi.docs import Swagger

from digitweb import __version__
from recognizer.api.endpoints import api
from recognizer.services.errors import NoActiveVersion, explained
from recognizer.services.recognition.live import live_model

FORM_OVERHEAD = 10_000
"""Bytes that a form needs beside the picture in it, generously."""


class DrawView(TemplateView):
    """The page on which one draws and reads the answer."""

    template_name = "recognizer/draw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the version that will answer, if there is one, and the largest picture that can be sent."""
        try:
            model = live_model.current()
        except NoActiveVersion:
            model = None
        largest_file = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - FORM_OVERHEAD
        return super().get_context_data(**kwargs, model=model, largest_file=largest_file)


@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class ApiDocsView(TemplateView):
    """The API's documentation, from local files; Swagger UI styles its elements inline."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Render Swagger UI on the API's own description."""
        return Swagger().render_page(request, api)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponseRedirect:
    """Redirect /favicon.ico to our icon, for pages that name none, as the admin's."""
    return HttpResponseRedirect(static("icons/digitweb.svg"))


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Report that the process is up, and its version of digitweb."""
    return JsonResponse({"status": "ok", "version": __version__})


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Report whether requests can be answered: the database responds and a version is loaded.

    Without the cache all goes on, but for the counting of requests: that is said, and no reason for 503.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        version = live_model.current()
    except DatabaseError:
        return JsonResponse(
            {"status": "unavailable", "reason": gettext("The database does not answer.")}, status=503
        )
    except NoActiveVersion as error:
        return JsonResponse({"status": "unavailable", "reason": explained(error)}, status=503)
    model = {"version": version.number, "name": version.name}
    return JsonResponse({"status": "ok", "model": model, "cache": "ok" if cache_answers() else "unavailable"})


def cache_answers() -> bool:
    """Whether the cache can be asked."""
    try:
        cache.get("readyz")
    except Exception:  # noqa: BLE001 - each kind of cache has errors of its own
        return False
    return True
