"""The playground: one drawing, read by several versions side by side."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recognizer.admin.pages import PageProblem, VersionPages, version_numbers
from recognizer.api.endpoints import answer
from recognizer.api.problems import ApiError, problem, problem_of
from recognizer.api.recognize.parsing import parse_recognize
from recognizer.ink import InkError, Mode, Stroke
from recognizer.models import ModelVersion, Status
from recognizer.services.errors import VersionRefused, explained
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition.reading import Reading
from recognizer.services.recognition.side_by_side import MAX_READERS, read_side_by_side

USABLE = (Status.READY, Status.ACTIVE, Status.RETIRED)


class PlaygroundPages(VersionPages):
    """The page to draw on, with each version's reading."""

    def urls(self) -> list[URLPattern]:
        """Return the URLs of the page and of its endpoint."""
        return [
            self.guarded("playground/", self.play, "playground"),
            self.guarded("playground/read/", require_POST(self.read), "playground_read"),
        ]

    def play(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        chosen = self.chosen(request)
        numbers = {version.number for version in chosen}
        query = ",".join(str(version.number) for version in chosen)
        return self.page(
            request,
            "playground",
            _("Playground"),
            versions=chosen,
            choices=[
                {"version": version, "is_chosen": version.number in numbers}
                for version in ModelVersion.objects.filter(status__in=USABLE)
            ],
            is_nav_sidebar_enabled=False,  # the sheet needs the room
            most=MAX_READERS,
            read_url=f"{reverse('admin:recognizer_modelversion_playground_read')}?versions={query}",
            examples={
                digit: [[[x, y, 0.5] for x, y in stroke.tolist()] for stroke in strokes]
                for digit, strokes in STROKES.items()
            },
        )

    def read(self, request: HttpRequest) -> HttpResponse:
        """Read strokes, in the API's format, by each version."""
        try:
            versions = self.chosen(request)
            options, ink = parse_recognize(request)
        except PageProblem as error:
            return problem(error.status, str(error))
        except (ApiError, InkError, RequestDataTooBig) as error:
            return problem_of(request, error)
        if isinstance(ink, bytes):
            return problem(HTTPStatus.BAD_REQUEST, _('Expected "strokes", found a picture.'))
        return JsonResponse({"answers": answers(ink, versions, mode=options.mode)})

    def chosen(self, request: HttpRequest) -> list[ModelVersion]:
        """Return the versions that the address names, else the active one and the newest."""
        if "versions" not in request.GET:
            return newest()
        text = ",".join(request.GET.getlist("versions"))
        versions = self.versions(version_numbers(text, least=1, most=MAX_READERS))
        for version in versions:
            if version.status not in USABLE:
                raise PageProblem(
                    HTTPStatus.BAD_REQUEST,
                    _("Version %(version)s cannot read: it is %(status)s.")
                    % {"version": version, "status": version.get_status_display()},
                )
        return versions


def playground_address(versions: Sequence[ModelVersion]) -> str:
    """Return the playground's address for these versions; "" if none is usable."""
    numbers = [str(version.number) for version in versions if version.status in USABLE]
    page = reverse("admin:recognizer_modelversion_playground")
    return f"{page}?versions={','.join(numbers)}" if numbers else ""


def newest() -> list[ModelVersion]:
    """Return the active version and the newest of the others, as many as can read at once."""
    usable = list(ModelVersion.objects.filter(status__in=USABLE))
    usable.sort(key=lambda version: not version.is_active)  # the others keep their order
    return usable[:MAX_READERS]


def answers(
    strokes: Sequence[Stroke], versions: Sequence[ModelVersion], *, mode: Mode
) -> list[dict[str, Any]]:
    """Return each version's reading in the API's format, or why it cannot be loaded."""
    readings = read_side_by_side(strokes, versions, mode=mode)
    return [as_json(version, reading) for version, reading in zip(versions, readings, strict=True)]


def as_json(version: ModelVersion, reading: Reading | VersionRefused) -> dict[str, Any]:
    """Return one version's answer."""
    if isinstance(reading, VersionRefused):
        return {"version": version.number, "error": explained(reading)}
    found: dict[str, Any] = json.loads(answer(reading, include=["tiles"], receipt=None))
    return {"version": version.number, **found}
