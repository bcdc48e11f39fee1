"""What the gate of retraining means for an activation: its check, and what the log keeps of it."""

from typing import Any

from django.utils.translation import gettext

from recognizer.models import Challenge, ModelVersion
from recognizer.phrases import Phrase, from_json
from recognizer.services.errors import VersionRefused


def challenge_of(version: ModelVersion) -> Challenge | None:
    """Return what a version showed at the gate, if it was there."""
    return Challenge.objects.filter(pk=version.pk).first()


def check_gate(version: ModelVersion, live: ModelVersion | None) -> str:
    """Check that a version that learned from people passed the gate against the version that is live now."""
    if live is None:
        return gettext("Nothing to compare with.")
    found = challenge_of(version)
    if found is None:
        raise VersionRefused(
            "It learned from what people gave and was never at the gate: "
            "manage.py challenge_version {number}",
            number=version.number,
        )
    if found.against_number != live.number:
        raise VersionRefused(
            "It was at the gate against version {against}, not against the live one: "
            "manage.py challenge_version {number}",
            against=f"{found.against_number} · {found.against_name}",
            number=version.number,
        )
    if not found.passed:
        raise VersionRefused("It did not pass the gate: {checks}.", checks=failed_checks(found))
    return gettext("Passed against version %s.") % live


def failed_checks(found: Challenge) -> str:
    """Return the titles of the checks that failed, with commas between them."""
    titles = [from_json(check["title"]) for check in found.evidence["checks"] if check["passed"] is False]
    listed = titles[0] if titles else ""
    for title in titles[1:]:
        listed = Phrase("{first}, {second}", first=listed, second=title)
    return listed


def evidence_of(version: ModelVersion) -> dict[str, Any]:
    """Return what the log of activations keeps of a version's gate; nothing where it was at none."""
    found = challenge_of(version)
    if found is None:
        return {}
    return {"passed": found.passed, "at": found.at.isoformat(timespec="seconds"), **found.evidence}
