"""Reviewing: one sample after the other, without the answer of network, contributor or anybody else."""

import base64
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from recognizer.admin.pages import ReadOnlyAdmin
from recognizer.api.bodies import JSON
from recognizer.api.problems import problem
from recognizer.models import Review, Sample
from recognizer.services.errors import InvalidAnswer, NoSuchSample, ReviewRefused, explained
from recognizer.services.feedback.features import tiles_of
from recognizer.services.feedback.review import next_samples, progress_of, record_answer, undo_last, withdraw
from recognizer.services.recognition.tiles import png_data_url
from recognizer.tasks import request_sorting

AHEAD = 8
"""Samples that the page gets at once."""
MAX_BESIDE = 60
"""Samples that a page may have at hand or on the way."""
STATUS = {InvalidAnswer: HTTPStatus.BAD_REQUEST, NoSuchSample: HTTPStatus.NOT_FOUND}
"""By the kind of a refusal; any other is a conflict."""

View = Callable[[HttpRequest], HttpResponse]


def shown(sample: Sample) -> dict[str, Any]:
    """Return all of a sample that a reviewer may see: the ink alone."""
    cut_out = sample.cut_out
    return {
        "id": sample.pk,
        "tile": png_data_url(tiles_of([sample])[0]),
        "strokes": own_strokes(sample),
        "cut_out": f"data:image/png;base64,{base64.b64encode(cut_out).decode()}" if cut_out else None,
    }


def own_strokes(sample: Sample) -> list[Any] | None:
    """Return the strokes of a sample as drawn; None of a picture, or where nobody knows which they are."""
    strokes, numbers = sample.claim.strokes, sample.stroke_numbers
    if not strokes:
        return None
    if numbers is not None:
        return [strokes[number] for number in numbers if 0 <= number < len(strokes)] or None
    return list(strokes) if sample.claim.samples.count() == 1 else None


def person(request: HttpRequest) -> AbstractBaseUser:
    """Return who reviews."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def state_of(request: HttpRequest) -> dict[str, int]:
    """Return how far this person has come."""
    progress = progress_of(person(request))
    return {"today": progress.today, "left": progress.left}


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin[Review]):
    """In place of a list of reviews, which nobody sees, the page on which they are made."""

    class Media:
        css = {"all": ("css/signs.css", "admin/recognizer.css", "admin/review.css")}
        js = (Script("js/admin/review/review.js", type="module"),)

    def has_view_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        """Show the page to reviewers, and a single answer to nobody."""
        return obj is None and request.user.has_perm("recognizer.review_sample")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Link the page for whoever may review."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Put the page's endpoints before Django's own pages."""
        own = [
            ("next", require_GET(self.next_view)),
            ("answer", require_POST(self.answer_view)),
            ("undo", require_POST(self.undo_view)),
        ]
        urls = [
            path(f"{name}/", self.admin_site.admin_view(self.guarded(view)), name=f"recognizer_review_{name}")
            for name, view in own
        ]
        return [*urls, *super().get_urls()]

    def guarded(self, view: View) -> View:
        """Return a view that only reviewers reach, and that says why something is refused."""

        def seen(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            try:
                return view(request)
            except ReviewRefused as error:
                return problem(STATUS.get(type(error), HTTPStatus.CONFLICT), explained(error))

        return seen

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page, with the first samples on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        request_sorting()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Review"),
            "media": self.media,
            "is_nav_sidebar_enabled": False,  # the sample needs the room
            "first": self.batch(request, []),
            "may_see_standing": request.user.has_perm("recognizer.view_sample"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/recognizer/review/review.html", context)

    def batch(self, request: HttpRequest, beside: list[int]) -> dict[str, Any]:
        """Return the next samples and how far this person has come."""
        samples = next_samples(person(request), AHEAD, beside=beside)
        return {"samples": [shown(sample) for sample in samples], **state_of(request)}

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the samples that follow those which the page has."""
        words = [word for word in request.GET.get("beside", "").split(",") if word]
        if len(words) > MAX_BESIDE or not all(word.isdecimal() and len(word) < 19 for word in words):
            return problem(HTTPStatus.BAD_REQUEST, _("Expected numbers of samples with commas between them."))
        return JsonResponse(self.batch(request, [int(word) for word in words]))

    def answer_view(self, request: HttpRequest) -> HttpResponse:
        """Keep an answer: `{"sample": 12, "answer": 7}`."""
        match parsed(request):
            case {"sample": int(sample), "answer": int(answer)} if is_number(sample) and is_number(answer):
                record_answer(sample, person(request), answer)
                return JsonResponse(state_of(request))
        return problem(HTTPStatus.BAD_REQUEST, _('Expected {"sample": a number, "answer": 0 to 11}.'))

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Withdraw this person's answer to a sample, or the last: `{"sample": 12}`, `{"sample": null}`."""
        match parsed(request):
            case {"sample": None}:
                sample = undo_last(person(request))
            case {"sample": int(number)} if is_number(number):
                sample = withdraw(number, person(request))
            case _:
                return problem(HTTPStatus.BAD_REQUEST, _('Expected {"sample": a number or null}.'))
        return JsonResponse({"sample": shown(sample), **state_of(request)})


def is_number(value: int) -> bool:
    """Whether this is a number that a database can look up, and not true or false."""
    return type(value) is int and 0 <= value < 2**63


def parsed(request: HttpRequest) -> object:
    """Return what a body says as JSON; None for anything else.

    That of a form with files was read already, in search of its token.
    """
    if request.content_type != JSON:
        return None
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return None
