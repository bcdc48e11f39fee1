"""A data folder that a site was started in before, made once for all processes and sites of a test run."""

import os
from pathlib import Path

import pytest

from tests.support.processes import one_process_at_a_time
from tests.support.site import manage

PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""
"""In one process: starting Python takes longest."""


def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a migrated database and collected static files; nobody writes into it."""
    folder = shared_folder(tmp_path_factory) / "prepared"
    with one_process_at_a_time("prepared"):
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            prepare(unfinished)
            unfinished.rename(folder)
    return folder


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the processes of one test run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def prepare(folder: Path) -> None:
    """Do what `make run` does before it serves, but for what is each site's own: its key and its users."""
    environment = {"DIGITWEB_DATA_DIR": str(folder), "PATH": os.environ["PATH"]}
    manage("shell", "--verbosity", "0", "--command", PREPARE, environment=environment)
    (folder / "secret-key").unlink()
