"""`migrate` beside a running site, by real processes: one at a time, and never in front of those who read."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.postgres import SERVER, database, fresh_database, postgres_answers
from tests.support.processes import Installation

APPLY = "django.db.migrations.executor.MigrationExecutor.apply_migration"
IS_0011 = "arguments[2].name == '0011_reviewers'"


def applied(output: str) -> list[str]:
    return [
        line.split()[1].rstrip(".")
        for line in output.splitlines()
        if line.startswith("  Applying recognizer.")
    ]


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_one_migrates_others_wait_and_a_killed_one_holds_nothing(kind: str, tmp_path: Path) -> None:
    site = Installation(data_dir=tmp_path / "data")
    with (
        database(kind, "migrating") as address,
        site.held("migrate", "-v0", before=APPLY, when=IS_0011, **address) as first,
        site.process("migrate", output=subprocess.PIPE, **address) as second,
        site.process("migrate", output=subprocess.PIPE, **address) as third,
    ):
        said = [waiting_line(process) for process in (second, third)]
        waits = "Another process sets this site up, or backs it up: waiting until it has ended.\n"
        assert said == [waits, waits]
        first.kill()
        outputs = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in (second, third)]
        assert (second.returncode, third.returncode) == (0, 0), outputs
    went_on, found_nothing = sorted(outputs, key=lambda output: not applied(output))
    assert applied(went_on)[0] == "recognizer.0011_reviewers", "what the first one had applied stays"
    assert "No migrations to apply." in found_nothing


def waiting_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.fixture
def old_site(tmp_path: Path) -> Iterator[tuple[Installation, str]]:
    """An installation whose database, on PostgreSQL, is that of 1.0.0."""
    if not postgres_answers():
        pytest.skip(f"no PostgreSQL answers at {SERVER}")
    site = Installation(data_dir=tmp_path / "data")
    with fresh_database("locked") as url:
        site.manage("migrate", "recognizer", "0009", "-v0", DATABASE_URL=url)
        yield site, url


LOG = "SELECT COUNT(*) FROM recognizer_activation"


def test_a_table_in_use_is_let_go_of_so_that_readers_are_served(old_site: tuple[Installation, str]) -> None:
    """A report that takes hours reads the log; while `migrate` tries for it, others read it too."""
    site, url = old_site
    with psycopg.connect(url) as report, psycopg.connect(url, autocommit=True) as reader:
        report.execute(LOG)
        pid = report.info.backend_pid
        options = ["--lock-timeout", "0.5", "--lock-tries", "2", "-v0"]
        with site.process("migrate", *options, output=subprocess.PIPE, DATABASE_URL=url) as migration:
            wait_until(lambda: waits_for_a_table(reader), lambda: f"It ended with {migration.poll()}.")
            assert reader.execute(LOG).fetchone() is not None, "once it has given up"
            said, _ = migration.communicate(timeout=PATIENCE_SECONDS)
        assert migration.returncode == 1
        first, last = said.splitlines()
        assert first.startswith(
            f"A table is in use (1 of 2 tries). The oldest transactions of the server: process {pid}"
        )
        assert last.startswith("CommandError: A table was in use at each of 2 tries of 0.5 s; ")
        assert f"process {pid} for " in last
        assert "Wait for these or end them, and migrate again." in last
        report.rollback()
        site.manage("migrate", *options, DATABASE_URL=url)
        assert reader.execute("SELECT COUNT(*) FROM recognizer_claim").fetchone() == (0,)


def waits_for_a_table(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Whether somebody waits for a lock, as `migrate` does then."""
    query = (
        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted"
        " AND l.locktype = 'relation' AND a.datname = current_database()"
    )
    return connection.execute(query).fetchone() is not None


def test_a_table_that_comes_free_is_migrated(old_site: tuple[Installation, str]) -> None:
    site, url = old_site
    with psycopg.connect(url) as report, psycopg.connect(url, autocommit=True) as looker:
        report.execute(LOG)
        with site.process(
            "migrate", "--lock-timeout", "0.5", output=subprocess.PIPE, DATABASE_URL=url
        ) as migration:
            wait_until(lambda: waits_for_a_table(looker), lambda: f"It ended with {migration.poll()}.")
            report.rollback()
            said, _ = migration.communicate(timeout=PATIENCE_SECONDS)
        assert migration.returncode == 0, said
        assert "recognizer.0010_learning_from_people" in applied(said)


@pytest.mark.parametrize(
    ("option", "value"), [("--lock-timeout", "0"), ("--lock-tries", "0"), ("--statement-timeout", "-1")]
)
def test_an_option_that_cannot_be_is_refused(tmp_path: Path, option: str, value: str) -> None:
    result = Installation(data_dir=tmp_path / "data").run("migrate", option, value)
    assert result.returncode == 1
    assert result.stderr.startswith(f"CommandError: {option}: expected ")
