"""What lets the page to draw on be installed, and opened where there is no network."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from digitweb import __version__
from digitweb.modules import imported_by
from recognizer.views.site import DrawView

SCRIPT = "js/keep/service-worker.js"
MODULES = (
    "js/base/early.js",
    "js/base/theme.js",
    "js/base/language-switch.js",
    "js/base/theme-switch.js",
    "js/draw/draw.js",
)
STYLES = ("faces", "base", "draw", "reading", "signs", "giving", "keep")
FACES = ("stix-two-text", "stix-two-text-italic", "stix-two-text-semibold")

DESK = "#e9ece6"
"""Colour of the window before the page is there, as the page has it by day."""


class OfflineView(DrawView):
    """The page to draw on as the service worker keeps it: in one language, the same for everybody."""

    template_name = "recognizer/offline.html"

    def dispatch(self, request: HttpRequest, *args: Any, language: str, **kwargs: Any) -> HttpResponseBase:
        """Render the page as at its own address, for it is shown there."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        request.path = reverse("draw")
        with override(language):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Describe the site as an application, in the reader's language."""
    start = reverse("draw")
    answer = {
        "id": start,
        "name": gettext("digitweb: write a number, have it read"),
        "short_name": "digitweb",
        "description": gettext(
            "Write a digit or a number and have it read by a neural network written from first principles."
        ),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": DESK,
        "theme_color": DESK,
        "icons": [
            icon("digitweb.svg", "any", "any", media="image/svg+xml"),
            icon("digitweb-192.png", "192x192", "any"),
            icon("digitweb-512.png", "512x512", "any"),
            icon("digitweb-maskable-512.png", "512x512", "maskable"),
        ],
        "shortcuts": [{"name": gettext("Learn how a network reads"), "url": reverse("learn")}],
    }
    return JsonResponse(answer, content_type="application/manifest+json")


def icon(name: str, sizes: str, purpose: str, *, media: str = "image/png") -> dict[str, str]:
    """Return one icon of a manifest."""
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": media, "purpose": purpose}


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Return the service worker with what it keeps: another release, or another file, makes another one."""
    script = Path(str(finders.find(SCRIPT))).read_text(encoding="utf-8")
    # While one works on the site files keep their names and change: none may be kept.
    files = [] if settings.DEBUG else kept_files()
    shells = (
        {} if settings.DEBUG else {code: reverse("offline", args=[code]) for code, _ in settings.LANGUAGES}
    )
    page = reverse("draw")
    family = f"digitweb {page} "  # another site may lie below another path of this host
    state = hashlib.sha256(json.dumps([__version__, script, files, shells]).encode()).hexdigest()
    offline = {
        "name": family + state[:16],
        "family": family,
        "page": page,
        "files": files,
        "shells": shells,
    }
    response = HttpResponse(
        f"self.OFFLINE = {json.dumps(offline)};\n\n{script}", content_type="text/javascript"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def kept_files() -> list[str]:
    """Return the addresses of all that the page to draw on is made of, each once."""
    scripts = [script for module in MODULES for script in (module, *imported_by(module))]
    styles = [f"css/{name}.css" for name in STYLES]
    faces = [f"fonts/{name}.woff2" for name in FACES]
    names = dict.fromkeys([*scripts, *styles, *faces, "icons/digitweb.svg"])
    return [static(name) for name in names]
