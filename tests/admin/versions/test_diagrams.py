"""Diagrams of versions: what they show, in the reader's language."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from recognizer.admin.versions.diagrams import curves_of, learning_curve, learning_curves, reliability_diagram
from recognizer.models import ModelVersion
from tests.support.svg import parsed

WIDTHS = pytest.mark.parametrize("narrow", [False, True])


def epochs(*correct: int) -> list[dict[str, Any]]:
    return [
        {
            "epoch": number,
            "training_cost": 1 / number,
            "validation_cost": 2 / number,
            "validation_correct": count,
            "validation_size": 1000,
        }
        for number, count in enumerate(correct, 1)
    ]


def drawn(picture: bytes) -> ET.Element:
    """Return a diagram in which everything lies within the picture."""
    root = parsed(picture)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    places = [
        *((text.get("x"), text.get("y")) for text in root.iter("text")),
        *((dot.get("cx"), dot.get("cy")) for dot in root.iter("circle")),
        *(place.split(",") for line in root.iter("polyline") for place in line.get("points", "").split()),
    ]
    assert all(0 <= float(x or -1) <= width and 0 <= float(y or -1) <= height for x, y in places)
    return root


def words(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter("text")]


def lines(root: ET.Element) -> dict[str, int]:
    """Return how many points each line has, by its look."""
    return {line.get("class", ""): len(line.get("points", "").split()) for line in root.iter("polyline")}


@WIDTHS
def test_a_learning_curve_marks_the_best_epoch(*, narrow: bool) -> None:
    root = drawn(learning_curve(epochs(800, 950, 940), narrow=narrow))
    assert lines(root) == {"line c0": 3, "line c1 dash1": 3, "line c1 dash3": 3}
    assert "best: 95.00 %" in words(root)
    *_, accuracy = root.iter("polyline")
    best = accuracy.get("points", "").split()[1]
    assert best in [f"{dot.get('cx')},{dot.get('cy')}" for dot in root.iter("circle")]


def test_a_learning_curve_of_one_epoch_is_dots() -> None:
    root = drawn(learning_curve(epochs(98)))
    assert lines(root) == {}
    assert len(list(root.iter("circle"))) == 1 + 4, "one in the key, the best one twice"
    assert "1" in words(root)


@WIDTHS
def test_several_curves_have_looks_of_their_own(*, narrow: bool) -> None:
    versions = [
        ModelVersion(number=number, name=f"n{number}", epochs=epochs(*range(100, 900, 100 * number)))
        for number in range(1, 7)
    ]
    root = drawn(learning_curves(versions, narrow=narrow))
    looks = [line.get("class") for line in root.iter("polyline")]
    own = [f"line c{place} dash{place}" for place in range(6)]
    assert looks == 2 * own
    assert {str(version) for version in versions} <= set(words(root))
    assert words(root).count("epoch") == 2
    key = [path.get("class") for path in root.iter("path") if "dash" in path.get("class", "")]
    assert key == own


def test_a_script_gets_the_values_of_the_curves() -> None:
    unvalidated = {"epoch": 3, "validation_cost": None, "validation_correct": None, "validation_size": None}
    version = ModelVersion(epochs=[*epochs(500, 985), unvalidated])
    assert curves_of([version]) == [{"epochs": [1, 2, 3], "accuracy": [50, 98.5, None], "cost": [2, 1, None]}]


@WIDTHS
def test_a_reliability_diagram_has_bars_where_there_are_answers(*, narrow: bool) -> None:
    counts, confidence, accuracy = [0, 1, 9000, 40], [0, 0.3, 0.6, 0.9], [0, 1, 0.5, 0.9]
    root = drawn(reliability_diagram(counts, confidence, accuracy, narrow=narrow))
    bars = [path for path in root.iter("path") if path.get("class", "").startswith("bar")]
    assert [bar.get("class", "").strip() for bar in bars] == ["bar c0", "bar", *["bar c0"] * 3, *["bar"] * 3]
    whole, half, _ = (height(bar.get("d", "")) for bar in bars[2:5])
    assert half == pytest.approx(whole / 2, abs=0.2)
    one, most, some = (height(bar.get("d", "")) for bar in bars[5:])
    assert 2 < one < some < most
    assert len(list(root.iter("circle"))) == 1 + 3


def height(bar: str) -> float:
    bottom, top = re.findall(r"^M\S+ ([\d.]+)V([\d.]+)", bar)[0]
    return float(bottom) - float(top)


def test_they_speak_the_reader_s_language() -> None:
    with translation.override("zh-hans"):
        said = words(drawn(learning_curve(epochs(800, 950)))) + words(
            drawn(reliability_diagram([5, 5], [0.2, 0.8], [0, 1]))
        )
    assert {"轮次", "验证集代价", "最佳: 95.00 %", "置信度", "理想校准"} <= set(said)
