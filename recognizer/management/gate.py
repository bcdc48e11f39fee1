"""What the gate found, as lines of a terminal."""

from collections.abc import Iterator
from typing import Any

from recognizer.models import Challenge
from recognizer.phrases import from_json

MARKS = {True: "passed", False: "FAILED", None: "untold"}


def lines_of(found: Challenge) -> Iterator[str]:
    """Yield a line for each check."""
    for check in found.evidence["checks"]:
        title, finding = from_json(check["title"]), from_json(check["finding"])
        yield f"{MARKS[check['passed']]}  {title}{figures(check)}  {finding}"


def figures(check: dict[str, Any]) -> str:
    """Return both shares, the interval of the difference and the number of samples."""
    if not check["n"]:
        return ":"
    of_people = f" by {check['people']} people" if check["people"] is not None else ""
    return (
        f": {100 * check['challenger']:.2f} %, live {100 * check['live']:.2f} % "
        f"({100 * check['low']:+.2f} to {100 * check['high']:+.2f}; {check['n']} samples{of_people})."
    )
