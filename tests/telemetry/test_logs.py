"""Lines of the log, as text and as JSON."""

import json
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from recognizer.telemetry.logs import (
    NAMES_ADDRESS,
    InOneLine,
    JsonLineFormatter,
    LineFormatter,
    configuration,
    log_as_settings_say,
)
from recognizer.telemetry.requests import Asked, current

QUERY = "d=[[[40,10],[40,90]]]"


@pytest.fixture
def asked() -> Iterator[Asked]:
    """A request that holds a drawing in its query, from an address."""
    asked = Asked("abc", "inside", ((QUERY, "…"), ("192.0.2.1", "(client)")))
    token = current.set(asked)
    yield asked
    current.reset(token)


@pytest.fixture(autouse=True)
def _no_request() -> Iterator[None]:
    token = current.set(None)
    yield
    current.reset(token)


def record(message: str, *arguments: object, **extra: Any) -> logging.LogRecord:
    logger = logging.getLogger("recognizer.test")
    return logger.makeRecord(
        logger.name,
        logging.WARNING,
        __file__,
        1,
        message,
        arguments,
        extra.pop("exc_info", None),
        extra=extra,
    )


def as_json(found: logging.LogRecord) -> dict[str, Any]:
    line = JsonLineFormatter().format(found)
    assert "\n" not in line
    known: dict[str, Any] = json.loads(line)
    return known


def test_a_line_is_as_it_always_was() -> None:
    line = LineFormatter().format(record("Version %d · %s answers.", 1, "digitweb"))
    begin = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}"
    assert re.fullmatch(
        rf"{begin} {os.getpid()} WARNING recognizer\.test: Version 1 · digitweb answers\.", line
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x1b[2J", "\x85", "\u2028"])
def test_what_a_message_quotes_begins_no_line_of_its_own(end: str) -> None:
    line = LineFormatter().format(record("The field %s cannot be referenced.", f"x{end}2026 1 ERROR forged"))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert line.isprintable()
    assert line.endswith("2026 1 ERROR forged cannot be referenced.")


def test_a_traceback_keeps_its_lines_and_none_begins_as_ours_do() -> None:
    error = ValueError("first\n2026-01-01 1 ERROR forged\r\x1b[2Jmore")
    line = LineFormatter().format(record("It failed.", exc_info=(ValueError, error, None)))
    assert line.splitlines()[1:] == [
        "  ValueError: first",
        r"  2026-01-01 1 ERROR forged\r\x1b[2Jmore",
    ]


def test_a_query_with_control_characters_is_not_said_either() -> None:
    query = "d=[[[40,\x85\x9b10]]]"
    token = current.set(Asked("abc", "inside", ((query, "…"),)))
    try:
        line = LineFormatter().format(record("Failed for %s", f"/inside/?{query}"))
    finally:
        current.reset(token)
    assert line.endswith("Failed for /inside/?…")


def test_json_has_its_fields() -> None:
    known = as_json(record("Version %d · %s answers.", 1, "digitweb"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", known.pop("time"))
    assert known == {
        "level": "WARNING",
        "logger": "recognizer.test",
        "message": "Version 1 · digitweb answers.",
        "process": os.getpid(),
    }


def test_json_names_the_request(asked: Asked) -> None:
    known = as_json(record("Something."))
    assert (known["request_id"], known["route"]) == (asked.id, asked.route)


@pytest.mark.usefixtures("asked")
def test_neither_the_query_nor_the_address_is_said() -> None:
    request = RequestFactory().get(f"/inside/?{QUERY}")
    error = ValueError(f"Cannot read /inside/?{QUERY} of 192.0.2.1 {'9' * 5000}")
    what = (type(error), error, None)
    found = record("Failed for %s: %s", "192.0.2.1", f"/inside/?{QUERY}", request=request, exc_info=what)
    for text in (LineFormatter().format(found), JsonLineFormatter().format(found)):
        assert "ValueError" in text
        assert "192.0.2.1" not in text
        assert "[40,10]" not in text
        assert "9" * 2000 not in text, "what an error quotes is cut"
    assert as_json(found)["message"] == "Failed for (client): /inside/?…"


@pytest.mark.usefixtures("asked")
def test_a_line_that_is_about_an_address_may_name_it() -> None:
    found = record("Login of 'a' from %s failed.", "192.0.2.1", **NAMES_ADDRESS)
    assert LineFormatter().format(found).endswith("Login of 'a' from 192.0.2.1 failed.")
    assert as_json(found)["message"] == "Login of 'a' from 192.0.2.1 failed."


@pytest.mark.parametrize("kind", ["line", "json"])
def test_django_is_configured_for_either(kind: str) -> None:
    known = configuration(kind)
    assert known["handlers"]["console"]["formatter"] == kind
    assert set(known["formatters"]) == {kind}


@pytest.mark.parametrize(("kind", "formatter"), [("json", JsonLineFormatter), ("wrong", LineFormatter)])
def test_a_process_without_django_logs_alike(
    monkeypatch: pytest.MonkeyPatch, kind: str, formatter: type[logging.Formatter]
) -> None:
    monkeypatch.setattr(logging, "root", root := logging.RootLogger(logging.WARNING))
    log_as_settings_say({"LOG_FORMAT": kind})
    (handler,) = root.handlers
    assert isinstance(handler.formatter, formatter)


def test_one_with_a_file_writes_into_it_and_into_a_new_one_when_it_was_renamed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(logging, "root", root := logging.RootLogger(logging.WARNING))
    file = tmp_path / "site.log"
    log_as_settings_say({"LOG_FILE": str(file)})
    root.error("before")
    file.rename(tmp_path / "site.log.1")
    root.error("after")
    root.handlers[0].close()
    assert "before" in (tmp_path / "site.log.1").read_text()
    assert "after" in file.read_text()


def test_a_host_that_is_not_ours_costs_one_line() -> None:
    refused = record("Invalid HTTP_HOST header: %r.", "elsewhere", exc_info=(ValueError, ValueError(), None))
    assert configuration("line")["loggers"]["django.security.DisallowedHost"]["filters"] == ["in one line"]
    assert InOneLine().filter(refused)
    assert "\n" not in LineFormatter().format(refused)
