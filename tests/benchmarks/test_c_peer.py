"""The C program of the bench does what we do."""

import subprocess
from pathlib import Path

import pytest

from benchmarks import c_peer
from benchmarks.workloads import workloads
from recognizer.nn import Trainer


@pytest.mark.skipif(c_peer.compiler() is None, reason="needs a C compiler")
def test_it_comes_to_the_same_cost() -> None:
    workload = workloads(0.02)["deck recipe"]
    trainer = Trainer(workload.network(), workload.recipe, (workload.samples.X, workload.samples.y))
    _, cost = c_peer.timed_epoch(workload)
    assert cost == pytest.approx(trainer.run().epochs[0].training_cost, rel=1e-5)


@pytest.mark.skipif(c_peer.compiler() is None, reason="needs a C compiler")
def test_the_compiler_finds_nothing_odd(tmp_path: Path) -> None:
    command = [str(c_peer.compiler()), *c_peer.FLAGS, "-Wall", "-Wextra", str(c_peer.SOURCE)]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "a.so"), "-lm"], capture_output=True, text=True, check=True
    )
    assert not done.stderr
