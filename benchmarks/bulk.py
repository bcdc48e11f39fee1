"""How many pictures a second `recognize_images` reads, what Dask adds to each, and how much memory it takes.

`python -m benchmarks.bulk` for the speeds, on a machine that does nothing else: one process, two processes,
and two workers of Dask with one thread each, in turns, each on few and on many pictures. The difference is
what reading takes, without what starting does. `python -m benchmarks.bulk --memory` for the memory of the
command itself, at 10,000 and at 100,000 pictures: about ten minutes on two cores. `python -m benchmarks.bulk
--overhead` for what Dask takes of the processors where nothing is read, which is the same on a busy machine.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from statistics import median
from unittest.mock import patch

from distributed import Client, LocalCluster

from benchmarks.machine import processor
from recognizer.services.bulk import cluster as bulk_cluster
from recognizer.services.bulk.manifest import Run, write_manifest
from recognizer.services.bulk.sources import PictureSource
from tests.support.deadly import read_lines_or_die
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.ports import own_port
from tests.support.site import ROOT

IN_FOLDER = 1000
"""Pictures of one folder: a folder's names are in memory together."""

GOAL_OVERHEAD, GOAL_GROWTH = 5.0, 5.0
"""Percent."""


def pictures(folder: Path, many: int) -> Path:
    """Fill a folder with a picture of 112×112, as a scan of a digit has, by links: they take no room."""
    place = folder / f"{many}-pictures"
    content = encoded(picture_of_a_one(size=(112, 112)))
    for start in range(0, many, IN_FOLDER):
        below = place / f"{start:07}"
        below.mkdir(parents=True)
        picture = below / f"{start:07}.png"
        picture.write_bytes(content)  # one for each folder: a file may not have any number of links
        for number in range(start + 1, min(start + IN_FOLDER, many)):
            os.link(picture, below / f"{number:07}.png")
    return place


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "DIGITWEB_DATA_DIR": str(data), "OPENBLAS_NUM_THREADS": "1"}


def command(place: Path, output: Path, *how: str) -> list[str]:
    arguments = ["recognize_images", str(place), "--mode", "digit", "--output", str(output), *how]
    return [sys.executable, "manage.py", *arguments]


def measured(data: Path, place: Path, *how: str) -> tuple[float, float]:
    """Run the command; return its seconds, and the most memory that it had itself, in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        started, most = time.perf_counter(), 0.0
        with subprocess.Popen(
            command(place, Path(folder) / "results.csv", *how),
            cwd=ROOT,
            env=environment(data),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None:
                most = max(most, peak_mib(process.pid))
                time.sleep(0.02)
        if process.returncode:
            sys.exit(f"recognize_images ended with {process.returncode}.")
        return time.perf_counter() - started, most


def peak_mib(process: int) -> float:
    """Return the largest resident size that a process has had; 0 if it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """Run a scheduler and workers of one thread each, stealing off; yield the address."""
    settings = {
        "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING": "False",
        "DASK_TEMPORARY_DIRECTORY": str(folder / "dask"),
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    with own_port() as port, contextlib.ExitStack() as running:
        address = f"tcp://127.0.0.1:{port}"
        own = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        for program, arguments in {
            "dask_scheduler": ["--port", str(port)],
            "dask_worker": [address, "--nworkers", str(workers), "--nthreads", "1"],
        }.items():
            process = subprocess.Popen(  # type: ignore[call-overload]
                [sys.executable, "-m", f"distributed.cli.{program}", *own, *arguments],
                env={**environment(folder / "worker-data"), **settings},
                **quiet,
            )
            running.enter_context(process)
            running.callback(process.terminate)
        yield address


def speeds(folder: Path, few: int, many: int, turns: int) -> None:
    """Print pictures a second of each way to read, and what Dask adds to a picture."""
    places = [pictures(folder, each) for each in (few, many)]
    ways = {"1 process": ["--processes", "1"], "2 processes": ["--processes", "2"]}
    seconds: dict[str, list[float]] = {}
    whole: dict[str, list[float]] = {}
    with cluster(folder, workers=2) as address:
        ways["2 workers of Dask"] = ["--scheduler", address]
        measured(folder / "data", places[0], "--scheduler", address)  # the workers load the model
        for _turn in range(turns):
            for name, how in ways.items():
                short, long = (measured(folder / "data", place, *how)[0] for place in places)
                seconds.setdefault(name, []).append((long - short) / (many - few))
                whole.setdefault(name, []).append(long)
    print("| read by | pictures a second | ms a picture (min – max) | whole run |")
    print("| --- | --- | --- | --- |")
    for name, each in seconds.items():
        spread = f"{1000 * median(each):.2f} ({1000 * min(each):.2f} – {1000 * max(each):.2f})"
        print(f"| {name} | {1 / median(each):,.0f} | {spread} | {median(whole[name]):.1f} s for {many:,} |")
    dask, pool = seconds["2 workers of Dask"], seconds["2 processes"]
    ratios = [100 * (a / b - 1) for a, b in zip(dask, pool, strict=True)]
    print(
        f"\nDask adds {median(ratios):.1f} % to a picture ({min(ratios):.1f} – {max(ratios):.1f}); "
        f"goal: less than {GOAL_OVERHEAD:.0f} %."
    )


def overhead(folder: Path, chunks: int, turns: int) -> None:
    """Print what handing out a chunk and taking its rows takes of all processors, where nothing is read."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "digitweb.settings", **environment(folder / "data")}
    from tests.support.shipped import MODEL  # noqa: PLC0415 - not before the settings are named

    sources = (PictureSource(file=f"/digits/scans/{n // 1000:05}/{n:08}.png") for n in count())
    run = Run(mode="digit", model=MODEL.sha256, paths=("scans",))
    manifest = write_manifest(folder, run, islice(sources, chunks * run.chunk))
    with (
        patch.object(bulk_cluster, "read_lines", read_lines_or_die),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as local,
    ):
        address = local.scheduler_address
        for _ in bulk_cluster.read_chunks(manifest, [0, 1], model=MODEL, address=address):
            pass  # the workers load what they need
        with Client(address, set_as_default=False) as client:
            workers = list(client.run(os.getpid).values())
        print("| chunks | command and scheduler | workers | a picture |")
        print("| --- | --- | --- | --- |")
        for _turn in range(turns):
            here, there = time.process_time(), sum(map(processor_seconds, workers))
            for _ in bulk_cluster.read_chunks(manifest, range(chunks), model=MODEL, address=address):
                pass
            here, there = time.process_time() - here, sum(map(processor_seconds, workers)) - there
            each = [f"{1000 * seconds / chunks:.1f} ms a chunk" for seconds in (here, there)]
            print(f"| {chunks} | {each[0]} | {each[1]} | {1e6 * (here + there) / manifest.pictures:.0f} µs |")


def processor_seconds(process: int) -> float:
    """Return what a process has taken of the processors."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(folder: Path, counts: Sequence[int]) -> None:
    """Print the most memory of the command itself, its processes apart, by how many pictures it reads."""
    print("| pictures | seconds | peak of the command |")
    print("| --- | --- | --- |")
    peaks = []
    for many in counts:
        seconds, peak = measured(folder / "data", pictures(folder, many), "--processes", "2")
        shutil.rmtree(folder / f"{many}-pictures")
        peaks.append(peak)
        print(f"| {many:,} | {seconds:.0f} | {peak:.1f} MiB |", flush=True)
    growth = 100 * (peaks[-1] / peaks[0] - 1)
    print(f"\nIt grows by {growth:.1f} %; goal: less than {GOAL_GROWTH:.0f} %.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", action="store_true", help="measure memory instead of speed")
    parser.add_argument(
        "--overhead", action="store_true", help="measure what Dask takes where nothing is read"
    )
    parser.add_argument("--few", type=int, help="pictures of the short run: 1,000; of memory 10,000")
    parser.add_argument("--many", type=int, help="pictures of the long run: 5,000; of memory 100,000")
    parser.add_argument("--turns", type=int, default=5, help="of the speeds: 5")
    given = parser.parse_args()
    print(f"{processor()}, cores: {len(os.sched_getaffinity(0))}, load before: {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=environment(folder / "data"),
            check=True,
            capture_output=True,
        )
        if given.overhead:
            overhead(folder, 100, given.turns)
        elif given.memory:
            memory(folder, (given.few or 10_000, given.many or 100_000))
        else:
            speeds(folder, given.few or 1000, given.many or 5000, given.turns)


if __name__ == "__main__":
    main()
