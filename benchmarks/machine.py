"""On what, and with what, was measured."""

import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks import c_peer
from recognizer.nn import thread_count

PACKAGES = ("numpy", "scipy", "torch", "scikit-learn", "onnxruntime")


def facts() -> dict[str, str]:
    return {
        "processor": processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "threads": threads(),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
        "C compiler": compiler_version(),
    }


def threads() -> str:
    """Return how many threads products may use, ours and PyTorch's."""
    import torch  # noqa: PLC0415 - the campaign, which asks for the processor, has no peers

    return f"{thread_count()}, PyTorch {torch.get_num_threads()}"


def compiler_version() -> str:
    """Return what the C compiler calls itself."""
    found = c_peer.compiler()
    if found is None:
        return "none"
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    return said.splitlines()[0]


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def product_rate(size: int = 1500, repeats: int = 5) -> float:
    """Return the floating-point operations a second of a large float32 matrix product, at best."""
    A = np.random.default_rng(0).random((size, size), dtype=np.float32)
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        A @ A
        seconds.append(time.perf_counter() - started)
    return 2 * size**3 / min(seconds)
