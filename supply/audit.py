"""Ask which locked releases have known faults: `make audit`.

    python -m supply.audit

Ends with 0 if every release was asked about and none has a known fault, with 1 if one has, and with 2 if the
services could not be asked, which says nothing of the releases.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NPM_LOCKS = (ROOT / "tests" / "npm", ROOT / "fonts", ROOT / "benchmarks" / "npm")
SERVICES = ("pypi", "osv")
"""Of known faults in Python packages; the second is asked if the first did not answer."""
MAX_REASON = 120
"""Characters."""
SECONDS = 600
NONE_KNOWN, KNOWN_FAULTS, NOT_ASKED = 0, 1, 2


@dataclass(kw_only=True)
class Report:
    """What a service said of some releases."""

    source: str
    releases: int = 0
    """Of which it knew something, be it that they have no fault."""
    faults: list[str] = field(default_factory=list)
    failure: str = ""
    """Why it could not be asked, or not about all."""


def lock_files() -> list[Path]:
    """Return the files that lock Python packages."""
    return sorted(ROOT.glob("requirements*.txt"))


def python_report(files: Sequence[Path], *, options: Sequence[str] = ()) -> Report:
    """Return what the first service says that answers about every release in lock files."""
    for service in SERVICES:
        report = asked_pip_audit(files, options=("--vulnerability-service", service, *options))
        if not report.failure or report.faults:
            break
    return report


def asked_pip_audit(files: Sequence[Path], *, options: Sequence[str]) -> Report:
    """Return what pip-audit finds; it installs nothing and resolves nothing."""
    wanted = [word for file in files for word in ("--requirement", str(file))]
    fixed = ("--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off", "--desc=off")
    said = run([sys.executable, "-m", "pip_audit", *fixed, *options, *wanted])
    names = f"{len(files)} lock files of Python packages"
    try:
        dependencies = json.loads(said.stdout)["dependencies"]
    except (ValueError, KeyError):
        return Report(source=names, failure=last_line(said.stderr))
    return report_of(names, dependencies)


def report_of(source: str, dependencies: Iterable[Mapping[str, Any]]) -> Report:
    """Turn pip-audit's list into a report."""
    report = Report(source=source)
    skipped = []
    for each in dependencies:
        if "skip_reason" in each:
            skipped.append(each["name"])
            continue
        report.releases += 1
        for fault in each["vulns"]:
            mended = ", ".join(fault["fix_versions"]) or "no release yet"
            report.faults.append(f"{each['name']} {each['version']}: {fault['id']}, mended in {mended}")
    if skipped:
        report.failure = f"nothing is known of {len(skipped)} releases, such as {skipped[0]}"
    return report


def npm_report(folder: Path) -> Report:
    """Return what the npm registry says of a folder's lock file."""
    name = (folder / "package-lock.json").relative_to(ROOT).as_posix()
    npm = Path(sys.executable).with_name("npm")
    said = run([str(npm), "audit", "--json", "--package-lock-only"], cwd=folder)
    try:
        answer = json.loads(said.stdout)
        metadata = answer["metadata"]
    except (ValueError, KeyError, TypeError):
        return Report(source=name, failure=npm_reason(said))
    found = answer.get("vulnerabilities", {})
    return Report(
        source=name,
        releases=metadata["dependencies"]["total"],
        faults=[f"{package} {each['range']}: {each['severity']}" for package, each in sorted(found.items())],
    )


def npm_reason(said: subprocess.CompletedProcess[str]) -> str:
    """Return why npm could not ask."""
    try:
        return shortened(json.loads(said.stdout)["message"])
    except (ValueError, KeyError, TypeError):
        return last_line(said.stderr)


def run(command: Sequence[str], *, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, in a folder without a project unless one is named."""
    with tempfile.TemporaryDirectory() as empty:
        try:
            return subprocess.run(
                command,
                cwd=cwd or empty,
                env=os.environ,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 1, "", f"no answer within {SECONDS} seconds")


def last_line(text: str) -> str:
    """Return the end of what a program complained of."""
    lines = text.strip().splitlines()
    return shortened(lines[-1]) if lines else "no reason was given"


def shortened(text: str) -> str:
    """Return a reason that fits on a line."""
    words = " ".join(text.split())
    return words if len(words) <= MAX_REASON else words[:MAX_REASON] + "…"


def told(reports: Iterable[Report]) -> tuple[int, list[str]]:
    """Return the exit code, and what to print: a line for each fault, and one for each source."""
    reports = list(reports)
    lines = [f"FAULT {fault}" for report in reports for fault in report.faults]
    for report in reports:
        if report.failure:
            lines.append(f"NOT ASKED {report.source}: {report.failure}.")
        else:
            lines.append(f"{report.source}: {report.releases} releases, {len(report.faults)} known faults.")
    if any(report.faults for report in reports):
        return KNOWN_FAULTS, lines
    return NOT_ASKED if any(report.failure for report in reports) else NONE_KNOWN, lines


def main() -> None:
    """Ask about all lock files."""
    code, lines = told([python_report(lock_files()), *map(npm_report, NPM_LOCKS)])
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.exit(code)


if __name__ == "__main__":
    main()
