"""The deck's recipe in C, compiled for this machine: how far the formulas can go."""

import ctypes
import shutil
import subprocess
import tempfile
import time
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.ctypeslib import ndpointer

from benchmarks.workloads import Workload
from recognizer.nn.training.randomness import ORDER, random_source

SOURCE = Path(__file__).parent / "deck_recipe.c"
FREE_ORDER = ["-fassociative-math", "-freciprocal-math", "-ffinite-math-only"]
FREE_ORDER += ["-fno-signed-zeros", "-fno-trapping-math", "-fno-math-errno"]
"""What `-ffast-math` allows, which itself would have all that loads the program round small numbers to 0."""
FLAGS = ["-O3", "-march=native", *FREE_ORDER, "-shared", "-fPIC"]
FLOATS = ndpointer(np.float32, flags="C_CONTIGUOUS")


def compiler() -> str | None:
    """Return the path of a C compiler, if there is one."""
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


@lru_cache(maxsize=1)
def library() -> ctypes.CDLL:
    """Return the compiled program."""
    found = compiler()
    if found is None:
        raise FileNotFoundError("a C compiler: cc, gcc or clang")
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder) / "deck_recipe.so"
        subprocess.run([found, *FLAGS, str(SOURCE), "-o", str(compiled), "-lm"], check=True)
        loaded = ctypes.CDLL(str(compiled))
    loaded.set_parameters.argtypes = [FLOATS]
    loaded.set_parameters.restype = None
    loaded.epoch.argtypes = [FLOATS, ndpointer(np.intc), ndpointer(np.int_), ctypes.c_long, ctypes.c_float]
    loaded.epoch.restype = ctypes.c_double
    return loaded


def train(workload: Workload) -> float:
    return timed_epoch(workload)[0]


def timed_epoch(workload: Workload) -> tuple[float, float]:
    """Return the seconds of one epoch, and its mean cost: the same as ours."""
    program, recipe, network = library(), workload.recipe, workload.network()
    X, y = workload.samples.X, workload.samples.y.astype(np.intc)
    program.set_parameters(network.vector.values)
    n = len(X) - len(X) % recipe.batch_size
    started = time.perf_counter()
    order = random_source(recipe.seed, ORDER, epoch=0).permutation(len(X))
    cost = program.epoch(X, y, order, n, recipe.learning_rate)
    return time.perf_counter() - started, cost
