"""The environment of a training, stored with it: a result's last digits depend on it."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext_noop

from recognizer.services.paths import PROJECT

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
GIT_SECONDS = 5


def training_environment() -> dict[str, str]:
    """Return interpreter, libraries, threads, machine and digitweb's revision, as far as known."""
    facts = {
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "NumPy": np.__version__,
        "BLAS": blas(),
        gettext_noop("BLAS threads"): blas_threads(),
        gettext_noop("processor"): processor(),
        gettext_noop("cores"): str(cores()),
        gettext_noop("system"): f"{platform.system()} {platform.machine()}",
        "digitweb": revision(),
    }
    return {name: value for name, value in facts.items() if value}


def blas() -> str:
    """Return which library multiplies the matrices."""
    config: Any = np.show_config(mode="dicts")
    found = config["Build Dependencies"]["blas"]
    return f"{found.get('name', '')} {found.get('version', '')}".strip()


def blas_threads() -> str:
    """Return the number of threads that the environment allows it; all cores where nothing is said."""
    said = [f"{os.environ[name]} ({name})" for name in THREAD_VARIABLES if os.environ.get(name)]
    return said[0] if said else f"{cores()} (all cores)"


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """Return the processor's name as it gives it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def revision() -> str:
    """Return the commit of this checkout, with a + where it was changed since; empty if it is none."""
    if not (PROJECT / ".git").exists():
        return ""
    command = ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        said = subprocess.run(  # noqa: S603 - fixed words
            command, cwd=PROJECT, capture_output=True, text=True, check=True, timeout=GIT_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip()
