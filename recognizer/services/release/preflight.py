"""Pre-flight: what a version has to show before it may go live, check by check."""

import time
from collections.abc import Callable
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
from recognizer.phrases import Phrase, said_by
from recognizer.services.errors import VersionRefused, translated
from recognizer.services.evaluation.smoke_digits import known_digits
from recognizer.services.recognition.tiles import network_input
from recognizer.services.versions.file_store import verified_path
from recognizer.services.versions.registry import check_header, load_checked

KNOWN_DIGITS_TO_PASS = 7
"""Of the ten known digits. A network that learned nothing gets one; the deck's smallest gets nine."""
MOST_SECONDS_A_TILE = 0.02
"""A long number makes some hundred tiles; at more than this for each, no answer comes while one draws."""
TIMED_TILES = 15


class Outcome(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check and what came of it."""

    name: str
    title: str | Promise
    outcome: Outcome
    finding: str
    can_be_forced: bool
    """Whether an operator with a reason may overrule it."""

    @property
    def explanation(self) -> str:
        """The finding in the language of whoever is served now."""
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
        return tuple(check for check in self.checks if check.outcome == Outcome.FAILED)

    @property
    def is_refused(self) -> bool:
        """Whether a check failed that nobody can overrule."""
        return any(not check.can_be_forced for check in self.failed)

    @property
    def needs_force(self) -> bool:
        """Whether it may go live only if someone overrules a check."""
        return bool(self.failed) and not self.is_refused

    def demand(self, *, force: bool, reason: str) -> None:
        """Raise VersionRefused unless every check passed or may be, and is, overruled with a reason."""
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
    """Ask that it has finished training and is not live already."""
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
    """Ask that the file is there, and is the one that was registered."""
    sha256 = candidate.version.file_sha256
    verified_path(sha256)
    return gettext("SHA-256 %s, as registered.") % f"{sha256[:12]}…"


def check_shapes(candidate: Candidate) -> str:
    """Ask that the arrays are those of the architecture, which leads from tiles to digits."""
    header = check_header(verified_path(candidate.version.file_sha256))
    return gettext("%s weights and biases of the right shapes.") % f"{header.parameter_count:,}"


def check_finiteness(candidate: Candidate) -> str:
    """Ask that no weight is NaN or infinite."""
    _network = candidate.network  # loading looks at every number
    return gettext("All finite.")


def check_known_digits(candidate: Candidate) -> str:
    """Ask that it reads clearly written digits."""
    try:
        answers = candidate.network.predict(network_input(tile for _digit, tile in known_digits()))
    except nn.NetworkError as error:
        raise VersionRefused(
            "Version {version} cannot read clearly written digits: {reason}",
            version=candidate.version,
            reason=said_by(error),
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
    """Ask that one tile is read fast enough to answer while someone draws."""
    seconds = seconds_a_tile(candidate.network)
    if seconds > MOST_SECONDS_A_TILE:
        raise VersionRefused(
            "Version {version} takes {taken} ms for a tile; {most} ms are the most.",
            version=candidate.version,
            taken=f"{1000 * seconds:.1f}",
            most=f"{1000 * MOST_SECONDS_A_TILE:.1f}",
        )
    return gettext("%.2f ms.") % (1000 * seconds)


def seconds_a_tile(network: nn.Network) -> float:
    """Return how long a processor works on one tile: the fastest of several, whatever else keeps it busy."""
    tile = network_input([known_digits()[8][1]])
    with PRODUCT_THREADS.limited_to_one():
        network.predict(tile)
        return min(_work(network, tile) for _index in range(TIMED_TILES))


def _work(network: nn.Network, tile: NDArray[np.float32]) -> float:
    started = time.thread_time()
    network.predict(tile)
    return time.thread_time() - started


def check_mnist(candidate: Candidate) -> str:
    """Ask that it is no worse on MNIST than the live version, but for the margin."""
    return compare(Phrase("the MNIST test set"), candidate, lambda version: version.mnist_accuracy)


def check_drawn(candidate: Candidate) -> str:
    """Ask that it is no worse on the drawn benchmark than the live version, but for the margin."""
    return compare(Phrase("the drawn benchmark"), candidate, lambda version: version.drawn_accuracy)


def compare(where: str, candidate: Candidate, figure: Callable[[ModelVersion], float | None]) -> str:
    """Say how two accuracies compare; raise VersionRefused where the new one is worse by over the margin."""
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
    """A check to be made."""

    name: str
    title: str | Promise
    look: Callable[[Candidate], str]
    can_be_forced: bool = False

    def taken(self, candidate: Candidate) -> Check:
        """Return what comes of it."""
        try:
            return self.came(Outcome.PASSED, self.look(candidate))
        except VersionRefused as error:
            return self.came(Outcome.FAILED, said_by(error))

    def came(self, outcome: Outcome, finding: str) -> Check:
        """Return the check with its outcome."""
        return Check(
            name=self.name,
            title=self.title,
            outcome=outcome,
            finding=finding,
            can_be_forced=self.can_be_forced,
        )


ESSENTIAL = (
    Step(name="state", title=_("State"), look=check_state),
    Step(name="file", title=_("File intact"), look=check_file),
    Step(name="shapes", title=_("Shapes"), look=check_shapes),
    Step(name="finiteness", title=_("Finite weights"), look=check_finiteness),
    Step(name="known_digits", title=_("Clearly written digits"), look=check_known_digits),
)
"""What no one can overrule. Each needs what the one before it found right."""
ADVISORY = (
    Step(name="latency", title=_("Time for one tile"), look=check_latency, can_be_forced=True),
    Step(name="mnist", title=_("MNIST, against the live version"), look=check_mnist, can_be_forced=True),
    Step(name="drawn", title=_("Drawn, against the live version"), look=check_drawn, can_be_forced=True),
)
"""What an operator with a reason can overrule."""


def preflight(version: ModelVersion, steps: tuple[Step, ...] = ESSENTIAL + ADVISORY) -> Preflight:
    """Check whether a version may go live; what rests on a check that failed is skipped."""
    candidate = Candidate(version, ModelVersion.objects.filter(status=Status.ACTIVE).first())
    checks: list[Check] = []
    for step in steps:
        if any(check.outcome == Outcome.FAILED and not check.can_be_forced for check in checks):
            checks.append(step.came(Outcome.SKIPPED, ""))
        else:
            checks.append(step.taken(candidate))
    return Preflight(version=version, live=candidate.live, checks=tuple(checks))
