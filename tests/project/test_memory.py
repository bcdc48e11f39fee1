"""A process that has worked with large arrays in several threads is then as small as before."""

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

from digitweb.memory import leave_out_of_collections
from tests.support.site import ROOT

WORK = """
import json, threading
import numpy as np
from digitweb.memory import return_freed_memory
from tests.support.memory import resident_bytes

if {bounded}:
    assert return_freed_memory()
barrier = threading.Barrier(THREADS := 6)

def work():
    for megabytes in (1, 8, 30):
        np.ones(megabytes * 2**20, np.uint8)
    barrier.wait()
    small = [np.ones(12 * 2**20, np.uint8), np.ones(100, np.uint8)]
    barrier.wait()
    kept.append(small.pop())
    del small

kept = []
before = resident_bytes()
threads = [threading.Thread(target=work) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps(resident_bytes() - before))
"""
MOST_GROWTH = 6 * 2**20
"""Six threads that each keep an array of theirs would be seventy megabytes."""


def growth(*, bounded: bool) -> int:
    """Return by how many bytes a process grows that works so."""
    done = subprocess.run(
        [sys.executable, "-c", WORK.replace("{bounded}", str(bounded))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_freed_arrays_go_back_to_the_system() -> None:
    assert growth(bounded=True) < MOST_GROWTH


def test_what_is_there_at_the_start_is_not_collected_again() -> None:
    assert not gc.get_freeze_count()
    try:
        leave_out_of_collections()
        frozen = gc.get_freeze_count()
        assert frozen > 10_000
        assert len(gc.get_objects()) < frozen / 10
    finally:
        gc.unfreeze()
