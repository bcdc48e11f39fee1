"""The admin's page of the gate: what a version that learned from people showed against the live one."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from recognizer.admin.pages import PageProblem, VersionPages
from recognizer.admin.training.intervals import interval_chart
from recognizer.admin.versions.inspecting import styles_itself, svg_answer
from recognizer.models import Challenge, ModelVersion
from recognizer.phrases import from_json
from recognizer.services.errors import translated
from recognizer.services.release.activation import active_version
from recognizer.tasks import enqueue_challenge, waits_for_gate
from recognizer.templatetags.versions import rounded

GROUPS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    (
        "people",
        gettext_lazy("What people gave"),
        gettext_lazy(
            "The holdout: people from whom no version ever learns. The challenger has to be better here, and "
            "no worse with any kind of device."
        ),
    ),
    (
        "sets",
        gettext_lazy("What every version is measured on"),
        gettext_lazy("No worse than the margin of activations allows; on small sets, no harm that shows."),
    ),
    (
        "digits",
        gettext_lazy("Each digit"),
        gettext_lazy(
            "Of the holdout, the drawn benchmark and MNIST's test set together: no harm that shows."
        ),
    ),
)
OUTCOMES = {True: "passed", False: "failed", None: "skipped"}


class ChallengePages(VersionPages):
    """What a version showed at the gate, and the button that sends it there."""

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the page, its charts and its button."""
        return [
            self.guarded("<int:number>/gate/", self.gate, "gate"),
            self.guarded("<int:number>/gate/<str:name>.svg", self.chart, "gate_chart"),
            self.guarded(
                "<int:number>/gate/again/",
                require_POST(self.again),
                "gate_again",
                permissions=["train", "view"],
            ),
        ]

    def gate(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show all checks with both figures."""
        version = self.version(number)
        found = Challenge.objects.select_related("data_set").filter(pk=number).first()
        live = active_version()
        return self.page(
            request,
            "gate",
            _("Version %s at the gate") % version,
            version=version,
            challenge=found,
            groups=[] if found is None else groups_of(found),
            live=live,
            is_of_another=found is not None and live is not None and found.against_number != live.number,
            is_waiting=waits_for_gate(version),
            may_challenge=self.may(request, "train")
            and version.can_be_activated
            and version.learned_from_people,
            may_activate=self.may(request, "activate") and version.can_be_activated,
        )

    @styles_itself
    def chart(self, request: HttpRequest, number: int, name: str) -> HttpResponse:
        """Draw where the difference of a check lies, on the scale of its group."""
        found = Challenge.objects.filter(pk=number).first()
        checks = [] if found is None else found.evidence["checks"]
        check = next((check for check in checks if check["name"] == name), None)
        if check is None or not check["n"]:
            raise PageProblem(HTTPStatus.NOT_FOUND, _("There is nothing to draw."))
        return svg_answer(
            interval_chart(check, [other for other in checks if other["group"] == check["group"]])
        )

    def again(self, request: HttpRequest, number: int) -> HttpResponse:
        """Queue a version for the gate."""
        version = self.version(number)
        if not version.learned_from_people or not version.can_be_activated:
            text = _("Only a version that learned from what people gave, and is not live, goes to the gate.")
            self.owner.message_user(request, text, messages.WARNING)
        elif enqueue_challenge(version):
            text = _("Queued: the worker holds the gate. It takes a minute or so.")
            self.owner.message_user(request, text)
        else:
            self.owner.message_user(request, _("It waits for the gate already."), messages.WARNING)
        return HttpResponseRedirect(gate_address(version))


def groups_of(found: Challenge) -> list[dict[str, Any]]:
    """Return the checks in groups, as the page shows them."""
    return [
        {
            "name": group,
            "title": title,
            "explanation": explanation,
            "checks": [
                shown(found.version_id, check)
                for check in found.evidence["checks"]
                if check["group"] == group
            ],
        }
        for group, title, explanation in GROUPS
    ]


def shown(number: int, check: dict[str, Any]) -> dict[str, Any]:
    """Return a check in the reader's language."""
    return {
        **check,
        "title": translated(from_json(check["title"])),
        "finding": translated(from_json(check["finding"])),
        "outcome": OUTCOMES[check["passed"]],
        "interval": points([check["low"], check["high"]]),
        "chart": reverse("admin:recognizer_modelversion_gate_chart", args=[number, check["name"]])
        if check["n"]
        else "",
    }


def points(shares: Sequence[float]) -> str:
    """Return two differences of shares as percentage points, each with its sign."""
    texts = [f"{'−' if share < 0 else '+'}{rounded(abs(100 * share), 2)}" for share in shares]
    return _("%(low)s to %(high)s") % {"low": texts[0], "high": texts[1]}


def gate_address(version: ModelVersion) -> str:
    """Return the address of a version's page of the gate."""
    return reverse("admin:recognizer_modelversion_gate", args=[version.number])
