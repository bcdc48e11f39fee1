"""The measurements as a table for people and as JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.atomic_files import write_atomically

HEAD = """| work | peer | ours | peer's | times as fast: median (min – max) | goal |
| --- | --- | --- | --- | --- | --- |"""


def write(folder: Path, results: dict[str, Any]) -> None:
    """Write latest.json and latest.md."""
    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"when": now.isoformat(timespec="seconds"), **results}, indent=1) + "\n"
    write_atomically(folder / "latest.json", [text.encode()])
    lines = [f"Measured on {now:%d %B %Y} by `make bench`; times are medians of all turns.", "", HEAD]
    for row in results["rows"]:
        lines += table_lines(row)
    lines += ["", *(f"- {name}: {value}" for name, value in results["machine"].items())]
    if results["share"] != 1:
        lines.append(f"- training on {results['share']:.0%} of the samples, times are of that part")
    write_atomically(folder / "latest.md", ["\n".join([*lines, ""]).encode()])


def table_lines(row: dict[str, Any]) -> list[str]:
    """Return a line of the table for each peer."""
    ours, *_ = row["seconds"].values()
    lines = []
    for peer, ratio in row["ratios"].items():
        spread = f"{ratio['median']:.2f} ({ratio['min']:.2f} – {ratio['max']:.2f})"
        goal = "–" if ratio["goal"] is None else f"{ratio['goal']:g}"
        times = f"{duration(np.median(ours))} | {duration(np.median(row['seconds'][peer]))}"
        lines.append(f"| {row['name']} | {peer} | {times} | {spread} | {goal} |")
    return lines


def duration(seconds: float | np.floating[Any]) -> str:
    """Return a time in the unit that suits it."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
