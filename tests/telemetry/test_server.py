"""What Prometheus is answered, and what happens where its address is taken."""

import logging
import os
import socket
import threading
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from recognizer.telemetry import families, metrics, server
from recognizer.telemetry.server import Processes, registry_of_folder, registry_of_process, start
from tests.support.patience import wait_until
from tests.support.ports import own_port


def told_on(port: int) -> set[str]:
    """Return the names of the metrics that are told."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=")
        return {family.name for family in text_string_to_metric_families(response.read().decode())}


def test_a_process_tells_of_itself() -> None:
    registry = registry_of_process("worker", lambda: [families.QUEUE_AGE.single(1.0)])
    metrics.THROTTLED.labels("recognize").inc()
    with own_port() as port:
        running = start(("127.0.0.1", port), registry, threading.Event())
        assert running
        try:
            told = told_on(port)
        finally:
            running.shutdown()
            running.server_close()
    assert {
        "digitweb_throttled_requests",
        "digitweb_queue_oldest_waiting_seconds",
        "digitweb_build_info",
        "digitweb_process_resident_memory_bytes",
    } <= told


def test_an_empty_folder_tells_what_is_found(tmp_path: Path) -> None:
    found = {metric.name for metric in registry_of_folder(str(tmp_path)).collect()}
    assert {"digitweb_build_info", "digitweb_process_cpu_seconds"} <= found


def test_each_process_has_its_own_memory() -> None:
    parent = os.getppid()
    found = {
        (sample.name, sample.labels["process"]): sample.value
        for metric in Processes(lambda: {"web-1": os.getpid(), "web-2": parent, "gone": 2**22 + 1}).collect()
        for sample in metric.samples
    }
    name = "digitweb_process_resident_memory_bytes"
    assert found[name, "web-1"] > 10_000_000
    assert (name, "web-2") in found
    assert (name, "gone") not in found
    assert ("digitweb_process_cpu_seconds_total", "web-1") in found


def test_an_address_that_is_taken_is_said_once_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "RETRY_SECONDS", 0.01)
    stopped, begun = threading.Event(), []
    with own_port() as port:
        taken = socket.create_server(("127.0.0.1", port))

        def run() -> None:
            begun.append(start(("127.0.0.1", port), registry_of_process("worker"), stopped))

        with caplog.at_level(logging.INFO):
            thread = threading.Thread(target=run)
            thread.start()
            wait_until(lambda: caplog.records, lambda: "Nothing was said.")
            taken.close()
            thread.join()
        (running,) = begun
        assert running
        running.shutdown()
        running.server_close()
    why = f"Metrics cannot be told on 127.0.0.1:{port}: Address already in use."
    assert [record.getMessage() for record in caplog.records] == [
        f"{why} Trying again every 0 s; the site goes on.",
        f"Metrics are told on http://127.0.0.1:{port}/metrics.",
    ]


def test_it_gives_up_when_it_is_told_to_end() -> None:
    stopped = threading.Event()
    stopped.set()
    assert start(("127.0.0.1", 1), registry_of_process("worker"), stopped) is None
