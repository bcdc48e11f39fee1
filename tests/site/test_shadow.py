"""The shadow reads on the real server after the answer was sent, and nobody notices."""

import contextlib
import json
import socket
import sqlite3
import threading
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from digitweb.server import server_of
from recognizer.models import ModelVersion
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.feedback.contributors import digest_of
from recognizer.services.recognition.reading import Reading, read_lattice
from recognizer.services.versions.registry import register_file
from recognizer.services.watching import shadow_reader as module
from recognizer.services.watching.load import Load
from recognizer.services.watching.shadow import start_shadow
from recognizer.services.watching.shadow_reader import ShadowReader
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.site import BAR, Site, running_site
from tests.support.versions import write_untrained_network

NAME, STRANGER = "A" * 43, "B" * 43
START = """
from pathlib import Path
from recognizer.models import Contributor
from recognizer.services.versions.registry import register_file
from recognizer.services.watching.shadow import start_shadow
Contributor.objects.create(digest="{digest}", part="training", consent=1)
start_shadow(register_file(Path("{path}")), share=100)
"""
DRAWINGS: list[dict[str, Any]] = [
    {"strokes": [stroke.tolist() for stroke in strokes], "mode": "digit"} for strokes in STROKES.values()
]
LOAD = 200
CLIENTS = 8


def rows(site: Site, query: str) -> list[tuple[Any, ...]]:
    """Ask the site's database."""
    path = site.data_dir / "digitweb.sqlite3"
    with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as database:
        return database.execute(query).fetchall()


def counts(site: Site) -> tuple[int, int, int]:
    """Return what the shadow has read, on what it agreed, and what was dropped."""
    (found,) = rows(site, "SELECT readings, agreed, dropped FROM recognizer_shadow")
    return found[0], found[1], found[2]


def tallied(site: Site) -> int:
    """Return how many readings were counted by day."""
    return int(rows(site, "SELECT COALESCE(SUM(readings), 0) FROM recognizer_readingtally")[0][0])


def answer(site: Site, drawing: dict[str, Any]) -> dict[str, Any]:
    """Return what tells of the drawing, without times and receipt."""
    found = site.ask("recognize", drawing)
    return {name: found[name] for name in ("text", "confidence", "verdict", "digits", "model")}


def test_a_bad_shadow_changes_no_answer_and_is_counted(tmp_path: Path, prepared: Path) -> None:
    asked = 0
    with running_site(tmp_path, prepared=prepared, WEB_WORKERS="1") as site:
        before = [answer(site, drawing) for drawing in DRAWINGS]
        path = write_untrained_network(tmp_path / "untrained.safetensors")
        site.manage("shell", "-c", START.format(path=path, digest=digest_of(NAME)))

        def read_by_the_shadow(**more: str) -> bool:
            nonlocal asked
            assert [answer(site, {**drawing, **more}) for drawing in DRAWINGS] == before
            asked += len(DRAWINGS)
            return counts(site)[0] > 0

        wait_until(lambda: read_by_the_shadow(contributor=STRANGER), lambda: counts(site))
        assert rows(site, "SELECT COUNT(*) FROM recognizer_disagreement") == [(0,)], "nobody has allowed it"

        def kept() -> list[tuple[Any, ...]]:
            read_by_the_shadow(contributor=NAME, device="pen")
            return rows(site, "SELECT live_text, shadow_text, device, strokes FROM recognizer_disagreement")

        live_text, shadow_text, device, strokes = wait_until(kept, lambda: counts(site))[0]
        assert live_text != shadow_text
        assert device == "pen"
        assert len(json.loads(strokes)) in {len(drawing["strokes"]) for drawing in DRAWINGS}

        with ThreadPoolExecutor(CLIENTS) as pool:
            texts = list(pool.map(lambda _number: site.ask("recognize", BAR)["text"], range(LOAD)))
        assert texts == ["1"] * LOAD
        asked += LOAD + len(DRAWINGS)
        wait_until(lambda: counts(site)[2] > 0, lambda: counts(site))
        readings, agreed, dropped = counts(site)
        assert agreed < readings
        assert readings + dropped <= asked
    assert tallied(site) >= asked, "also what was read just before the end"


@pytest.fixture
def url() -> Iterator[str]:
    """The site on a server in this process, so that a test can hold its shadow."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = server_of(WSGIHandler(), listening)
        ending = threading.Event()

        def serve() -> None:
            while not ending.is_set():
                server.poll(0.05)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/v1/recognize"
        ending.set()
        thread.join(PATIENCE_SECONDS)
        for dispatcher in (server.task_dispatcher, server.for_database):
            dispatcher.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()


def ask(url: str) -> str:
    """Return what is read of a bar."""
    request = urllib.request.Request(url, json.dumps(BAR).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
        return str(json.load(response)["text"])


@pytest.fixture
def shadow_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[ModelVersion], ShadowReader]]:
    """Starts a shadow's thread in this process."""
    reader = ShadowReader(of=Load(), lot=lambda: 0.0)

    def run() -> None:
        reader.run()
        connections.close_all()

    thread = threading.Thread(target=run)

    def start(version: ModelVersion) -> ShadowReader:
        start_shadow(version, share=100)
        reader.tend()
        monkeypatch.setattr("recognizer.api.recognize.afterwards.shadow_reader", reader)
        thread.start()
        return reader

    yield start
    reader.end()
    thread.join(PATIENCE_SECONDS)


@pytest.mark.django_db(transaction=True)
def test_the_answer_does_not_wait_for_the_shadow(
    url: str,
    shadow_of: Callable[[ModelVersion], ShadowReader],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def held(*arguments: Any) -> Reading:
        reading.set()
        assert go_on.wait(PATIENCE_SECONDS)
        done.set()
        return read_lattice(*arguments)

    monkeypatch.setattr(module, "read_lattice", held)
    shadow_of(register_file(write_untrained_network(tmp_path / "untrained.safetensors")))
    try:
        wait_until(lambda: ask(url) == "1" and reading.wait(0.05), lambda: "The shadow was never asked.")
        assert [ask(url) for _ in range(5)] == ["1"] * 5, "answered while the shadow is held"
        assert not done.is_set()
    finally:
        go_on.set()
    assert done.wait(PATIENCE_SECONDS)
