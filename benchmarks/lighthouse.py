"""What Lighthouse says of the pages that people open, and how soon one can write on a slow phone.

`make lighthouse`: a site behind nginx as docs/deploying.md has it, and the system's Chromium. Lighthouse
comes from the npm registry by the lock file in `benchmarks/npm`; it takes each page for one that a phone of a
few years ago opens over a slow mobile network. The table goes to `benchmarks/results/pages.md`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import first_stroke
from benchmarks.deployed import deployed_site
from benchmarks.machine import processor
from recognizer.atomic_files import write_atomically
from recognizer.views.lessons import LESSONS
from tests.support.chromium import SANDBOX, chromium
from tests.support.npm import InstallationError, install
from tests.support.site import ROOT

WANTED = ROOT / "benchmarks" / "npm"
INSTALLED = ROOT / "var" / "lighthouse"
RESULTS = ROOT / "benchmarks" / "results" / "pages.md"

PAGES = ("/", *(f"/learn/{lesson.slug}/" for lesson in LESSONS), "/inside/")
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
}
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
}
TURNS, GOAL = 3, 95

Report = Mapping[str, Any]


def report_of(url: str) -> Report:
    """Let Lighthouse open a page once."""
    flags = ["--headless=new", "--ignore-certificate-errors", *SANDBOX]
    command = [
        str(Path(sys.executable).with_name("node")),
        str(INSTALLED / "node_modules" / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(flags)}",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"Lighthouse failed at {url}:\n{result.stderr}")
    report: Report = json.loads(result.stdout)
    return report


def score(report: Report, category: str) -> int:
    """Return it as Lighthouse shows it, 0 to 100."""
    return round(100 * float(report["categories"][category]["score"]))


def costs(report: Report) -> Iterator[str]:
    """Yield what cost points."""
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield " ".join([audit["title"], *filter(None, [audit.get("displayValue")])])


def line(path: str, reports: Sequence[Report]) -> str:
    """Return the line of a page: medians of all turns."""
    scores = [f"{median(score(report, category) for report in reports):.0f}" for category in CATEGORIES]
    seconds = [
        f"{median(report['audits'][name]['numericValue'] for report in reports) / 1000:.2f} s"
        for name in TIMES
    ]
    return f"| `{path}` | {' | '.join([*scores, *seconds])} |"


def is_good(reports: Sequence[Report]) -> bool:
    """Whether a page reaches the goal in each category."""
    return all(median(score(report, category) for report in reports) >= GOAL for category in CATEGORIES)


def main() -> None:
    """Measure all pages, print what came out and keep it; end with 1 where a goal is missed."""
    try:
        install(WANTED, INSTALLED)
    except InstallationError as error:
        sys.exit(f"npm could not install what benchmarks/npm/package-lock.json names: {error}")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, deployed_site(Path(folder)) as base:
        reports = {path: [report_of(base + path) for _ in range(TURNS)] for path in PAGES}
        strokes = list(first_stroke.table(base))
    version = reports["/"][0]["lighthouseVersion"]
    lines = [
        f"Measured on {datetime.now(UTC):%d %B %Y} by `make lighthouse`, with Lighthouse {version}.",
        f"Medians of {TURNS} turns; the goal is {GOAL} in each category.",
        "",
        f"| page | {' | '.join([*CATEGORIES.values(), *TIMES.values()])} |",
        "| --- " * (1 + len(CATEGORIES) + len(TIMES)) + "|",
        *(line(path, turns) for path, turns in reports.items()),
        "",
        *strokes,
        "",
        f"- processor: {processor()}",
        f"- cores: {len(os.sched_getaffinity(0))}",
        f"- load before: {load:.1f}",
        f"- browser: {reports['/'][0]['environment']['hostUserAgent']}",
        "",
    ]
    print("\n".join(lines))
    write_atomically(RESULTS, ["\n".join(lines).encode()])
    missed = {path: turns for path, turns in reports.items() if not is_good(turns)}
    for path, turns in missed.items():
        worst = min(turns, key=lambda report: score(report, "performance"))
        print(f"{path}: {'; '.join(costs(worst))}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
