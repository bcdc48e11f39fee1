"""Pre-flight: the checks that a version must pass before it may go live."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, reduce

import numpy as np
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.nn.parallel import PRODUCT_THREADS
from recognizer.phrases import Phrase, message_of
from recognizer.services.errors import StoreError, VersionRefused, translated
from recognizer.services.evaluation.smoke_digits import known_digits
from recognizer.services.recognition.tiles import network_input
from recognizer.services.release.gate import check_gate
from recognizer.services.versions.file_store import check_shared, verified_path
from recognizer.services.versions.registry import check_header, load_checked

KNOWN_DIGITS_TO_PASS = 7
"""Of the ten known digits. A network that learned nothing gets one; the deck's smallest gets nine."""
MAX_SECONDS_A_TILE = 0.02
"""A long number makes some hundred tiles; at more than this for each, no answer comes while one draws."""
TIMED_TILES = 15


class CheckOutcome(StrEnum):
    """The outcome of a check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check with its outcome."""

    name: str
    title: str | Promise
    outcome: CheckOutcome
    finding: str
    can_be_forced: bool
    """Whether an operator with a reason may overrule it."""

    @property
    def explanation(self) -> str:
        """The finding, translated for the current reader."""
        return translated(self.finding)


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """All checks of a version against the one that is live."""

    version: ModelVersion
    live: ModelVersion | None
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.outcome == CheckOutcome.FAILED)

    @property
    def is_refused(self) -> bool:
        """Whether an essential check failed, which nobody can overrule."""
        return any(not check.can_be_forced for check in self.failed)

    @property
    def needs_force(self) -> bool:
        """Whether it may go live only if someone overrules a check."""
        return bool(self.failed) and not self.is_refused

    def require(self, *, force: bool, reason: str) -> None:
        """Raise VersionRefused unless every check passed or is overruled with a reason."""
        if not self.failed or (self.needs_force and force and reason.strip()):
            return
        findings = reduce(joined, (check.finding for check in self.failed))
        if self.is_refused:
            raise VersionRefused(findings)
        if force:
            raise VersionRefused("To put a version live against a check takes a reason.")
        raise VersionRefused(
            "{findings} It can be put live all the same, by force and with a reason.", findings=findings
        )


def joined(first: str, second: str) -> Phrase:
    """Return two sentences as one text."""
    return Phrase("{first} {second}", first=first, second=second)


class Candidate:
    """A version on its way to go live."""

    def __init__(self, version: ModelVersion, live: ModelVersion | None) -> None:
        self.version = version
        self.live = live

    @cached_property
    def network(self) -> nn.Network:
        """The network out of its file."""
        return load_checked(verified_path(self.version.file_sha256)).network


def check_state(candidate: Candidate) -> str:
    """Check that it is trained and not live already."""
    version = candidate.version
    if version.is_active:
        raise VersionRefused("Version {version} is live already.", version=version)
    if not version.can_be_activated:
        raise VersionRefused(
            "Version {version} is {state}; only a ready or retired one can go live.",
            version=version,
            state=version.state,
        )
    return str(version.get_status_display())


def check_file(candidate: Candidate) -> str:
    """Check that the file exists and has the registered hash, in the store that hosts share too."""
    sha256 = candidate.version.file_sha256
    verified_path(sha256)
    with suppress(StoreError):  # a rollback does not wait for a store that does not answer
        check_shared(sha256)
    return gettext("SHA-256 %s, as registered.") % f"{sha256[:12]}…"


def check_shapes(candidate: Candidate) -> str:
    """Check that the arrays have the architecture's shapes, and that it maps tiles to digits."""
    header = check_header(verified_path(candidate.version.file_sha256))
    return gettext("%s weights and biases of the right shapes.") % f"{header.parameter_count:,}"


def check_finiteness(candidate: Candidate) -> str:
    """Check that no weight is NaN or infinite."""
    _network = candidate.network  # loading looks at every number
    return gettext("All finite.")


def check_known_digits(candidate: Candidate) -> str:
    """Check that it reads clearly written digits."""
    try:
        answers = candidate.network.predict(network_input(tile for _digit, tile in known_digits()))
    except nn.NetworkError as error:
        raise VersionRefused(
            "Version {version} cannot read clearly written digits: {reason}",
            version=candidate.version,
            reason=message_of(error),
        ) from error
    right = int(np.sum(answers.argmax(axis=1) == [digit for digit, _tile in known_digits()]))
    if right < KNOWN_DIGITS_TO_PASS:
        raise VersionRefused(
            "Version {version} knows {right} of {all} clearly written digits; at least {needed} are "
            "needed to go live.",
            version=candidate.version,
            right=right,
            all=len(known_digits()),
            needed=KNOWN_DIGITS_TO_PASS,
        )
    return gettext("%(right)d of %(all)d.") % {"right": right, "all": len(known_digits())}


def check_latency(candidate: Candidate) -> str:
    """Check that it reads a tile fast enough to answer while someone draws."""
    seconds = seconds_a_tile(candidate.network)
    if seconds > MAX_SECONDS_A_TILE:
        raise VersionRefused(
            "Version {version} takes {taken} ms for a tile; {most} ms are the most.",
            version=candidate.version,
            taken=f"{1000 * seconds:.1f}",
            most=f"{1000 * MAX_SECONDS_A_TILE:.1f}",
        )
    return gettext("%.2f ms.") % (1000 * seconds)


def seconds_a_tile(network: nn.Network) -> float:
    """Return the processor time for one tile: the fastest of several runs."""
    tile = network_input([known_digits()[8][1]])
    with PRODUCT_THREADS.limited_to_one():
        network.predict(tile)
        return min(_work(network, tile) for _index in range(TIMED_TILES))


def _work(network: nn.Network, tile: NDArray[np.float32]) -> float:
    started = time.thread_time()
    network.predict(tile)
    return time.thread_time() - started


def check_mnist(candidate: Candidate) -> str:
    """Check that it is no worse on MNIST than the live version, within the margin."""
    return compare(Phrase("the MNIST test set"), candidate, lambda version: version.mnist_accuracy)


def check_drawn(candidate: Candidate) -> str:
    """Check that it is no worse on the drawn benchmark than the live version, within the margin."""
    return compare(Phrase("the drawn benchmark"), candidate, lambda version: version.drawn_accuracy)


def compare(where: str, candidate: Candidate, figure: Callable[[ModelVersion], float | None]) -> str:
    """Compare two accuracies in a sentence; raise VersionRefused if the new one is too much worse."""
    found = figure(candidate.version)
    of_live = None if candidate.live is None else figure(candidate.live)
    if of_live is None:
        return gettext("Nothing to compare with.")
    if found is None:
        raise VersionRefused("Its accuracy on {where} was never measured.", where=where)
    figures = {"found": f"{100 * found:.2f}", "live": f"{100 * of_live:.2f}"}
    if 100 * (of_live - found) > settings.ACTIVATION_MARGIN + 1e-9:
        raise VersionRefused(
            "On {where} it reaches {found} %, the live version {live} %: worse by more than {margin} "
            "percentage points.",
            where=where,
            margin=f"{settings.ACTIVATION_MARGIN:g}",
            **figures,
        )
    return gettext("%(found)s %%; the live version: %(live)s %%.") % figures


@dataclass(frozen=True, kw_only=True)
class Step:
    """A check as preflight runs it."""

    name: str
    title: str | Promise
    check: Callable[[Candidate], str]
    can_be_forced: bool = False
    concerns: Callable[[ModelVersion], bool] = lambda _version: True
    """Whether a version has to pass it."""

    def run(self, candidate: Candidate) -> Check:
        """Run the check and return it with its outcome."""
        try:
            return self.result(CheckOutcome.PASSED, self.check(candidate))
        except VersionRefused as error:
            return self.result(CheckOutcome.FAILED, message_of(error))

    def result(self, outcome: CheckOutcome, finding: str) -> Check:
        """Return the check with its outcome."""
        return Check(
            name=self.name,
            title=self.title,
            outcome=outcome,
            finding=finding,
            can_be_forced=self.can_be_forced,
        )


ESSENTIAL = (
    Step(name="state", title=_("State"), check=check_state),
    Step(name="file", title=_("File intact"), check=check_file),
    Step(name="shapes", title=_("Shapes"), check=check_shapes),
    Step(name="finiteness", title=_("Finite weights"), check=check_finiteness),
    Step(name="known_digits", title=_("Clearly written digits"), check=check_known_digits),
)
"""What no one can overrule. Each needs what the one before it found right."""
ADVISORY = (
    Step(name="latency", title=_("Time for one tile"), check=check_latency, can_be_forced=True),
    Step(name="mnist", title=_("MNIST, against the live version"), check=check_mnist, can_be_forced=True),
    Step(name="drawn", title=_("Drawn, against the live version"), check=check_drawn, can_be_forced=True),
    Step(
        name="gate",
        title=_("The gate of retraining"),
        check=lambda candidate: check_gate(candidate.version, candidate.live),
        can_be_forced=True,
        concerns=lambda version: version.learned_from_people,
    ),
)
"""What an operator with a reason can overrule."""


def preflight(version: ModelVersion, steps: tuple[Step, ...] = ESSENTIAL + ADVISORY) -> Preflight:
    """Check whether a version may go live; after a failed essential check, skip the rest."""
    candidate = Candidate(version, ModelVersion.objects.filter(status=Status.ACTIVE).first())
    checks: list[Check] = []
    for step in (step for step in steps if step.concerns(version)):
        if any(check.outcome == CheckOutcome.FAILED and not check.can_be_forced for check in checks):
            checks.append(step.result(CheckOutcome.SKIPPED, ""))
        else:
            checks.append(step.run(candidate))
    return Preflight(version=version, live=candidate.live, checks=tuple(checks))
