"""How review stands: agreement, errors, suspicious claims, and who gave them."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from recognizer.admin.feedback.words import label_text, mark_text
from recognizer.models import ClaimKind, Review, Sample, SampleState
from recognizer.services.feedback.agreement import (
    Rate,
    agreed_samples,
    confirmed_by_reviewers,
    live_errors,
    reviewer_agreement,
)
from recognizer.services.feedback.features import tiles_of
from recognizer.services.feedback.people import conspicuous_people
from recognizer.services.feedback.review import OPEN
from recognizer.services.recognition.tiles import png_data_url
from recognizer.services.release.activation import active_version

REVIEW = "recognizer.review_sample"
PAGE_CLAIMS = 40
"""Suspicious claims on a page."""


def standing(user: Any, page: str) -> dict[str, Any]:  # noqa: ANN401 - a user, or nobody
    """Return all that the page shows; raise Http404 for a page that there is not."""
    live = active_version()
    states = dict(Sample.objects.values_list("state").annotate(Count("pk")).order_by())
    errors = (
        [(None, live_errors())] if live is None else [(live, live_errors(live.number)), (None, live_errors())]
    )
    return {
        "states": [(state.label, states.get(state.value, 0)) for state in SampleState],
        "agreement": reviewer_agreement(),
        "claims": [
            (kind.label, confirmed_by_reviewers(kind)) for kind in (ClaimKind.CORRECTED, ClaimKind.CONFIRMED)
        ],
        "errors": [{"version": version, "rate": rate, "interval": rate.interval} for version, rate in errors],
        "reviewers": Review.objects.values("reviewer_name")
        .annotate(answers=Count("pk"))
        .order_by("-answers", "reviewer_name"),
        "people": [
            {"of": each, "marks": [mark_text(mark) for mark in each.marks]} for each in conspicuous_people()
        ],
        **suspicious_part(user, page),
    }


def suspicious_part(user: Any, number: str) -> dict[str, Any]:  # noqa: ANN401
    """Return one page of the suspicious claims, and how many of the marks have proved right."""
    suspicious = Sample.objects.exclude(marks=[]).select_related("claim", "claim__contributor")
    shown = suspicious.exclude(pk__in=kept_back(suspicious, user).values("pk"))
    try:
        page = Paginator(shown.order_by("-pk"), PAGE_CLAIMS).page(number)
    except (PageNotAnInteger, EmptyPage):
        raise Http404 from None
    judged = agreed_samples().exclude(marks=[]).filter(said__isnull=False)
    return {
        "page": page,
        "suspicious": facts_of(list(page.object_list)),
        "kept_back": suspicious.count() - shown.count(),
        "proved": Rate(count=judged.exclude(label=F("said")).count(), total=judged.count()),
    }


def kept_back(suspicious: QuerySet[Sample], user: Any) -> QuerySet[Sample]:  # noqa: ANN401
    """Return those that this person may still have to review: whoever reviews must not know what was said."""
    if not user.has_perm(REVIEW):
        return suspicious.none()
    return suspicious.filter(
        Q(state__in=OPEN) & ~Q(pk__in=Review.objects.filter(reviewer=user.pk).values("sample"))
    )


def facts_of(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Return what the page tells of each suspicious claim."""
    return [
        {
            "sample": sample,
            "tile": png_data_url(tiles_of([sample])[0]),
            "said": label_text(sample.said),
            "read": label_text(sample.read),
            "label": label_text(sample.label),
            "contributor": sample.claim.contributor.alias,
            "marks": [mark_text(mark) for mark in sample.marks],
        }
        for sample in samples
    ]
