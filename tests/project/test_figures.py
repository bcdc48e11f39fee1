"""Figures in the documents are those of measurements that lie in the repository."""

import json
import re
from typing import Any

import pytest

from benchmarks.report import HEAD, table_lines
from recognizer import nn
from recognizer.services.paths import PRETRAINED
from tests.support.site import ROOT

RESULTS = ROOT / "benchmarks" / "results"
FIGURE = re.compile(r"(?<![\w.,])\d[\d.,]*(?: ?%| (?:s|ms|µs|MB|seconds?|minutes?|hours?|times)\b)")


def measured_speeds() -> str:
    """Return the table of speeds that the measurement itself makes."""
    rows = json.loads((RESULTS / "latest.json").read_text())["rows"]
    return "\n".join([HEAD, *(line for row in rows for line in table_lines(row))])


def facts_of(name: str) -> dict[str, Any]:
    """Return what a model file that ships says of itself."""
    header = nn.read_header(PRETRAINED.with_name(name))
    facts: dict[str, Any] = json.loads(header.metadata["digitweb.version"])
    return facts


def share(accuracy: float) -> str:
    return f"{accuracy:.2%}".replace("%", " %")


def shipped_figures() -> list[str]:
    """Return how well the network that ships reads."""
    facts = facts_of("digitweb.safetensors")
    return [share(facts["mnist_accuracy"]), share(facts["drawn_accuracy"])]


@pytest.mark.parametrize("path", ["README.md", "benchmarks/results/latest.md"])
def test_the_table_of_speeds_is_the_latest_measurement(path: str) -> None:
    assert measured_speeds() in (ROOT / path).read_text(), (
        f"copy it from benchmarks/results/latest.md into {path}"
    )


def test_every_other_figure_in_the_readme_is_one_of_the_network_that_ships() -> None:
    rest = (ROOT / "README.md").read_text().replace(measured_speeds(), "")
    assert FIGURE.findall(rest) == shipped_figures()


@pytest.mark.parametrize(
    "path", ["recognizer/pretrained/README.md", "docs/recognition.md", "docs/training.md"]
)
def test_other_documents_say_the_same_of_it(path: str) -> None:
    text = (ROOT / path).read_text()
    assert [figure for figure in shipped_figures() if figure not in text] == []


def test_what_ships_is_described_as_its_files_do() -> None:
    text = (PRETRAINED.parent / "README.md").read_text()
    lecture = facts_of("deck.safetensors")
    assert share(lecture["mnist_accuracy"]) in text
    assert f"in {facts_of('digitweb.safetensors')['training_seconds'] / 60:.0f} minutes" in text
    for name in ("digitweb", "deck"):
        command = facts_of(f"{name}.safetensors")["command"]
        assert f"{command} --output recognizer/pretrained/{name}.safetensors" in text


def test_the_temperature_is_that_of_the_network_that_ships() -> None:
    temperature = facts_of("digitweb.safetensors")["temperature"]
    assert f"The shipped version has T = {temperature:.2f}," in (ROOT / "docs" / "recognition.md").read_text()


def test_the_course_says_how_good_the_lecture_s_network_is() -> None:
    accuracy = facts_of("deck.safetensors")["mnist_accuracy"]
    choice = ROOT / "templates" / "recognizer" / "learn" / "_network_choice.html"
    assert f"trained: {accuracy:.0%}".replace("%", " %") + " of MNIST" in choice.read_text()


def test_a_figure_is_known_as_such() -> None:
    assert FIGURE.findall(
        "99.5 % of 10,000 in 12 ms or 3.19 s, twice 1,000 times, 28×28, 784-30-10, 30/s"
    ) == [
        "99.5 %",
        "12 ms",
        "3.19 s",
        "1,000 times",
    ]
