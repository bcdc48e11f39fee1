"""A checkout in which nothing is installed yet, and an index of packages in a folder, which has one."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import ROOT

PYTHON = Path(sys.base_prefix) / "bin" / "python3"
"""Whose environments can be made: not that of the tests, which is one itself."""


def program(path: Path, script: str) -> Path:
    """Write a program of a few lines of shell."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def python_that_lacks(folder: Path, *modules: str) -> Path:
    """Write a Python from which modules are missing, as Debian packs them apart."""
    folder.mkdir()
    names = "".join(f"sys.modules[{name!r}] = None; " for name in modules)
    (folder / "sitecustomize.py").write_text(f"import sys; {names}")
    return program(folder / "python", f'PYTHONPATH={folder} exec {PYTHON} "$@"')


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """What `make .venv/installed` reads."""

    folder: Path
    index: Path
    named: Path
    """The Python that makes the environment."""

    @property
    def python(self) -> Path:
        """The Python of the environment that is made."""
        return self.folder / ".venv" / "bin" / "python"

    def install(
        self, *, python: str | Path | None = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Type `make .venv/installed`, as `make run` does first, and which Python (None: no name)."""
        named = [] if python is None else [f"PYTHON={python or self.named}"]
        return subprocess.run(
            ["make", "--no-print-directory", ".venv/installed", *named],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    @property
    def environment(self) -> dict[str, str]:
        """Variables that let pip see our index alone."""
        return {
            "PATH": os.environ["PATH"],
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.index),
            "PIP_NO_CACHE_DIR": "1",
        }

    @property
    def lock(self) -> Path:
        """The lock file."""
        return self.folder / "requirements.txt"

    def remove_package(self) -> None:
        """Take the package out of the environment, as pip does."""
        pip = self.python.with_name("pip")
        subprocess.run([pip, "uninstall", "-qy", "small-package"], check=True, capture_output=True)

    def is_complete(self) -> bool:
        """Whether the package can be imported, and make takes the environment for complete."""
        imported = subprocess.run(
            [self.python, "-c", "import small_package"], check=False, capture_output=True
        )
        return imported.returncode == 0 and (self.folder / ".venv" / "installed").exists()


def fresh_checkout(folder: Path) -> Checkout:
    """Copy what installs, with a lock file that names our one package."""
    index = folder.parent / "index"
    index.mkdir()
    wheel = write_wheel(index)
    (folder / "digitweb").mkdir(parents=True)
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copy(ROOT / "Makefile", folder)
    lock = f"small-package==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    (folder / "requirements.txt").write_text(lock)
    # Without ensurepip, which takes most of the time; pip serves as well, where there is one.
    has_pip = subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    named = python_that_lacks(folder.parent / "python", "ensurepip") if has_pip else PYTHON
    return Checkout(folder=folder, index=index, named=named)


def write_wheel(folder: Path) -> Path:
    """Write a package that is small to fetch and takes 16 MB when it is installed."""
    wheel = folder / "small_package-1.0-py3-none-any.whl"
    files = {
        "small_package.py": '"""Nothing."""\n',
        "small_package_data.bin": "0" * 16_000_000,
        "small_package-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: small-package\nVersion: 1.0\n",
        "small_package-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "small_package-1.0.dist-info/RECORD"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(record, "".join(f"{name},,\n" for name in [*files, record]))
    return wheel
