"""Convert what was given to the API's schemas."""

import base64
from collections.abc import Iterator
from typing import Any

from recognizer.api.feedback.schemas import (
    ExportedClaimAnswer,
    ExportedDisagreementAnswer,
    ExportedSampleAnswer,
    GivenClaimAnswer,
    GivenSampleAnswer,
    Said,
)
from recognizer.models import NO_DIGIT, Claim, Contributor, Disagreement, Sample
from recognizer.services.feedback.claims import kept_until
from recognizer.services.feedback.features import tiles_of
from recognizer.services.feedback.given import all_claims_of, disagreements_of
from recognizer.services.recognition.tiles import png_data_url

FORMAT = "digitweb-given-1"


def claim_answer(claim: Claim) -> GivenClaimAnswer:
    """Return one claim as it is shown to whoever gave it."""
    return GivenClaimAnswer.model_validate(
        {
            **facts_of(claim),
            "kept_until": kept_until(claim.at),
            "samples": [
                GivenSampleAnswer.model_validate(facts_of_sample(sample)) for sample in claim.samples.all()
            ],
        }
    )


def facts_of(claim: Claim) -> dict[str, Any]:
    """Return what whoever gave a claim sees of it on the page and in the export."""
    return {
        "id": claim.pk,
        "at": claim.at,
        "device": claim.device,
        "shown": claim.shown,
        "said": claim.said,
        "kind": claim.kind,
        "version": claim.version_number,
    }


def facts_of_sample(sample: Sample) -> dict[str, Any]:
    """Return the same of a sample."""
    return {
        "tile": png_data_url(tiles_of([sample])[0]),
        "said": said_of(sample.said),
        "state": sample.state,
    }


def exported(contributor: Contributor) -> Iterator[str]:
    """Yield a JSON document of all that somebody gave, a claim at a time."""
    since = contributor.created_at.isoformat()
    yield f'{{"format": "{FORMAT}", "since": "{since}", "consent": {contributor.consent},\n"claims": ['
    yield from _listed(
        exported_claim(claim).model_dump_json(exclude_none=True) for claim in all_claims_of(contributor)
    )
    yield '],\n"disagreements": ['
    yield from _listed(
        exported_disagreement(kept).model_dump_json(exclude_none=True)
        for kept in disagreements_of(contributor)
    )
    yield "]}\n"


def exported_claim(claim: Claim) -> ExportedClaimAnswer:
    """Return all that is kept of a claim."""
    return ExportedClaimAnswer.model_validate(
        {
            **facts_of(claim),
            "confidence": claim.confidence,
            "verdict": claim.verdict,
            "strokes": claim.strokes,
            "samples": [exported_sample(sample) for sample in claim.samples.all()],
        }
    )


def exported_sample(sample: Sample) -> ExportedSampleAnswer:
    """Return all that is kept of a sample but what reviewers have to decide without."""
    cut_out = sample.cut_out
    return ExportedSampleAnswer.model_validate(
        {
            **facts_of_sample(sample),
            "position": sample.position,
            "cut_out": None
            if cut_out is None
            else "data:image/png;base64," + base64.b64encode(cut_out).decode(),
            "read": sample.read,
            "confidence": sample.confidence,
            "margin": sample.margin,
            "label": said_of(sample.label),
        }
    )


def exported_disagreement(kept: Disagreement) -> ExportedDisagreementAnswer:
    """Return a drawing that is kept because two versions read it differently."""
    return ExportedDisagreementAnswer.model_validate(
        {
            "at": kept.at,
            "device": kept.device,
            "version": kept.live_number,
            "shown": kept.live_text,
            "strokes": kept.strokes,
        }
    )


def said_of(value: int | None) -> Said | None:
    """Return a digit as clients write it."""
    return "none" if value == NO_DIGIT else value  # type: ignore[return-value]


def _listed(items: Iterator[str]) -> Iterator[str]:
    for place, item in enumerate(items):
        yield f"{',' if place else ''}\n{item}"
