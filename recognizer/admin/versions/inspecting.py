"""A version's page: accuracy, mistakes, calibration, first-layer weights and training."""

import math
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import numpy as np
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from recognizer.admin.pages import Context, DeferredPart, PageProblem, VersionPages
from recognizer.admin.versions.diagrams import learning_curve, reliability_diagram
from recognizer.admin.versions.samples import (
    PREVIEW_SAMPLES,
    TITLES,
    WAITING,
    page_of,
    samples_of,
    set_named,
    set_parts,
)
from recognizer.models import ModelVersion
from recognizer.services.evaluation.evaluation import Answers
from recognizer.services.evaluation.first_layer import first_layer, masks
from recognizer.services.evaluation.prediction_cache import answers_of, cached_answers
from recognizer.services.evaluation.sets import EvaluationSet, SetName, evaluation_set
from recognizer.services.recognition.tiles import png_data_url
from recognizer.services.versions.registry import load_version

HEATS = 5
"""Tints of the confusion matrix beside none."""
NEURONS = 48
"""Pictures of the first layer's weights that are shown at first."""

styles_itself = method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}))
"""For charts, whose colours are styles within them."""


class InspectionPages(VersionPages):
    """The page of one version, with its parts."""

    def urls(self) -> list[URLPattern]:
        """Return the URLs of a version's page and its parts."""
        return [
            self.guarded("<int:number>/curve.svg", self.curve, "curve"),
            self.guarded("<int:number>/weights/", self.weights, "weights"),
            self.guarded("<int:number>/evaluation/<str:name>/", self.evaluation, "evaluation"),
            self.guarded("<int:number>/evaluation/<str:name>/mistakes/", self.mistakes, "mistakes"),
            self.guarded("<int:number>/evaluation/<str:name>/cell/", self.cell, "cell"),
            self.guarded(
                "<int:number>/evaluation/<str:name>/reliability.svg",
                self.reliability,
                "reliability",
            ),
        ]

    def context(self, version: ModelVersion) -> dict[str, Any]:
        """Return the context of a version's page."""
        return {
            "hyperparameters": sorted(version.hyperparameters.items()),
            "datasets": [
                (name, sha256)
                for name, sha256 in sorted(version.datasets.items())
                if isinstance(sha256, str) and (name != "people" or version.people is None)
            ],
            "environment": [(name and _(name), value) for name, value in version.environment.items()],
            "layers": list(enumerate(version.architecture.get("layers", []), 1)),
            "sets": set_parts(lambda name: self.evaluation_part(version, name))
            if version.file_sha256
            else [],
            "weights": self.weights_part(version, is_whole=False) if version.file_sha256 else None,
        }

    # -- curves and weights ------------------------------------------------------------------

    @styles_itself
    def curve(self, request: HttpRequest, number: int) -> HttpResponse:
        """Draw the curve by epoch."""
        version = self.version(number)
        if not version.epochs:
            raise PageProblem(HTTPStatus.NOT_FOUND, _("Version %s has no epochs yet.") % version)
        return svg_answer(learning_curve(version.epochs, narrow="narrow" in request.GET))

    def weights(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show the first layer's weights: all of them, or a preview."""
        version = self.trained(number)
        part = self.weights_part(version, is_whole="glance" not in request.GET)
        return self.part_page(request, part, _("First layer of version %s") % version, version=version)

    def weights_part(self, version: ModelVersion, *, is_whole: bool) -> DeferredPart:
        """Return the first layer's weights as pictures."""
        url = address("weights", version)

        def context() -> dict[str, Any]:
            layer = first_layer(load_version(version).network)
            if layer is None:
                return {"layer": None}
            shown = len(layer.weights) if is_whole else NEURONS
            pictures = [
                {"number": int(number) + 1, "masks": [png_data_url(m) for m in masks(weights, layer.scale)]}
                for number, weights in zip(layer.numbers[:shown], layer.weights, strict=False)
            ]
            _count, height, width = layer.weights.shape
            return {
                "layer": layer,
                "pictures": pictures,
                "height": height,
                "width": width,
                "count": len(layer.weights),
                "all_url": url,
            }

        return DeferredPart(
            url=url if is_whole else f"{url}?glance",
            template="weights",
            context=context,
            waiting=_("Loading the weights."),
            is_quick=False,
        )

    # -- what it answers ---------------------------------------------------------------------

    def evaluation(self, request: HttpRequest, number: int, name: str) -> HttpResponse:
        """Show how well a version reads one of the sets."""
        version, chosen = self.trained(number), set_named(name)
        title = _("%(set)s, read by version %(version)s") % {"set": TITLES[chosen], "version": version}
        return self.part_page(request, self.evaluation_part(version, chosen), title, version=version)

    def evaluation_part(self, version: ModelVersion, name: SetName) -> DeferredPart:
        """Return figures, confusion matrix, mistakes and calibration on one of the sets."""

        def context() -> dict[str, Any]:
            answers = answers_of(version, name)
            places = answers.wrong[:PREVIEW_SAMPLES]
            return {
                "version": version,
                "name": name,
                "set_title": TITLES[name],
                "evaluation": answers.evaluation(),
                "rows": self.confusion_rows(version, name, answers),
                "mistakes": read_samples(evaluation_set(name), answers, places),
                "mistakes_url": address("mistakes", version, name),
                "reliability_url": address("reliability", version, name),
                "bins": reliability_rows(answers),
            }

        return self.answers_part(version, name, address("evaluation", version, name), "evaluation", context)

    def confusion_rows(self, version: ModelVersion, name: SetName, answers: Answers) -> list[dict[str, Any]]:
        """Return the confusion matrix, each cell with the address of the drawings behind it."""
        evaluation, url = answers.evaluation(), address("cell", version, name)
        most = max(
            evaluation.confusion.max(where=~np.eye(len(evaluation.confusion), dtype=bool), initial=0), 1
        )
        return [
            {
                "digit": written,
                "recall": 100 * evaluation.recall[written],
                "cells": [
                    {
                        "read": read,
                        "count": int(count),
                        "heat": heat(int(count), int(most)),
                        "url": f"{url}?written={written}&read={read}",
                    }
                    for read, count in enumerate(row)
                ],
            }
            for written, row in enumerate(evaluation.confusion)
        ]

    def cell(self, request: HttpRequest, number: int, name: str) -> HttpResponse:
        """Show the drawings behind a cell of the confusion matrix."""
        version, chosen = self.trained(number), set_named(name)
        written, read = digit_in(request, "written"), digit_in(request, "read")
        title = _("%(set)s: %(written)d read as %(read)d by version %(version)s") % {
            "set": TITLES[chosen], "written": written, "read": read, "version": version,
        }  # fmt: skip
        part = self.gallery_part(request, version, chosen, (written, read))
        return self.part_page(request, part, title, version=version)

    def mistakes(self, request: HttpRequest, number: int, name: str) -> HttpResponse:
        """Show all mistakes on a set, the most confident first."""
        version, chosen = self.trained(number), set_named(name)
        title = _("%(set)s: mistakes of version %(version)s") % {"set": TITLES[chosen], "version": version}
        return self.part_page(
            request, self.gallery_part(request, version, chosen, None), title, version=version
        )

    def gallery_part(
        self, request: HttpRequest, version: ModelVersion, name: SetName, cell: tuple[int, int] | None
    ) -> DeferredPart:
        """Return the drawings behind a cell of the confusion matrix, or all mistakes."""

        def context() -> dict[str, Any]:
            answers = answers_of(version, name)
            page = page_of(answers.cell(*cell) if cell else answers.wrong, request.GET.get("page", "1"))
            return {
                "page": page,
                "samples": read_samples(evaluation_set(name), answers, page.object_list),
                "query": f"written={cell[0]}&read={cell[1]}&" if cell else "",
                "is_right": cell is not None and cell[0] == cell[1],
            }

        return self.answers_part(version, name, request.get_full_path(), "gallery", context)

    def answers_part(
        self, version: ModelVersion, name: SetName, url: str, template: str, context: Context
    ) -> DeferredPart:
        """Return a deferred part that needs a version's answers to a set."""
        return DeferredPart(
            url=url,
            template=template,
            context=context,
            waiting=str(WAITING[name]),
            is_quick=cached_answers(version, name) is not None,
        )

    @styles_itself
    def reliability(self, request: HttpRequest, number: int, name: str) -> HttpResponse:
        """Draw how often answers are right by how confident they are."""
        answers = cached_answers(self.trained(number), set_named(name))
        if answers is None:
            raise PageProblem(HTTPStatus.NOT_FOUND, _("This set was not read by the version yet."))
        counts, confidence, accuracy = (column.tolist() for column in answers.reliability())
        narrow = "narrow" in request.GET
        return svg_answer(reliability_diagram(counts, confidence, accuracy, narrow=narrow))

    def trained(self, number: int) -> ModelVersion:
        """Return a version that has a file."""
        version = self.version(number)
        if not version.file_sha256:
            raise PageProblem(
                HTTPStatus.NOT_FOUND,
                _("Version %(version)s has no network yet: it is %(status)s.")
                % {"version": version, "status": version.get_status_display()},
            )
        return version


def read_samples(chosen: EvaluationSet, answers: Answers, places: Iterable[int]) -> list[dict[str, Any]]:
    """Return samples as pictures, each with what was read."""
    places = [int(place) for place in places]
    return [
        {"sample": sample, "read": int(answers.digits[place]), "confidence": 100 * answers.confidence[place]}
        for place, sample in zip(places, samples_of(chosen, places), strict=True)
    ]


def reliability_rows(answers: Answers) -> list[dict[str, Any]]:
    """Return the non-empty bins of the reliability diagram as table rows."""
    counts, confidence, accuracy = answers.reliability()
    edges = 100 * np.linspace(0, 1, len(counts) + 1)
    return [
        {
            "low": edges[place],
            "high": edges[place + 1],
            "count": int(counts[place]),
            "confidence": 100 * confidence[place],
            "accuracy": 100 * accuracy[place],
        }
        for place in np.flatnonzero(counts)
    ]


def heat(count: int, most: int) -> int:
    """Return how strongly a count of mistakes is tinted, from 0 to HEATS, where `most` is the largest.

    By logarithms: one mistake is to be seen beside a hundred.
    """
    return math.ceil(HEATS * math.log1p(min(count, most)) / math.log1p(most))


def digit_in(request: HttpRequest, name: str) -> int:
    """Return a digit from the query; raise PageProblem if it is none."""
    text = request.GET.get(name, "")
    if len(text) != 1 or text not in "0123456789":
        raise PageProblem(
            HTTPStatus.BAD_REQUEST,
            _('Expected a digit from 0 to 9 as "%(name)s", found "%(found)s".')
            % {"name": name, "found": text[:20]},
        )
    return int(text)


def address(view: str, version: ModelVersion, *more: object) -> str:
    """Return the address of one of a version's pages."""
    return reverse(f"admin:recognizer_modelversion_{view}", args=[version.number, *more])


def svg_answer(content: bytes) -> HttpResponse:
    """Return a chart."""
    return HttpResponse(content, content_type="image/svg+xml; charset=utf-8")
