"""What the pages say while networks of other kinds answer than the shipped one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.formulas import numbers_of
from tests.support.site import Site, running_site
from tests.support.versions import OTHER_KINDS, write_network

PUT_LIVE = """
from pathlib import Path
from recognizer.services.versions.registry import register_file
from tests.support.versions import put_live
version = register_file(Path({path!r}))
put_live(version)
print(version.number)
"""

LEFT = {
    "sigmoid": "Ten outputs are left. The largest is the answer.",
    "one_layer": "Ten outputs are left. The largest is the answer.",
    "convolutional": "Eleven outputs are left, one for each digit and one for ink that is no digit.",
}
ACTIVATIONS = {
    "sigmoid": "σ: sigmoid in all layers",
    "one_layer": "σ: softmax in all layers",
    "convolutional": "σ: ReLU, tanh in the hidden layers, softmax in the output layer",
}
COSTS = {
    "sigmoid": "cost: quadratic",
    "one_layer": "cost: cross-entropy",
    "convolutional": "cost: cross-entropy",
}
RULES = {
    "sigmoid": "",
    "one_layer": "Momentum makes another step",
    "convolutional": "AdamW makes another step",
}
NEIGHBOURS = {
    "sigmoid": "The last hidden layer writes",
    "one_layer": "This version has no hidden layer",
    "convolutional": "The last hidden layer writes",
}
UNSEEN = {
    "sigmoid": ["Conv2D.weighted_inputs", "ReLU.forward", "Adam.step_piece", "CrossEntropy.output_error"],
    "one_layer": ["Conv2D.weighted_inputs", "Sigmoid.forward", "SGD.step_piece", "QuadraticCost.gradient"],
    "convolutional": ["Sigmoid.forward", "SGD.step_piece", "QuadraticCost.gradient"],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    """A site of this file's own: other versions answer on it."""
    folder = tmp_path_factory.mktemp("other-versions")
    with running_site(folder, prepared=prepared, WEB_WORKERS="1") as site:
        yield site


@pytest.fixture(scope="module", params=OTHER_KINDS)
def kind(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The kind of the network that answers."""
    name: str = request.param
    path = write_network(tmp_path_factory.mktemp("networks") / f"{name}.safetensors", **OTHER_KINDS[name])
    said = site.manage("shell", "--verbosity", "0", "--command", PUT_LIVE.format(path=str(path)))
    site.wait_for_version(int(said.stdout.split()[-1]))
    return name


def outputs_of(kind: str) -> int:
    layers: list[dict[str, Any]] = OTHER_KINDS[kind]["architecture"]["layers"]
    return int(layers[-1]["units"])


def test_the_summary_tells_of_this_network(page: Page, kind: str) -> None:
    page.goto("/learn/summary/")
    expect(page.locator("[data-now=activations]")).to_have_text(ACTIVATIONS[kind])
    expect(page.locator("[data-now=cost]")).to_have_text(COSTS[kind])
    expect(page.locator("[data-now=rule]")).to_contain_text(RULES[kind])
    expect(page.locator("[data-now=error]")).to_have_text(
        "" if kind == "sigmoid" else "with this cost and softmax outputs, δ = a − y"
    )
    for code in UNSEEN[kind]:
        expect(page.get_by_text(code, exact=True)).to_be_hidden()
    expect(page.locator("#outputs-left")).to_contain_text(LEFT[kind])
    expect(page.locator("#step-outputs li")).to_have_count(outputs_of(kind))


def test_code_that_is_opened_is_that_which_this_network_runs(page: Page, kind: str) -> None:
    page.goto("/learn/summary/")
    optimizer = {"sigmoid": "descent", "one_layer": "momentum", "convolutional": "adam"}[kind]
    page.locator(f"details[data-source={optimizer}] summary").click()
    expect(page.locator(f"details[data-source={optimizer}] pre")).to_contain_text("def step_piece")


def test_the_first_page_shows_all_outputs_of_this_network(page: Page, kind: str) -> None:
    page.goto("/learn/neural-networks/")
    expect(page.locator("#ten-outputs li")).to_have_count(outputs_of(kind))
    expect(page.locator("#change-found")).to_have_text(re.compile(r"\d"))
    assert page.locator("#trouble").text_content() == ""


def test_the_look_inside_tells_of_this_network(page: Page, kind: str) -> None:
    page.goto("/inside/")
    expect(page.locator("#layer-list > li:last-of-type h3").first).to_contain_text(
        "one for ink that is no digit" if outputs_of(kind) == 11 else "Output: a neuron for each digit "
    )
    expect(page.locator("#layer-list .output")).to_have_count(outputs_of(kind))
    expect(page.locator("#neighbours-about")).to_contain_text(NEIGHBOURS[kind])
    expect(page.locator("#evidence-maps canvas")).to_have_count(10)
    page.locator("#layer-list .output").last.click()
    expect(page.locator("#neuron-title")).to_contain_text("no digit" if outputs_of(kind) == 11 else "9")
    assert page.locator("#trouble").text_content() == ""


def test_what_is_below_zero_has_its_own_colour(page: Page, kind: str) -> None:
    page.goto("/inside/")
    expect(page.locator("#layer-list .output")).to_have_count(outputs_of(kind))
    headings = page.locator("#layer-list h3").filter(has_text="blue above 0, orange below")
    expect(headings).to_have_count(1 if kind == "convolutional" else 0)  # that of the tanh neurons
    if kind == "convolutional":
        cells = page.locator("#layer-list .signed .cell[style*='0.']:not([style*='0.0'])")  # not too pale
        colours = cells.evaluate_all("cells => cells.map((cell) => getComputedStyle(cell).backgroundColor)")
        below = cells.evaluate_all("cells => cells.map((cell) => cell.classList.contains('below'))")
        assert len(set(below)) == 2
        shares = [[float(part) for part in re.findall(r"[\d.]+", colour)][:3] for colour in colours]
        assert [red > blue for red, _green, blue in shares] == below


def test_output_and_temperature_make_the_confidence(page: Page, kind: str) -> None:
    page.goto("/inside/")
    confidence = page.locator("#layer-list .confidence")
    expect(confidence).to_contain_text("T =")
    *_, a, _one, temperature, total, p = numbers_of(confidence.locator(".formula"))
    assert temperature == OTHER_KINDS[kind].get("temperature", 1)
    assert p == pytest.approx(a ** (1 / temperature) / total, abs=1e-3)
    expect(page.locator("#own-reading")).to_contain_text(f"{100 * p:.0f}%")
