"""The comparison of versions: the values in which they differ, and the samples on which they disagree."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from recognizer.admin.pages import Context, DeferredPart, PageProblem, VersionPages, version_numbers
from recognizer.admin.versions.diagrams import curves_of, learning_curves
from recognizer.admin.versions.inspecting import styles_itself, svg_answer
from recognizer.admin.versions.playground import playground_address
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
from recognizer.services.evaluation.comparison import differences, disagreements
from recognizer.services.evaluation.evaluation import Answers
from recognizer.services.evaluation.latency import measure_latency
from recognizer.services.evaluation.prediction_cache import answers_of, cached_answers
from recognizer.services.evaluation.sets import SetName, evaluation_set
from recognizer.services.versions.registry import load_version

LEAST, MOST = 2, 6
"""Versions that can be compared at once."""

Versions = Sequence[ModelVersion]


class ComparisonPages(VersionPages):
    """The comparison of versions; their numbers are in its address, so that it can be shared."""

    def urls(self) -> list[URLPattern]:
        """Return the URLs of a comparison and its parts."""
        return [
            self.guarded("compare/", self.compare, "compare"),
            self.guarded("compare/curves.svg", self.curves, "compare_curves"),
            self.guarded("compare/latency/", self.latency, "compare_latency"),
            self.guarded("compare/evaluation/<str:name>/", self.evaluation, "compare_evaluation"),
            self.guarded("compare/disagreements/<str:name>/", self.disagreements, "compare_disagreements"),
        ]

    def compare(self, request: HttpRequest) -> HttpResponse:
        """Show the values in which versions differ."""
        versions = self.chosen(request)
        trained, begun = with_file(versions), with_epochs(versions)
        return self.page(
            request,
            "compare",
            title_of(versions),
            versions=versions,
            playground_url=playground_address(trained),
            differences=differences(versions),
            has_several_costs=len({str(version.hyperparameters.get("cost")) for version in versions}) > 1,
            curves_url=address("curves", versions),
            curves=curves_of(begun),
            versions_with_epochs=begun,
            latency=self.latency_part(versions),
            sets=set_parts(lambda name: self.evaluation_part(versions, name)) if trained else [],
        )

    @styles_itself
    def curves(self, request: HttpRequest) -> HttpResponse:
        """Draw the learning curves over each other."""
        versions = with_epochs(self.chosen(request))
        if not versions:
            raise PageProblem(HTTPStatus.NOT_FOUND, _("None of these versions has epochs yet."))
        return svg_answer(learning_curves(versions, narrow="narrow" in request.GET))

    def latency(self, request: HttpRequest) -> HttpResponse:
        """Measure how long each version takes."""
        versions = self.chosen(request)
        part = self.latency_part(versions)
        return self.part_page(request, part, _("How long versions take"), **self.back_link(versions))

    def latency_part(self, versions: Versions) -> DeferredPart:
        """Return the part with the versions' latencies, measured anew."""
        trained = with_file(versions)

        def context() -> dict[str, Any]:
            return {
                "times": [
                    {"version": version, "latency": measure_latency(load_version(version).network)}
                    for version in trained
                ]
            }

        return DeferredPart(
            url=address("latency", versions),
            template="compare_latency",
            context=context,
            waiting=_("Measuring on this server."),
            is_quick=not trained,
        )

    # -- what they answer --------------------------------------------------------------------

    def evaluation(self, request: HttpRequest, name: str) -> HttpResponse:
        """Compare how well versions read one of the sets."""
        versions, chosen = self.chosen(request), set_named(name)
        part = self.evaluation_part(versions, chosen)
        return self.part_page(request, part, str(TITLES[chosen]), **self.back_link(versions))

    def evaluation_part(self, versions: Versions, name: SetName) -> DeferredPart:
        """Return the part with accuracies by class and the first disagreements."""
        trained = with_file(versions)

        def context() -> dict[str, Any]:
            answers = [answers_of(version, name) for version in trained]
            places = disagreements(answers)
            return {
                "versions": trained,
                "set_title": TITLES[name],
                "rows": accuracy_rows(answers),
                "count": len(places),
                "samples": answered_samples(name, trained, answers, places[:PREVIEW_SAMPLES].tolist()),
                "all_url": address("disagreements", versions, name),
            }

        return self.answers_part(
            trained, name, address("evaluation", versions, name), "compare_evaluation", context
        )

    def disagreements(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show all samples of a set on which versions disagree."""
        versions, chosen = self.chosen(request), set_named(name)
        trained = with_file(versions)

        def context() -> dict[str, Any]:
            answers = [answers_of(version, chosen) for version in trained]
            page = page_of(disagreements(answers).tolist(), request.GET.get("page", "1"))
            return {
                "page": page,
                "samples": answered_samples(chosen, trained, answers, list(page)),
                "query": f"versions={numbers_of(versions)}&",
            }

        part = self.answers_part(trained, chosen, request.get_full_path(), "disagreements", context)
        title = _("%s: read differently") % TITLES[chosen]
        return self.part_page(request, part, title, **self.back_link(versions))

    def answers_part(
        self, versions: Versions, name: SetName, url: str, template: str, context: Context
    ) -> DeferredPart:
        """Return a deferred part that needs the answers of all versions to a set."""
        return DeferredPart(
            url=url,
            template=template,
            context=context,
            waiting=str(WAITING[name]),
            is_quick=all(cached_answers(version, name) is not None for version in versions),
        )

    def chosen(self, request: HttpRequest) -> list[ModelVersion]:
        """Return the versions that the address names."""
        return self.versions(version_numbers(request.GET.get("versions", ""), least=LEAST, most=MOST))

    @staticmethod
    def back_link(versions: Versions) -> dict[str, str]:
        """Return the link to the whole comparison."""
        return {"back_url": address("", versions), "back_title": title_of(versions)}


def compare_address(versions: Versions) -> str:
    """Return the address of the comparison of these versions."""
    return address("", versions)


def with_file(versions: Versions) -> list[ModelVersion]:
    """Return the versions that have a network."""
    return [version for version in versions if version.file_sha256]


def with_epochs(versions: Versions) -> list[ModelVersion]:
    """Return the versions that have learned something."""
    return [version for version in versions if version.epochs]


def numbers_of(versions: Versions) -> str:
    """Return the versions' numbers for an address."""
    return ",".join(str(version.number) for version in versions)


def title_of(versions: Versions) -> str:
    """Return the title of a comparison."""
    return _("Versions %s compared") % ", ".join(str(version.number) for version in versions)


def address(view: str, versions: Versions, *more: object) -> str:
    """Return the address of a comparison, or of a part of it."""
    name = "admin:recognizer_modelversion_compare" + (f"_{view}" if view else "")
    return f"{reverse(name, args=more)}?versions={numbers_of(versions)}"


def accuracy_rows(answers: Sequence[Answers]) -> list[dict[str, Any]]:
    """Return the accuracy of each version, for each digit and overall."""
    evaluations = [each.evaluation() for each in answers]
    by_digit = [[float(each.recall[digit]) for each in evaluations] for digit in range(10)]
    rows = [*enumerate(by_digit), (None, [each.accuracy for each in evaluations])]
    return [
        {
            "digit": digit,
            "cells": [{"share": share, "is_best": share == max(shares) != min(shares)} for share in shares],
        }
        for digit, shares in rows
    ]


def answered_samples(
    name: SetName, versions: Versions, answers: Sequence[Answers], places: Sequence[int]
) -> list[dict[str, Any]]:
    """Return samples as pictures, each with what every version reads there."""
    if not places:
        return []
    return [
        {
            "sample": sample,
            "answers": [
                {
                    "version": version,
                    "digit": int(each.digits[place]),
                    "confidence": 100 * each.confidence[place],
                    "is_right": each.digits[place] == sample.label,
                }
                for version, each in zip(versions, answers, strict=True)
            ],
        }
        for place, sample in zip(places, samples_of(evaluation_set(name), places), strict=True)
    ]
