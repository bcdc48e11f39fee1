"""The learning curves of versions over each other: smoothed, and read off epoch by epoch."""

import math
import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from recognizer.charts import DARK, DASHES, LIGHT
from tests.browser.admin_pages import log_in
from tests.browser.axe import violations
from tests.browser.conftest import NewContext
from tests.support.site import Site

Scheme = Literal["light", "dark"]

MAKE = """
from recognizer.models import ModelVersion, Status
for name, epochs in {versions!r}:
    print(ModelVersion.objects.create(name=name, epochs=epochs, status=Status.INTERRUPTED).number)
"""
DELETE = """
from recognizer.models import ModelVersion
ModelVersion.objects.filter(number__in={numbers}).delete()
"""


def epochs(count: int, least: float) -> list[dict[str, Any]]:
    """Return epochs whose accuracy rises towards 96 %, every other one a little worse."""
    return [
        {
            "epoch": epoch,
            "training_cost": math.exp(-epoch),
            "validation_cost": round(1 / (1 + epoch), 4),
            "validation_correct": round(9600 - least * math.exp(-epoch) - 100 * (epoch % 2)),
            "validation_size": 10_000,
            "learning_rate": 0.1,
            "seconds": 1.0,
        }
        for epoch in range(count)
    ]


LONG, SHORT = epochs(20, 3000), epochs(5, 6000)


@pytest.fixture(scope="module")
def numbers(site: Site) -> Iterator[list[str]]:
    """The numbers of two versions with curves."""
    command = MAKE.format(versions=[("Long", LONG), ("Short", SHORT)])
    said = site.manage("shell", "--verbosity", "0", "--command", command)
    made = said.stdout.split()[-2:]
    yield made
    site.manage("shell", "--command", DELETE.format(numbers=made))


@pytest.fixture
def curves(page: Page, site: Site, numbers: list[str]) -> Locator:
    """The curves on the page that compares the two."""
    log_in(page, site)
    page.goto(f"/admin/recognizer/modelversion/compare/?versions={','.join(numbers)}")
    section = page.get_by_role("region", name="Learning curves")
    expect(section.get_by_role("slider", name="Smoothing")).to_be_visible()
    return section


def values(curves: Locator, name: str) -> Locator:
    """Return the row of the version of that name."""
    return curves.get_by_role("row", name=re.compile(name))


def share(epoch: dict[str, Any]) -> str:
    """Return how much of an epoch's validation is right, as the page says it."""
    return f"{epoch['validation_correct'] / 100:.2f}\xa0%"


def test_the_keys_choose_an_epoch_and_the_table_has_its_values(curves: Locator) -> None:
    epoch = curves.get_by_role("slider", name="Epoch")
    expect(values(curves, "Long")).to_contain_text(share(LONG[19]))
    expect(values(curves, "Short").get_by_role("cell")).to_have_text(["–", "–"])

    epoch.press("Home")

    expect(values(curves, "Long").get_by_role("cell")).to_have_text([share(LONG[0]), "1.0000"])
    expect(values(curves, "Short").get_by_role("cell")).to_have_text([share(SHORT[0]), "1.0000"])

    epoch.press("ArrowRight")

    expect(values(curves, "Short").get_by_role("cell")).to_have_text([share(SHORT[1]), "0.5000"])
    each = [
        rf"\d+ · {name}: right {share(of[1])}, cost 0\.5000\."
        for name, of in (("Long", LONG), ("Short", SHORT))
    ]
    expect(epoch).to_have_attribute("aria-valuetext", re.compile(rf"^Epoch 1\. {each[0]} {each[1]}$"))


@pytest.mark.parametrize("chart", ["#curves-accuracy", "#curves-cost"])
def test_the_pointer_chooses_the_epoch_that_is_nearest(curves: Locator, chart: str) -> None:
    svg = curves.locator(chart)
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box
    svg.hover(position={"x": box["width"] - 17, "y": 100})
    expect(curves.locator("#curves-epoch-value")).to_have_text("19")
    svg.hover(position={"x": 58, "y": 100})
    expect(curves.locator("#curves-epoch-value")).to_have_text("0")
    expect(values(curves, "Short")).to_contain_text(share(SHORT[0]))
    places = curves.locator(f"{chart} .chosen, {chart} .dot").evaluate_all(
        "marks => marks.map((mark) => mark.getAttribute('x1') ?? mark.getAttribute('cx'))"
    )
    assert len(places) == 3
    assert len(set(places)) == 1


@pytest.mark.usefixtures("curves")
def test_a_finger_chooses_an_epoch(page: Page, new_context: NewContext) -> None:
    state = page.context.storage_state()
    phone = new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, storage_state=state
    ).new_page()
    phone.goto(page.url)
    svg = phone.locator("#curves-cost")
    expect(svg.locator(".shown").first).to_be_attached()
    svg.scroll_into_view_if_needed()

    svg.tap(position={"x": 60, "y": 100})

    expect(phone.locator("#curves-epoch-value")).to_have_text("0")
    expect(phone.locator("#curves-values").get_by_role("row").last).to_contain_text(share(SHORT[0]))


def test_smoothing_leaves_what_was_measured_behind_it(curves: Locator) -> None:
    shown, raw = (curves.locator(f"#curves-accuracy .{kind}") for kind in ("shown", "raw"))
    expect(shown).to_have_count(2)
    expect(raw).to_have_count(0)
    measured = shown.first.get_attribute("d")
    assert measured

    curves.get_by_role("slider", name="Smoothing").press("End")

    expect(curves.locator("#curves-smoothing-value")).to_have_text("0.95")
    expect(raw.first).to_have_attribute("d", measured)
    expect(shown.first).not_to_have_attribute("d", measured)
    expect(values(curves, "Long")).to_contain_text(re.compile(rf"{share(LONG[19])}\s*smoothed 9\d\.\d\d"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_key_has_the_looks_of_the_servers_picture(page: Page, curves: Locator, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    look = """paths => paths.map((path) => {
      const { stroke, strokeDasharray } = getComputedStyle(path);
      return [stroke, strokeDasharray.replaceAll(/px|,/g, "")];
    })"""
    colours = [rgb(colour) for colour in (LIGHT if scheme == "light" else DARK)]
    expected = [[colour, dashes] for colour, dashes in zip(colours, DASHES, strict=True)]
    # The looks of all six, of which two are there.
    page.locator("#curves-accuracy").evaluate(
        """(svg) => svg.append(...[2, 3, 4, 5].map((place) => {
          const path = svg.querySelector(".curve").cloneNode();
          path.setAttribute("class", `curve shown c${place} dash${place}`);
          return path;
        }))"""
    )
    assert page.locator("#curves-accuracy .shown").evaluate_all(look) == expected
    assert curves.locator(".curves-key path").evaluate_all(look) == expected[:2]


def rgb(colour: str) -> str:
    """Return a colour as a browser says it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_it_fits_and_can_be_read(page: Page, curves: Locator, width: int, scheme: Scheme) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    curves.get_by_role("slider", name="Smoothing").press("ArrowRight")
    expect(curves.locator("#curves-accuracy")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


def test_without_scripts_the_servers_picture_stays(
    page: Page, site: Site, numbers: list[str], new_context: NewContext
) -> None:
    log_in(page, site)
    plain = new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    plain.goto(f"/admin/recognizer/modelversion/compare/?versions={','.join(numbers)}")
    expect(plain.get_by_role("img", name="Accuracy and cost of each version by epoch")).to_be_visible()
    expect(plain.get_by_role("slider")).to_have_count(0)
