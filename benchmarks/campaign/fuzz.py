"""Send requests that are hostile by construction, and look for what a site must not do.

    python -m benchmarks.campaign.fuzz --requests 100000 --database postgres

No answer is a 5xx, none takes longer than two seconds, none tells of the code, and the server's processes
grow no further. A finding can be repeated: `--kind KIND --only NUMBER` with the same `--seed`.
"""

import argparse
import random
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.campaign.goals import Goal, Progress, finish, percentile
from benchmarks.campaign.hostile import admin, api, raw
from benchmarks.campaign.hostile.admin import Session
from benchmarks.campaign.hostile.attempts import Attempt
from benchmarks.campaign.sites import DATABASES, campaign_site
from benchmarks.campaign.wire import CLOSED, TIMED_OUT, Answer, as_bytes, exchange
from digitweb.server import MAX_BODY_BYTES
from tests.support.site import Site

REQUESTS, CLIENTS, SEED = 100_000, 2, 18
MOST_SECONDS = 2.0
MOST_GROWTH = 0.1
"""By which what a process keeps may be larger at the end than after a third of the requests.

What it needs for a moment hangs on which requests meet.
"""
PARTS = 6
MEMORY_EVERY = 100
"""Answers between two looks at the server's memory."""
SHOWN = 12
ACCEPTED = 302
NOT_IMPLEMENTED = 501
"""The right answer to a coding of the body that nobody knows."""
INTERNALS = (b"Traceback (most recent", b'File "/', b"site-packages", b"Exception Type:", b"Request Method:")
LOGGED = ("Internal Server Error", "Exception while serving", "Traceback (most recent call last)")
EXPECTED_IN_LOG = re.compile(r"Answered 40|ERROR +django\.security\.")
"""Where a hostile request is named, with the place in the code at which it was refused."""

Maker = Callable[[random.Random, Session], Attempt]
KINDS: Mapping[str, tuple[int, Maker]] = {
    "recognize": (25, lambda rng, _session: api.recognize(rng)),
    "pictures": (15, lambda rng, _session: api.pictures(rng)),
    "lessons": (15, lambda rng, _session: api.lessons(rng)),
    "feedback": (8, lambda rng, _session: api.feedback(rng)),
    "admin": (12, lambda rng, _session: admin.pages(rng)),
    "forms": (8, admin.forms),
    "imports": (5, admin.imports),
    "headers": (8, lambda rng, _session: raw.headers(rng)),
    "wire": (4, lambda rng, _session: raw.wire(rng)),
}
"""How many of a hundred requests are of each kind, and what makes them."""
OF_THE_ADMIN = ("admin", "forms", "imports")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An answer that should not have been, and how to have it again."""

    kind: str
    number: int
    attempt: Attempt
    answer: Answer

    @property
    def is_cut_off(self) -> bool:
        """Whether the request has no end, so that no answer is due."""
        headers = self.attempt.headers
        promised = as_bytes(headers.get("Content-Length", "")).strip()
        # more than the site takes is refused as soon as it is promised
        lacks_some = promised.isdigit() and len(self.attempt.body) < int(promised) <= MAX_BODY_BYTES
        return self.kind == "wire" or "Transfer-Encoding" in headers or lacks_some

    def __str__(self) -> str:
        begin = self.attempt.as_bytes()[:160]
        return (
            f"--kind {self.kind} --only {self.number} ({self.attempt.name}): "
            f"{self.answer.status} after {self.answer.seconds:.2f} s: {begin!r}"
        )


@dataclass
class Findings:
    """What a campaign found."""

    errors: list[Finding] = field(default_factory=list)
    slow: list[Finding] = field(default_factory=list)
    telling: list[Finding] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)
    """Seconds of imports that were taken in: a network is then measured on some thousand digits."""
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, finding: Finding) -> None:
        """Look at one answer, and tell at once what should not have been."""
        answer = finding.answer
        with self.lock:
            self.statuses[finding.kind, answer.status] += 1
            self.seconds.append(answer.seconds)
            is_error = answer.status >= 500 and not (
                answer.status == NOT_IMPLEMENTED and finding.kind in {"wire", "headers"}
            )
            if is_error or answer.status == TIMED_OUT or (answer.status == CLOSED and not finding.is_cut_off):
                self.note("error", self.errors, finding)
            if finding.kind == "imports" and answer.status == ACCEPTED:
                self.accepted.append(answer.seconds)
            elif answer.seconds > MOST_SECONDS:
                self.note("slow", self.slow, finding)
            if answer.status >= 400 and any(text in answer.body for text in INTERNALS):
                self.note("telling", self.telling, finding)

    def note(self, name: str, among: list[Finding], finding: Finding) -> None:
        """Keep a finding, and print it while they are few."""
        among.append(finding)
        if len(among) <= SHOWN:
            print(f"{name}: {finding}", flush=True)


@dataclass
class Campaign:
    """Requests by several clients to one site."""

    site: Site
    seed: int = SEED
    kinds: tuple[str, ...] = tuple(KINDS)
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        self.session = Session(self.site.url, "admin", self.site.admin_password)
        self.session.log_in()

    def kind_of(self, number: int) -> str:
        """Return the kind of a request by its number."""
        weights = [KINDS[kind][0] for kind in self.kinds]
        return random.Random(f"{self.seed}:{number}").choices(self.kinds, weights)[0]  # noqa: S311 - no secret

    def attempt(self, kind: str, number: int) -> Attempt:
        """Return the request of a kind and number, the same each time."""
        rng = random.Random(f"{self.seed}:{kind}:{number}")  # noqa: S311 - no secret
        return KINDS[kind][1](rng, self.session)

    def send(self, number: int) -> None:
        """Send one request, and look at the answer."""
        kind = self.kind_of(number)
        attempt = self.attempt(kind, number)
        more = self.session.headers() if kind in OF_THE_ADMIN else None
        answer = exchange(self.site.url, attempt.as_bytes(more), method=attempt.method)
        self.findings.take(Finding(kind=kind, number=number, attempt=attempt, answer=answer))
        if kind in OF_THE_ADMIN and "/admin/login/" in answer.headers.get("Location", ""):
            self.session.log_in()

    def run(self, numbers: range, clients: int) -> list[dict[int, int]]:
        """Send these requests; return the server's memory again and again meanwhile."""
        progress, memory = Progress("fuzz", numbers.stop), [self.site.server_memory()]
        with ThreadPoolExecutor(clients) as pool:
            for done, _nothing in enumerate(pool.map(self.send, numbers), numbers.start):
                progress.at(done, f"{len(self.findings.errors)} errors, {len(self.findings.slow)} slow")
                if done % MEMORY_EVERY == 0:
                    memory.append(self.site.server_memory())
        return [*memory, self.site.server_memory()]


def kept(memory: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Return what each process never had less than, but for those that are gone."""
    return {process: min(each.get(process, size) for each in memory) for process, size in memory[-1].items()}


def unexpected_in_log(text: str) -> list[str]:
    """Return the lines of a server's log that tell of a fault."""
    found, lines = [], text.splitlines()
    for line, before in zip(lines, ["", *lines], strict=False):
        is_new = before.strip() and not EXPECTED_IN_LOG.search(before)  # not what another error led to
        if is_new and any(words in line for words in LOGGED):
            found.append(line if "Traceback" not in line else before)
    return found


def growth(before: Mapping[int, int], after: Mapping[int, int]) -> Iterator[float]:
    """Yield by what share each process grew; a process that died is endless growth."""
    for process, size in before.items():
        yield after[process] / size - 1 if process in after else float("inf")


def megabytes(memory: Mapping[int, int]) -> list[str]:
    """Return the size of each process."""
    return [f"{size / 2**20:.0f}" for size in memory.values()]


def fuzz(site: Site, *, requests: int, clients: int, seed: int, kinds: tuple[str, ...]) -> list[Goal]:
    """Send so many requests; return what was found."""
    campaign = Campaign(site, seed, kinds)
    marks = [requests * part // PARTS for part in range(PARTS + 1)]
    memory = []
    for begin, end in pairwise(marks):
        during = campaign.run(range(begin, end), clients)
        memory.append(kept(during))
        most = max(size for each in during for size in each.values())
        sizes = " and ".join(megabytes(memory[-1]))
        print(f"until {end}: {sizes} MB, at most {most / 2**20:.0f}", flush=True)
    before, after = memory[PARTS // 3 - 1], memory[-1]
    findings, logged = campaign.findings, unexpected_in_log(site.log.read_text(errors="replace"))
    for line in logged[:SHOWN]:
        print(f"log: {line}")
    for kind in kinds:
        counts = {status: count for (of, status), count in sorted(findings.statuses.items()) if of == kind}
        print(f"{kind}: {counts}")
    grown = list(growth(before, after))
    return [
        Goal(
            name=f"{requests} hostile requests, no 5xx",
            found=f"{len(findings.errors)}",
            passed=not findings.errors,
        ),
        Goal(
            name=f"none over {MOST_SECONDS:.0f} s",
            found=f"{len(findings.slow)}; p50 {percentile(findings.seconds, 0.5):.3f} s, "
            f"p99 {percentile(findings.seconds, 0.99):.3f} s, most {max(findings.seconds):.2f} s",
            passed=not findings.slow,
        ),
        Goal(
            name="files that were taken in, and how long their measuring took",
            found=f"{len(findings.accepted)}, at most {max(findings.accepted, default=0):.1f} s",
            passed=None,
        ),
        Goal(
            name="no answer tells of the code", found=f"{len(findings.telling)}", passed=not findings.telling
        ),
        Goal(name="no fault in the log", found=f"{len(logged)}", passed=not logged),
        Goal(
            name=f"no process keeps {MOST_GROWTH:.0%} more than after the first third",
            found=f"{max(grown):+.1%} to {' and '.join(megabytes(after))} MB",
            passed=max(grown) <= MOST_GROWTH,
        ),
    ]


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument(
        "--kind", choices=tuple(KINDS), action="append", help="of this kind alone; may come again"
    )
    parser.add_argument("--only", type=int, help="the one request of this number, of the --kind")
    options = parser.parse_args()
    kinds = tuple(options.kind or KINDS)
    with campaign_site("fuzz", database=options.database, variables={"LOGIN_FAILURES": "1000000"}) as site:
        if options.only is not None:
            campaign = Campaign(site, options.seed, kinds)
            attempt = campaign.attempt(kinds[0], options.only)
            more = campaign.session.headers() if kinds[0] in OF_THE_ADMIN else None
            print(
                attempt.as_bytes(more),
                exchange(site.url, attempt.as_bytes(more)),
                site.log.read_text(),
                sep="\n\n",
            )
            return 0
        goals = fuzz(site, requests=options.requests, clients=options.clients, seed=options.seed, kinds=kinds)
    return finish(goals)


if __name__ == "__main__":
    sys.exit(main())
