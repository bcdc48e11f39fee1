"""Slots: processes count in files of one folder, and go on where the one before them ended."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recognizer.telemetry import slots
from recognizer.telemetry.server import Slots, processes_in
from tests.support.site import ROOT
from tests.support.small_disks import on_a_disk_of

COUNT = """
import json, os, subprocess, sys
from recognizer.telemetry import metrics, slots
metrics.THROTTLED.labels("recognize").inc()
metrics.REQUEST_SECONDS.labels("draw").observe(0.3)
metrics.IN_FLIGHT.inc()
metrics.LIVE_VERSION.set(7)
slots.log_problems()
{more}
print(json.dumps([metrics.SLOT, metrics.THROTTLED.labels("recognize")._value.get()]))
"""


def count_in(folder: Path, name: str = "web-1", *, more: str = "") -> tuple[list[Any], str]:
    """Count a little in a process that has this slot; return what it says, and what it logs."""
    result = subprocess.run(
        [sys.executable, "-c", COUNT.format(more=more)],
        cwd=ROOT,
        env={**os.environ, **slots.variable(name, str(folder))},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout), result.stderr


def told(folder: Path) -> dict[str, float]:
    """Return what the folder tells, by name and labels."""
    return {
        " ".join([sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))]): value
        for metric in Slots(str(folder)).collect()
        for sample in metric.samples
        if (value := sample.value) is not None
    }


def test_the_counts_of_all_processes_are_added_up(tmp_path: Path) -> None:
    count_in(tmp_path, "web-1")
    count_in(tmp_path, "web-2")
    found = told(tmp_path)
    assert found["digitweb_throttled_requests_total limit=recognize"] == 2
    assert found["digitweb_http_request_duration_seconds_count route=draw"] == 2
    assert found["digitweb_http_request_duration_seconds_bucket le=0.25 route=draw"] == 0
    assert found["digitweb_http_request_duration_seconds_bucket le=0.5 route=draw"] == 2
    assert found["digitweb_live_version process=web-2"] == 7


def test_what_is_started_again_goes_on_with_the_counts_of_the_dead(tmp_path: Path) -> None:
    for _time in range(3):
        count_in(tmp_path, more="import sys; sys.stdout.flush()")
    found = told(tmp_path)
    assert found["digitweb_throttled_requests_total limit=recognize"] == 3
    assert found["digitweb_http_requests_in_flight"] == 1, "what the dead were answering is nobody's"
    assert len(list(tmp_path.glob("*.db"))) == len(slots.PREFIXES), "none leaves files of its own"


def test_a_process_that_was_killed_leaves_a_file_that_can_be_read(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", COUNT.format(more="os.kill(os.getpid(), 9)")],
        cwd=ROOT,
        env={**os.environ, **slots.variable("web-1", str(tmp_path))},
        check=False,
    )
    assert result.returncode == -9
    count_in(tmp_path)
    assert told(tmp_path)["digitweb_throttled_requests_total limit=recognize"] == 2


def test_what_a_process_starts_has_no_slot(tmp_path: Path) -> None:
    program = (
        "from recognizer.telemetry import metrics as m; m.THROTTLED.labels('recognize').inc(); print(m.SLOT)"
    )
    again = f"assert subprocess.check_output([sys.executable, '-c', {program!r}]) == b'None\\n'"
    said, _log = count_in(tmp_path, more=again)
    assert said == ["web-1", 1]
    assert told(tmp_path)["digitweb_throttled_requests_total limit=recognize"] == 1


def test_without_room_a_process_counts_for_itself_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    said, log = count_in(folder)
    assert said == [None, 1]
    expected = (
        f"The metrics lack this process, for nothing can be written to {folder}: No such file or directory."
    )
    assert expected in log


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    broken = tmp_path / "counter_web-1.db"
    broken.write_bytes(b"\xff\xff\xff\x00" + b"\x7f" * 5000)
    assert not slots.is_sound(broken)
    count_in(tmp_path)
    assert told(tmp_path)["digitweb_throttled_requests_total limit=recognize"] == 1


def test_room_is_taken_when_a_file_is_made(tmp_path: Path) -> None:
    slots.make_room(tmp_path / "counter_web-1.db")
    status = (tmp_path / "counter_web-1.db").stat()
    assert status.st_size == slots.FILE_BYTES
    assert status.st_blocks * 512 >= slots.FILE_BYTES, "not a hole that fills when it is too late"


def test_processes_are_known_by_their_slots(tmp_path: Path) -> None:
    count_in(tmp_path, "web-1")
    found = processes_in(str(tmp_path))
    assert set(found) == {"web-1", "metrics"}
    assert found["metrics"] == os.getpid()


def test_a_fork_has_a_name_of_its_own() -> None:
    identifier = slots.identifier_of("web-1")
    assert identifier() == "web-1"
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, identifier().encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 100).decode() == f"web-1.{child}"
    os.close(reader)
    os.close(writer)


FILL = """
import sys
from recognizer.telemetry import metrics, slots
slots.log_problems()
print(metrics.SLOT)
with open(sys.argv[1] + "/full", "wb", buffering=0) as file:
    try:
        while True:
            file.write(bytes(65536))
    except OSError as error:
        print(error.strerror)
for number in range(500):
    metrics.READINGS.labels(str(number), "number", "strokes", "recognized").inc()
    metrics.STAGE_SECONDS.labels("parse", str(number % 50)).observe(1)
print("goes on")
"""


@pytest.mark.parametrize(("size", "slot"), [("6m", "web-1"), ("2m", "None")])
def test_a_disk_that_is_full_or_becomes_so_ends_no_process(tmp_path: Path, size: str, slot: str) -> None:
    script = f'export {slots.VARIABLE}="web-1 $$ $DISK"; "$PYTHON" -c "$FILL" "$DISK"; echo ended with $?'
    result = on_a_disk_of(
        size, tmp_path / "disk", script, cwd=ROOT, PYTHON=sys.executable, FILL=FILL, DJANGO_SETTINGS_MODULE=""
    )
    assert result.stdout.splitlines() == [slot, "No space left on device", "goes on", "ended with 0"], (
        result.stderr
    )
    assert ("No space left on device" in result.stderr) is (slot == "None")
