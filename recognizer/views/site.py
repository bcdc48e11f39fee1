"""The page to draw on, the documentation of the API, and the addresses that a load balancer asks."""

from collections.abc import Mapping
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from digitweb import __version__
from recognizer.services.errors import NoActiveVersion, explained
from recognizer.services.feedback.contributors import CONSENT_EDITION
from recognizer.services.monitoring.checks import State
from recognizer.services.monitoring.readiness import readiness
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
        return super().get_context_data(**kwargs, **giving(), model=model, largest_file=largest_file)


class GivenView(TemplateView):
    """The page on which people see, export and delete what they gave; only the browser knows who they are."""

    template_name = "recognizer/given.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether anything is taken, and the edition of the consent."""
        return super().get_context_data(**kwargs, **giving())


def giving() -> dict[str, Any]:
    """Return what pages need to know of giving: whether anything is taken, for how long, on which consent."""
    return {
        "takes_feedback": settings.FEEDBACK,
        "feedback_days": settings.FEEDBACK_DAYS,
        "consent_edition": CONSENT_EDITION,
    }


@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class ApiDocsView(TemplateView):
    """The API's documentation, from local files; Swagger UI styles its elements inline."""

    template_name = "recognizer/api_docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the endpoint that reads, as a path and with this site before it."""
        path = reverse("api-v1:recognize")
        return super().get_context_data(
            **kwargs, recognize_url=path, recognize_at=self.request.build_absolute_uri(path)
        )


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
    """Report within a second whether requests can be answered: the database responds, a version is loaded.

    Without the cache all goes on, but for the counting of requests, and with a full disk all but what is to
    be kept: that is said, and no reason for 503.
    """
    states = readiness.states()
    if states["database"] != State.OK:
        return not_ready(gettext("The database does not answer."), states)
    try:
        version = live_model.current()
    except NoActiveVersion as error:
        return not_ready(explained(error), states)
    model = {"version": version.number, "name": version.name}
    return JsonResponse({"status": "ok", "model": model, **states})


def not_ready(reason: str, states: Mapping[str, State]) -> JsonResponse:
    """Return the answer of a process that cannot answer requests."""
    return JsonResponse({"status": "unavailable", "reason": reason, **states}, status=503)
