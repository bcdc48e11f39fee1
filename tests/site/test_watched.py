"""A site that is watched: metrics of all its processes, JSON in the log, traces to a receiver."""

import contextlib
import json
import os
import re
import signal
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.ports import own_port
from tests.support.site import BAR, Site, processes_on, running_site

SECRET = "d=%5B%5B%5B40%2C10%5D%5D%5D"
"""A query that holds a drawing."""
CLIENT = "192.0.2.200"


class Receiver(ThreadingHTTPServer):
    """Takes traces as a collector does."""

    def __init__(self) -> None:
        self.spans: list[str] = []
        self.text = ""
        super().__init__(("127.0.0.1", 0), Taking)


class Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += [span.name for span in scope.spans]
        self.server.text += str(request)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.serve_forever)
    thread.start()
    yield receiver
    receiver.shutdown()
    thread.join()
    receiver.server_close()


@pytest.fixture(scope="module")
def metrics_port() -> Iterator[int]:
    with own_port() as port:
        yield port


@pytest.fixture(scope="module")
def own_site(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, receiver: Receiver, metrics_port: int
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("watched")
    (folder / "tmp").mkdir()
    with running_site(
        folder,
        prepared=prepared,
        METRICS_ADDRESS=f"127.0.0.1:{metrics_port}",
        LOG_FORMAT="json",
        ACCESS_LOG="on",
        NUM_PROXIES="1",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{receiver.server_port}",
        OTEL_BSP_SCHEDULE_DELAY="200",
        TMPDIR=str(folder / "tmp"),
    ) as site:
        yield site


def told(port: int) -> dict[str, float]:
    """Return what Prometheus is told, by name and labels; nothing while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE_SECONDS) as response:
            text = response.read().decode()
    except urllib.error.URLError:
        return {}
    return {
        " ".join(
            [sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))]
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


READINGS = "digitweb_http_requests_total method=POST route=api-v1:recognize status=200"


def web_processes(site: Site) -> list[int]:
    return [process for process, command in processes_on(site.data_dir) if b"digitweb.server" in command]


def lines(site: Site) -> Iterator[dict[str, Any]]:
    """Yield the lines of the log that are JSON: `make run` itself says some things as text."""
    for line in site.log.read_text().splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def test_all_processes_are_counted_together_also_those_that_died(own_site: Site, metrics_port: int) -> None:
    wait_until(lambda: told(metrics_port), own_site.log.read_text)
    before = told(metrics_port).get(READINGS, 0.0)
    for _time in range(20):
        own_site.ask("recognize", BAR)
    wait_until(lambda: told(metrics_port)[READINGS] == before + 20, lambda: told(metrics_port))
    old = web_processes(own_site)
    os.kill(old[0], signal.SIGKILL)
    wait_until(
        lambda: len(now := web_processes(own_site)) == 2 and now != old, lambda: web_processes(own_site)
    )
    for _time in range(20):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            own_site.ask("recognize", BAR)
    wait_until(lambda: told(metrics_port)[READINGS] >= before + 30, lambda: told(metrics_port))
    memory = [
        f"digitweb_process_resident_memory_bytes process={process}"
        for process in ("web-1", "web-2", "worker", "metrics")
    ]
    wait_until(lambda: told(metrics_port).keys() >= set(memory), lambda: told(metrics_port))
    found = told(metrics_port)
    assert all(found[name] > 10_000_000 for name in memory)
    assert found["digitweb_database_up"] == 1
    assert found["digitweb_model_versions status=active"] == 1


def test_the_site_itself_tells_no_metrics(own_site: Site) -> None:
    for path in ("/metrics", "/metrics/"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{own_site.url}{path}", timeout=PATIENCE_SECONDS)


def test_the_log_is_json_with_ids_and_without_drawings_or_addresses(own_site: Site) -> None:
    request = urllib.request.Request(
        f"{own_site.url}/inside/?{SECRET}", headers={"X-Request-ID": "by-a-test", "X-Forwarded-For": CLIENT}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
        assert response.headers["X-Request-ID"] == "by-a-test"
    (line,) = wait_until(
        lambda: [line for line in lines(own_site) if line.get("request_id") == "by-a-test"],
        own_site.log.read_text,
    )
    assert (line["path"], line["route"], line["status"]) == ("/inside/", "inside", 200)
    assert re.fullmatch("[0-9a-f]{12}", line["client"])
    text = own_site.log.read_text()
    assert SECRET not in text
    assert CLIENT not in text
    assert {line["logger"] for line in lines(own_site)} >= {
        "digitweb.access",
        "recognizer.services.recognition.live",
    }


def test_the_supervisor_logs_in_the_same_way(own_site: Site) -> None:
    said = [line["message"] for line in lines(own_site) if line["logger"] == "digitweb.supervisor"]
    assert [message for message in said if message.startswith("Web process")], (
        "of the one that was killed above"
    )


def test_traces_come_to_the_receiver_without_drawings_or_addresses(
    own_site: Site, receiver: Receiver
) -> None:
    request = urllib.request.Request(
        f"{own_site.url}/api/v1/recognize?{SECRET}",
        json.dumps(BAR).encode(),
        {"Content-Type": "application/json", "X-Forwarded-For": CLIENT},
    )
    urllib.request.urlopen(request, timeout=PATIENCE_SECONDS).close()
    wanted = {"POST api-v1:recognize", "parse", "preprocess", "network", "answer"}
    wait_until(lambda: wanted <= set(receiver.spans), lambda: receiver.spans)
    assert 'string_value: "digitweb"' in receiver.text
    for secret in (CLIENT, SECRET, "127.0.0.1", "strokes"):
        assert secret not in receiver.text


def test_a_site_whose_address_for_metrics_is_taken_goes_on(
    tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with running_site(tmp_path, prepared=prepared, METRICS_ADDRESS=address, WEB_WORKERS="1") as site:
            assert site.ask("recognize", BAR)["text"] == "1"
            said = f"Metrics cannot be told on {address}: Address already in use."
            wait_until(lambda: said in site.log.read_text(), site.log.read_text)
    assert not list(tmp_path.glob("digitweb-metrics-*")), "its folder goes with it"
