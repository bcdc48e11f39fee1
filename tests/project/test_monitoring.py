"""Metrics, the dashboard, the alarms and the document are about the same names."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase

from recognizer.telemetry import metrics
from recognizer.telemetry.families import FIGURES
from recognizer.telemetry.logs import FIELDS
from recognizer.telemetry.server import Processes
from tests.support.documents import Document, documents
from tests.support.site import ROOT

DASHBOARD = ROOT / "deploy" / "grafana" / "digitweb.json"
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
NAME = re.compile(r"\bdigitweb_[a-z_]+")
PARTS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
"""What stands behind a metric's name where it is asked for."""


def known() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return kind and labels of every metric that a site tells, by the name under which it is told."""
    counted = {
        collector._name: (str(collector._type), tuple(collector._labelnames))
        for collector in vars(metrics).values()
        if isinstance(collector, MetricWrapperBase)
    }
    found = {figure.name: ("gauge", figure.labels) for figure in FIGURES}
    of_process = {
        metric.name: (metric.type, ("process",)) for metric in Processes(lambda: {"x": 1}).collect()
    }
    live = {"digitweb_live_version": ("gauge", ("process",))}
    all_kinds = {**counted, **found, **of_process, **live}
    return {
        f"{name}_total" if kind == "counter" else name: (kind, labels)
        for name, (kind, labels) in all_kinds.items()
    }


def can_be_asked_for() -> set[str]:
    """Return the names under which Prometheus knows them."""
    return {
        name if kind != "histogram" else f"{name}{part}"
        for name, (kind, _labels) in known().items()
        for part in PARTS[kind]
    }


def document() -> Document:
    return next(found for found in documents() if str(found) == "docs/monitoring.md")


def rows(head: str) -> list[list[list[str]]]:
    """Return the rows of all tables whose first column has this head."""
    return [
        row
        for section in document().sections
        if section.rows and section.rows[0][0] == [head]
        for row in section.rows[1:]
    ]


def expressions() -> list[str]:
    """Return all that the dashboard asks for."""

    def of(value: Any) -> list[str]:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            own = [value[key] for key in ("expr", "definition") if isinstance(value.get(key), str)]
            return own + [found for each in value.values() for found in of(each)]
        return [found for each in value for found in of(each)] if isinstance(value, list) else []

    return of(json.loads(DASHBOARD.read_text()))


def test_every_metric_is_written_about_with_kind_and_labels() -> None:
    written = {row[0][0]: (row[1][0], tuple(label for label in row[2] if label)) for row in rows("metric")}
    assert written == known()


@pytest.mark.parametrize("place", ["dashboard", "alerts"])
def test_what_is_asked_for_is_told(place: str) -> None:
    text = " ".join(expressions()) if place == "dashboard" else ALERTS.read_text()
    asked = set(NAME.findall(text))
    assert len(asked) > 10
    assert asked <= can_be_asked_for()


def test_the_dashboard_shows_every_metric() -> None:
    shown = set(NAME.findall(" ".join(expressions())))
    missing = [
        name for name in known() if not {name, *(f"{name}{part}" for part in PARTS["histogram"])} & shown
    ]
    assert missing == []


def test_labels_that_are_asked_for_are_there() -> None:
    text = " ".join([*expressions(), ALERTS.read_text()])
    labels = {label for _kind, labels in known().values() for label in labels} | {"job", "instance", "le"}
    assert set(re.findall(r"(\w+)(?:=|!=|=~|!~)\"", text)) <= labels
    by = {label for found in re.findall(r"by \(([\w, ]+)\)", text) for label in found.split(", ")}
    assert by <= labels


def test_panels_lie_beside_one_another_and_have_numbers_of_their_own() -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells)), "none covers another"
    assert max(x for x, _y in cells) < 24


def test_every_alarm_is_written_about() -> None:
    alarms = re.findall(r"- alert: (\w+)", ALERTS.read_text())
    assert len(alarms) == len(set(alarms))
    assert sorted(name for row in rows("alarm") for name in row[0]) == sorted(alarms)


def test_every_field_of_the_log_is_written_about() -> None:
    written = {
        name
        for section in document().sections
        if section.title == "The log"
        for row in section.rows[1:]
        for name in row[0]
    }
    own = {"time", "level", "logger", "message", "process", "exception", "request_id"}
    assert written == own | set(FIELDS)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool is installed")
def test_prometheus_takes_its_files() -> None:
    subprocess.run(["promtool", "check", "config", ALERTS.parent / "prometheus.yml"], check=True)
