"""What the pages about samples call labels and marks."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recognizer.models import CANNOT_TELL, NO_DIGIT
from recognizer.services.feedback.suspicion import Mark

MARKS: dict[str, str | Promise] = {
    Mark.NEIGHBOURS: gettext_lazy("looks like digits of another label"),
    Mark.CONFIDENCE: gettext_lazy("the live version is sure of another label"),
    Mark.CONTRADICTED: gettext_lazy("reviewers mostly contradict its contributor"),
    Mark.FLOOD: gettext_lazy("its contributor gave far more than others"),
}


def label_text(label: int | None) -> str:
    """Return a label in words; a dash for none."""
    if label is None:
        return "–"
    return {NO_DIGIT: _("no digit"), CANNOT_TELL: _("cannot tell")}.get(label, str(label))


def mark_text(mark: str) -> str:
    """Return why a claim is suspicious; a mark of another release as it is."""
    return str(MARKS.get(mark, mark))
