"""How many digits a second the running site reads, beside a JSON view of the same server that does nothing.

`make bench-serving`: the site as `make run` starts it, two server processes, eight kept-alive clients (wrk),
a digit of sixty points as strokes, in turns with `/healthz`.
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks import readers
from benchmarks.budget import body_of
from benchmarks.machine import processor
from tests.support.site import Site, running_site

TURNS, SECONDS, CLIENTS, POINTS = 5, 5, 8, 60
GOAL_SHARE, GOAL_TAIL = 1 / 3, 5
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def two() -> list[list[float]]:
    """Return a handwritten 2 in sixty points: an arch, a slope and a base."""
    points = []
    for index in range(POINTS):
        part = index / (POINTS - 1)
        if part < 0.5:
            angle = math.pi * (1 + 2.4 * part)
            points.append([130 + 60 * math.cos(angle), 100 + 60 * math.sin(angle)])
        elif part < 0.8:
            points.append([175 - 350 * (part - 0.5), 135 + 400 * (part - 0.5)])
        else:
            points.append([70 + 600 * (part - 0.8), 255.0])
    return [[round(x, 1), round(y, 1)] for x, y in points]


def wrk_script(folder: Path) -> Path:
    """Write what tells wrk to post the digit."""
    body = body_of(two()).decode()
    path = folder / "digit.lua"
    path.write_text(
        f"wrk.method = 'POST'\nwrk.body = '{body}'\nwrk.headers['Content-Type'] = 'application/json'\n"
    )
    return path


def measure(url: str, *options: str) -> tuple[float, float, float]:
    """Return requests a second, and the median and 99th percentile of latency in milliseconds."""
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--timeout", "10s", "--latency", *options, url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"Not all requests were answered:\n{output}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])  # type: ignore[index]
    half, tail = (
        float(number) * UNITS[unit] for number, unit in re.findall(r"(?:50|99)%\s+([\d.]+)(us|ms|s)", output)
    )
    return rate, half, tail


def processor_seconds(site: Site) -> float:
    """Return the processor time that the server's processes have taken; 0 where there is no /proc."""
    fields = [
        Path(f"/proc/{process}/stat").read_text().rpartition(")")[2] for process in site.server_memory()
    ]
    ticks = sum(int(each.split()[place]) for each in fields for place in (11, 12))
    return ticks / os.sysconf("SC_CLK_TCK")


def seconds_of_nothing(site: Site) -> float:
    """Return the server's processor time of a request to the view that does nothing."""
    before = processor_seconds(site)
    rate, _half, _tail = measure(f"{site.url}/healthz")
    return (processor_seconds(site) - before) / (rate * SECONDS)


def print_budget(site: Site) -> None:
    """Print where the time of a request goes, in a process of its own on the same data."""
    command = [sys.executable, "-m", "benchmarks.budget", str(seconds_of_nothing(site))]
    subprocess.run(command, env={**site.environment, "OPENBLAS_NUM_THREADS": "1"}, check=True)


def main() -> None:
    """Measure in turns and print what came out."""
    if shutil.which("wrk") is None:
        sys.exit("bench-serving needs wrk. Install it, for example: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_site(folder, polite=True, WEB_WORKERS="2") as site:
            script = str(wrk_script(folder))
            addresses = {
                "no-op": (f"{site.url}/healthz",),
                "recognise": (f"{site.url}/api/v1/recognize", "-s", script),
            }
            for address in addresses.values():
                measure(*address)  # warm up
            turns = [{key: measure(*address) for key, address in addresses.items()} for _ in range(TURNS)]
            print_budget(site)
    for key in addresses:
        rates, halves, tails = zip(*(turn[key] for turn in turns), strict=True)
        print(
            f"{key:<10} {median(rates):7.0f} requests a second ({min(rates):.0f} – {max(rates):.0f}), "
            f"median {median(halves):.2f} ms, p99 {median(tails):.2f} ms"
        )
    shares = [turn["recognise"][0] / turn["no-op"][0] for turn in turns]
    tail_ratios = [turn["recognise"][2] / turn["recognise"][1] for turn in turns]
    print(f"share      {median(shares):.3f} ({min(shares):.3f} – {max(shares):.3f}); goal {GOAL_SHARE:.3f}")
    print(
        f"p99/median {median(tail_ratios):.2f} ({min(tail_ratios):.2f} – {max(tail_ratios):.2f}); "
        f"goal at most {GOAL_TAIL}"
    )
    readers.main()
    print(f"processor  {processor()}")


if __name__ == "__main__":
    main()
