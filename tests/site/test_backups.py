"""Backups of a site that is being written to, and kill -9 of whoever writes or restores one."""

import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.postgres import database
from tests.support.processes import Installation, install

WRITE = "from tests.support.writer import write_on; write_on()"
LOOK = """
import json
from recognizer.models import Claim, ModelVersion, Sample
from recognizer.services.versions.file_store import is_intact, path_of
hashes = list(ModelVersion.objects.values_list("file_sha256", flat=True))
print(json.dumps({
    "claims": Claim.objects.count(),
    "samples": Sample.objects.count(),
    "of a claim": Claim.objects.exclude(samples=None).count(),
    "versions": len(hashes),
    "whole": sum(is_intact(path_of(sha256), sha256) for sha256 in hashes),
}))
"""


@dataclass(frozen=True)
class Place:
    """A data folder and what names its database."""

    site: Installation
    address: dict[str, str]

    def manage(self, *arguments: str) -> str:
        return self.site.manage(*arguments, **self.address)

    def look(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.manage("shell", "-v0", "-c", LOOK))
        return found

    def claims(self) -> int:
        """Return how many claims there are, without a process of Django's."""
        query = "SELECT COUNT(*) FROM recognizer_claim"
        if not self.address:
            return int(self.site.row(query)["COUNT(*)"])
        with psycopg.connect(self.address["DATABASE_URL"]) as connection:
            row = connection.execute(query).fetchone()
        assert row is not None
        return int(row[0])

    def kill_at(self, module: str, step: str, *command: str) -> None:
        """Run a command until it comes to a step, and kill it there."""
        step = f"recognizer.services.backup.{module}.{step}"
        with self.site.held(*command, before=step, **self.address) as process:
            process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def busy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared: Path
) -> Iterator[Place]:
    """A site that a process writes to all the while."""
    site = install(tmp_path_factory.mktemp("busy") / "data", prepared)
    with database(request.param, "busy") as address:
        place = Place(site, address)
        if address:
            place.manage("migrate", "-v0")
        with site.process("shell", "-v0", "-c", WRITE, output=subprocess.PIPE, **address) as writer:
            assert writer.stdout is not None
            line = next((line for line in writer.stdout if "It writes" in line), None)
            assert line, "the writer ended"
            yield place
            assert writer.poll() is None, "the writer ended"


@pytest.fixture(scope="module")
def backup(busy: Place) -> Path:
    """A backup of the busy site."""
    file = busy.site.data_dir.parent / "site.tar"
    before = busy.claims()
    busy.manage("backup", str(file))
    assert busy.claims() > before, "nobody waited for it"
    return file


@pytest.fixture
def other(busy: Place, tmp_path: Path) -> Iterator[Place]:
    """An empty place, with a database of the other kind."""
    with database("SQLite" if busy.address else "PostgreSQL", "other") as address:
        yield Place(Installation(data_dir=tmp_path / "other"), address)


def test_a_backup_of_a_busy_site_is_of_one_moment_and_goes_into_the_other_database(
    backup: Path, other: Place
) -> None:
    said = other.manage("restore", str(backup))
    found = other.look()
    assert "All references and files are whole." in said
    assert "10 of 10" in said
    assert found["claims"] == found["samples"] == found["of a claim"] > 0
    assert found["versions"] == found["whole"] > 1


def test_a_killed_backup_leaves_no_file_and_the_next_one_is_whole(busy: Place, tmp_path: Path) -> None:
    file = tmp_path / "site.tar"
    file.write_bytes(b"of yesterday")
    busy.kill_at("writing", "write_archive", "backup", str(file))
    assert file.read_bytes() == b"of yesterday"
    (staged,) = busy.site.data_dir.glob(".staged-*.part")
    assert any(staged.iterdir())
    busy.manage("backup", str(file))
    assert file.read_bytes().endswith(bytes(512)), "the end of an archive"


def test_a_killed_restore_leaves_what_was_or_what_will_be(
    busy: Place, backup: Path, tmp_path: Path, prepared: Path
) -> None:
    with database("PostgreSQL" if busy.address else "SQLite", "killed") as address:
        place = Place(install(tmp_path / "data", prepared), address)
        if address:
            place.manage("migrate", "-v0")
        data_dir = place.site.data_dir
        (data_dir / "secret-key").write_text("the site's own\n")

        place.kill_at("restoring", "prove_live_version", "restore", str(backup))
        assert place.claims() == 0, "the database has let go of all"
        assert (data_dir / "secret-key").read_text() == "the site's own\n"
        assert (data_dir / "restore-unfinished").exists()

        place.kill_at("restoring", "finish", "restore", str(backup))
        assert place.claims() > 0
        assert (data_dir / "restore-unfinished").exists()

        assert "10 of 10" in place.manage("restore", str(backup))
        assert not (data_dir / "restore-unfinished").exists()
        assert (data_dir / "secret-key").read_text() != "the site's own\n"
        assert place.claims() > 0
