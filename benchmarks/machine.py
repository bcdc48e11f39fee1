"""On what, and with what, was measured."""

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

PACKAGES = ("numpy", "torch", "scikit-learn", "onnxruntime")


def facts() -> dict[str, str]:
    return {
        "processor": processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


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
