"""What is told of each request: its id, its counts, its line in the log."""

import json
import logging
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from prometheus_client import Counter
from pytest_django.fixtures import Settings

from digitweb.middleware import READING
from recognizer.models import ModelVersion
from recognizer.telemetry import metrics
from recognizer.telemetry.addresses import hashed
from recognizer.telemetry.logs import ACCESS, JsonLineFormatter, LineFormatter
from tests.support.site import BAR

pytestmark = pytest.mark.django_db


def counted(metric: Counter, *labels: str) -> float:
    """Return what a counter says now."""
    return float(metric.labels(*labels)._value.get())


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == ACCESS]


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/api/v1/nowhere"])
def test_each_answer_has_an_id(client: Client, path: str) -> None:
    ids = {client.get(path)["X-Request-ID"] for _time in range(2)}
    assert len(ids) == 2
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)


def test_an_id_that_was_given_comes_back_if_it_is_sane(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "a-1"})["X-Request-ID"] == "a-1"
    assert client.get("/healthz", headers={"X-Request-ID": "a 1\n"})["X-Request-ID"] != "a 1\n"


def test_reading_has_one_too(client: Client) -> None:
    response = client.post(READING, BAR, content_type="application/json", headers={"X-Request-ID": "r-1"})
    assert response["X-Request-ID"] == "r-1"


def test_an_error_of_the_server_names_the_request(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("recognizer.api.endpoints.recognize_strokes", fail)
    client.raise_request_exception = False
    before = counted(metrics.ERRORS, "exception")
    response = client.post(READING, BAR, content_type="application/json", headers={"X-Request-ID": "r-2"})
    assert (response.status_code, response.json()["request_id"]) == (500, "r-2")
    assert counted(metrics.ERRORS, "exception") == before + 1


def test_an_error_of_the_client_does_not(client: Client) -> None:
    assert "request_id" not in client.post(READING, {}, content_type="application/json").json()


def test_requests_are_counted_by_route_not_by_path(client: Client) -> None:
    known = ("draw", "GET", "200"), ("unmatched", "GET", "404"), ("unmatched", "other", "404")
    before = [counted(metrics.REQUESTS, *labels) for labels in known]
    client.get("/")
    for number in range(3):
        client.get(f"/wp-login-{number}.php")
    client.generic("BREW", "/nowhere")
    after = [counted(metrics.REQUESTS, *labels) for labels in known]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 3, 1]


def test_nothing_is_in_flight_afterwards(client: Client) -> None:
    before = metrics.IN_FLIGHT._value.get()
    client.get("/")
    assert metrics.IN_FLIGHT._value.get() == before


def test_a_reading_is_counted_with_version_verdict_and_stages(client: Client) -> None:
    number = ModelVersion.objects.get(status="active").number
    labels = (str(number), "digit", "strokes", "recognized")
    before = counted(metrics.READINGS, *labels)
    stages = [metrics.STAGE_SECONDS.labels(stage, "strokes") for stage in ("parse", "preprocess", "network")]
    sums = [stage._sum.get() for stage in stages]
    client.post(READING, BAR, content_type="application/json")
    assert counted(metrics.READINGS, *labels) == before + 1
    assert all(stage._sum.get() > old for stage, old in zip(stages, sums, strict=True))


def test_a_refused_body_is_an_error_of_its_kind(client: Client) -> None:
    before = counted(metrics.ERRORS, "refused_body")
    client.post(READING, {"strokes": "no"}, content_type="application/json")
    assert counted(metrics.ERRORS, "refused_body") == before + 1


def test_who_asks_too_often_is_counted(client: Client, settings: Settings) -> None:
    settings.RECOGNIZE_RATE = "1/m"
    before = counted(metrics.THROTTLED, "recognize")
    for _time in range(3):
        client.post(READING, BAR, content_type="application/json")
    assert counted(metrics.THROTTLED, "recognize") == before + 2


def test_there_is_no_access_log_unless_it_is_wanted(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/")
    assert lines(caplog) == []


def test_the_access_log_names_neither_address_nor_query(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ACCESS_LOG = True
    with caplog.at_level(logging.INFO):
        response = client.get("/?d=secret-drawing", REMOTE_ADDR="192.0.2.5", headers={"X-Request-ID": "a-1"})
    (record,) = lines(caplog)
    as_json = json.loads(JsonLineFormatter().format(record))
    assert {name: as_json[name] for name in ("route", "method", "path", "status", "bytes", "client")} == {
        "route": "draw",
        "method": "GET",
        "path": "/",
        "status": 200,
        "bytes": len(response.content),
        "client": hashed("192.0.2.5"),
    }
    assert as_json["request_id"] == "a-1"
    assert as_json["milliseconds"] > 0
    line = LineFormatter().format(record)
    assert re.search(r"GET / 200 \d+ B [\d.]+ ms route=draw client=[0-9a-f]{12} id=a-1$", line)
    for text in (line, json.dumps(as_json)):
        assert "192.0.2.5" not in text
        assert "secret" not in text


def test_a_path_cannot_forge_a_line(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ACCESS_LOG = True
    with caplog.at_level(logging.INFO):
        client.get("/a%0a2026-01-01 INFO forged")
    assert "\n" not in lines(caplog)[0].getMessage()


def test_an_unexpected_error_is_logged_without_address_and_query(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("Key (ip_address)=(192.0.2.5) already exists; asked: d=secret-drawing")

    monkeypatch.setattr("recognizer.views.site.giving", fail)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        client.get("/?d=secret-drawing", REMOTE_ADDR="192.0.2.5")
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    for formatter in (LineFormatter(), JsonLineFormatter()):
        text = formatter.format(record)
        assert "Key (ip_address)=((client)) already exists" in text
        assert "192.0.2.5" not in text
        assert "secret" not in text


@pytest.mark.parametrize(("setting", "shown"), [("clear", "192.0.2.5"), ("hashed", hashed("192.0.2.5"))])
def test_failed_logins_name_addresses_as_the_setting_says(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture, setting: str, shown: str
) -> None:
    settings.LOG_ADDRESSES = setting
    with caplog.at_level(logging.WARNING):
        client.post("/admin/login/", {"username": "admin", "password": "x"}, REMOTE_ADDR="192.0.2.5")
    (record,) = [record for record in caplog.records if record.name.endswith("people.logins")]
    assert LineFormatter().format(record).endswith(f"Login of 'admin' from {shown} failed.")
    assert json.loads(JsonLineFormatter().format(record))["message"].endswith(f"from {shown} failed.")


@pytest.mark.parametrize(("setting", "shown"), [("clear", "192.0.2.5"), ("hashed", hashed("192.0.2.5"))])
def test_so_do_logins_and_refusals(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture, setting: str, shown: str
) -> None:
    settings.LOG_ADDRESSES = setting
    User.objects.create_user("ada", password="a-long-passphrase", is_staff=True)
    with caplog.at_level(logging.INFO):
        client.post(
            "/admin/login/", {"username": "ada", "password": "a-long-passphrase"}, REMOTE_ADDR="192.0.2.5"
        )
        client.get("/admin/auth/user/", REMOTE_ADDR="192.0.2.5")
    lines = [LineFormatter().format(record) for record in caplog.records if ".people." in record.name]
    assert [line.partition(": ")[2] for line in lines] == [
        f"'ada' logged in from {shown}.",
        f"'ada' from {shown} may not GET '/admin/auth/user/'.",
    ]
