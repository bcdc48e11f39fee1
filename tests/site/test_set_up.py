"""Two first starts at once, and a start after the live version's file was damaged."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.postgres import database
from tests.support.site import BAR, CONNECTIONS, ROOT, processes_on, running_site

FIRST_STARTS = 3


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_first_starts_at_once_set_the_site_up_once(kind: str, tmp_path: Path) -> None:
    with database(kind, "first") as address:
        environment = {"PATH": os.environ["PATH"], "DIGITWEB_DATA_DIR": str(tmp_path / "data"), **address}
        processes = [
            subprocess.Popen(
                [sys.executable, "manage.py", "prepare_site"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(FIRST_STARTS)
        ]
        said = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in processes]
        assert [process.returncode for process in processes] == [0] * FIRST_STARTS, said
        assert sum("Password:" in text for text in said) == 1, said


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="processes are found in /proc")
def test_all_processes_answer_after_the_live_file_was_damaged(tmp_path: Path, prepared: Path) -> None:
    with running_site(tmp_path, prepared=prepared) as site:
        (model,) = (site.data_dir / "models").glob("*.safetensors")
        content = model.read_bytes()
        model.write_bytes(content[: len(content) // 2])
        servers = [number for number, command in processes_on(site.data_dir) if b"digitweb.server" in command]
        os.kill(servers[0], signal.SIGKILL)
        wait_until(lambda: "It was put back from a copy." in site.log.read_text(), site.log.read_text)
        assert {site.ask("recognize", BAR)["text"] for _ in range(CONNECTIONS)} == {"1"}
        assert model.read_bytes() == content
