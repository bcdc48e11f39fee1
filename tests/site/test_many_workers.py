"""Three real workers on one PostgreSQL: each training is one's, and a killed one's goes on in another."""

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from recognizer.phrases import from_json
from tests.support.patience import wait_until
from tests.support.postgres import fresh_database, postgres_answers
from tests.support.processes import Installation
from tests.support.receivers import Receiver, receiver
from tests.support.site import manage

NAMES = ("One", "Two", "Three", "Four")
OPTIONS = ("--sizes", "784,10", "--epochs", "4", "--seed", "3")
WORKER = ("db_worker", "--interval", "0.1", "--no-startup-delay")


@dataclass(frozen=True, kw_only=True)
class Workers(Installation):
    """An installation on PostgreSQL."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see."""
        more = {"OPENBLAS_NUM_THREADS": "1", "WEBHOOK_PRIVATE_ADDRESSES": "on"}
        return {**super().environment, "DATABASE_URL": self.url, **more}

    def row(self, query: str, *values: object) -> dict[str, Any]:
        """Return one row of the database; an empty dict if there is none."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            found = connection.execute(query.replace("?", "%s"), values).fetchone()
        return dict(found) if found else {}

    def version(self, name: str) -> dict[str, Any]:
        """Return the version of that name with its run."""
        row = self.row(
            "SELECT * FROM recognizer_modelversion JOIN recognizer_trainingrun ON version_id = number "
            "WHERE name = ?",
            name,
        )
        log = [from_json(entry["line"]) for entry in in_python(row["log"])]
        return {**row, "log": log, "epochs": in_python(row["epochs"])}


def in_python(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return what a column of JSON holds."""
    return json.loads(value) if isinstance(value, str) else value


@pytest.fixture
def installation(tmp_path: Path, mnist_folder: Path) -> Iterator[Installation]:
    if not postgres_answers():
        pytest.skip("no PostgreSQL answers")
    with fresh_database("workers") as url:
        found = Workers(data_dir=tmp_path / "data", url=url)
        found.data_dir.mkdir()
        (found.data_dir / "mnist").symlink_to(mnist_folder)
        manage("migrate", "-v0", environment=found.environment)
        yield found


@pytest.fixture
def told() -> Iterator[Receiver]:
    """A receiver of webhooks."""
    with receiver() as found:
        yield found


def begun(version: dict[str, Any]) -> list[str]:
    """Return the processes that have begun a training, in their order."""
    return [line.split()[1] for line in version["log"] if line.startswith("Process ")]


def test_each_training_is_one_workers_and_a_killed_ones_goes_on_in_another(
    installation: Installation, told: Receiver
) -> None:
    hears = f"from tests.support.receivers import webhook; webhook({told.url!r})"
    installation.manage("shell", "-v0", "-c", hears)
    for name in NAMES:
        installation.manage("train_network", "--queue", *OPTIONS, "--name", name)
    with ExitStack() as stack:
        held = {"epoch": 1, "batch": 2500}
        workers = [stack.enter_context(installation.held_in_training(*WORKER, **held)) for _ in range(3)]
        at_work = {installation.version(name)["pid"]: name for name in NAMES[:3]}
        assert at_work.keys() == {worker.pid for worker in workers}
        for worker in workers:
            worker.send_signal(signal.SIGKILL if at_work[worker.pid] == "One" else signal.SIGCONT)
        wait_until(
            lambda: all(installation.version(name)["status"] == "ready" for name in NAMES),
            lambda: [installation.version(name) for name in NAMES],
        )
        sent = "SELECT count(*) AS n FROM recognizer_webhookdelivery WHERE state = 'delivered'"
        wait_until(lambda: installation.row(sent)["n"] == 5, lambda: told.received)
        assert [worker.poll() for worker in workers].count(None) == 2, "nobody else has ended"
    killed = installation.version("One")
    first, second = begun(killed)
    assert first != second
    assert any("ended without a word" in line for line in killed["log"])
    assert any(line.startswith("Goes on from epoch") for line in killed["log"])
    assert [epoch["epoch"] for epoch in killed["epochs"]] == list(range(4))
    others = [installation.version(name) for name in NAMES[1:]]
    assert [len(begun(version)) for version in others] == [1, 1, 1]
    entries = "SELECT count(*) AS n FROM django_tasks_database_dbtaskresult WHERE status = ?"
    assert installation.row(entries, "RUNNING")["n"] == 0
    assert installation.row(entries, "FAILED")["n"] == 1
    payloads = [json.loads(came.body) for came in told.received]
    assert sorted(payload["type"] for payload in payloads) == [
        "training.interrupted",
        *["training.ready"] * 4,
    ]
    assert len({came.headers["webhook-id"] for came in told.received}) == 5
