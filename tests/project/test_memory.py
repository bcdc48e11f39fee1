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
print(json.dumps([resident_bytes() - before]))
"""
HOLES = """
import json
from digitweb.memory import return_unused_memory
from tests.support.memory import resident_bytes

before = resident_bytes()
blocks = [b"x" * 65536 for _ in range(1600)]
kept = blocks[15::16]
del blocks
full = resident_bytes()
assert return_unused_memory()
print(json.dumps([full - before, resident_bytes() - before]))
"""
MOST_GROWTH = 6 * 2**20
"""Six threads that each keep an array of theirs would be seventy megabytes."""


def printed(program: str) -> list[int]:
    """Return the bytes that a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_freed_arrays_go_back_to_the_system() -> None:
    (grown,) = printed(WORK)
    assert grown < MOST_GROWTH


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_what_lies_free_between_things_that_stay_goes_back() -> None:
    full, tidied = printed(HOLES)
    assert full > 80 * 2**20, "a heap shrinks from its end alone"
    assert tidied < 12 * 2**20, "100 blocks of 64 kB stay"


def test_what_is_there_at_the_start_is_not_collected_again() -> None:
    assert not gc.get_freeze_count()
    try:
        leave_out_of_collections()
        frozen = gc.get_freeze_count()
        assert frozen > 10_000
        assert len(gc.get_objects()) < frozen / 10
    finally:
        gc.unfreeze()
