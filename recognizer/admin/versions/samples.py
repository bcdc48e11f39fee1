"""Evaluation sets and their samples as the admin shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recognizer.admin.pages import DeferredPart, PageProblem
from recognizer.services.evaluation.sets import EvaluationSet, SetName
from recognizer.services.recognition.tiles import png_data_url

PAGE_SAMPLES = 60
"""Samples on a page of a gallery."""
PREVIEW_SAMPLES = 24
"""Samples where there is a link to all of them."""

TITLES: dict[SetName, str | Promise] = {
    SetName.MNIST: gettext_lazy("MNIST test set"),
    SetName.DRAWN: gettext_lazy("Drawn benchmark (synthetic)"),
}
EXPLANATIONS: dict[SetName, str | Promise] = {
    SetName.MNIST: gettext_lazy("10,000 digits by people whose writing no training sees."),
    SetName.DRAWN: gettext_lazy(
        "4,000 digits by synthetic writers whom no training sees: made by formulas, not by people."
    ),
}
WAITING: dict[SetName, str | Promise] = {
    SetName.MNIST: gettext_lazy("Reading the 10,000 digits of the test set. This takes some seconds, once."),
    SetName.DRAWN: gettext_lazy("Drawing and reading 4,000 synthetic digits. This takes some seconds, once."),
}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One sample as a picture with its facts."""

    number: int
    label: int
    tile: str
    """Data URL."""


def set_parts(part_of: Callable[[SetName], DeferredPart]) -> list[dict[str, object]]:
    """Return title, description and deferred part of each set."""
    return [
        {"name": name, "title": TITLES[name], "explanation": EXPLANATIONS[name], "part": part_of(name)}
        for name in SetName
    ]


def samples_of(chosen: EvaluationSet, places: Iterable[int]) -> list[Sample]:
    """Return samples as pictures."""
    return [
        Sample(number=int(place), label=int(chosen.labels[place]), tile=png_data_url(chosen.images[place]))
        for place in places
    ]


def set_named(text: str) -> SetName:
    """Return the set of that name."""
    try:
        return SetName(text)
    except ValueError:
        raise PageProblem(
            HTTPStatus.NOT_FOUND,
            _('There is no set "%(name)s". There are: %(sets)s.')
            % {"name": text[:50], "sets": ", ".join(SetName)},
        ) from None


def page_of(places: Iterable[int], number: str) -> "Page[int]":
    """Return one page of places."""
    paginator = Paginator([int(place) for place in places], PAGE_SAMPLES)
    try:
        return paginator.page(number)
    except (PageNotAnInteger, EmptyPage):
        raise PageProblem(
            HTTPStatus.NOT_FOUND,
            _('Expected a page from 1 to %(pages)d, found "%(number)s".')
            % {"pages": paginator.num_pages, "number": number[:20]},
        ) from None
