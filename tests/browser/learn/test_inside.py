"""The view into the network."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.formulas import numbers_of, signed
from tests.browser.handwriting import Sheet
from tests.browser.pictures import hand_over, photograph_of

FIGURE = re.compile(r"[−\d.]+")


@pytest.fixture
def inside(page: Page) -> Page:
    """The view, opened, with everything there."""
    page.goto("/inside/")
    expect(page.get_by_role("heading", name="Output neuron for 5")).to_be_visible()
    return page


@pytest.mark.parametrize("mode", ["Number", "One digit"])
def test_it_is_reached_from_any_read_digit(page: Page, mode: str) -> None:
    text = "72" if mode == "Number" else "7"
    page.goto("/")
    page.get_by_role("radio", name=mode).check()
    Sheet(page).write(text)
    expect(page.locator("#answer")).to_have_text(text)
    if mode == "Number":
        page.get_by_role("tab", name=re.compile("^7")).click()

    page.get_by_role("link", name="Look inside").click()

    expect(page.get_by_role("heading", name="Output neuron for 7")).to_be_visible()
    expect(page.locator("#own-reading")).to_contain_text("Read as 7")


def test_a_photographed_digit_is_shown_by_its_tile(page: Page) -> None:
    page.goto("/")
    hand_over(page, "paste", photograph_of("3"))
    expect(page.locator("#answer")).to_have_text("3")
    link = page.get_by_role("link", name="Look inside")
    expect(link).to_have_attribute("href", re.compile(r"d=t"))

    link.click()

    expect(page.locator("#own-reading")).to_contain_text("Read as 3")


def test_a_neuron_tells_of_itself_on_focus(inside: Page) -> None:
    inside.locator('[data-neuron="9.5"]').focus()
    inside.keyboard.press("ArrowDown")
    expect(inside.get_by_role("heading", name="Output neuron for 6")).to_be_visible()
    inside.keyboard.press("Home")
    expect(inside.get_by_role("heading", name="Output neuron for 0")).to_be_visible()
    assert len(FIGURE.findall(inside.locator("#neuron [data-part=formulas]").inner_text())) > 6


def test_a_neuron_tells_of_itself_under_the_pointer(inside: Page) -> None:
    inside.set_viewport_size({"width": 1440, "height": 900})
    inside.locator('[data-neuron="7.12"]').hover()
    expect(inside.get_by_role("heading", name="Neuron 12 of layer 8")).to_be_visible()


def test_a_chosen_neuron_is_in_the_address(inside: Page) -> None:
    inside.locator('[data-neuron="0.3"]').click()
    expect(inside.get_by_role("heading", name="Feature map 3 of layer 1")).to_be_visible()
    expect(inside).to_have_url(re.compile(r"l=0&u=3"))
    row = inside.get_by_role("spinbutton", name="Row")
    row.fill("4")
    row.press("Tab")
    expect(inside).to_have_url(re.compile(r"p=4\.\d+"))

    inside.reload()

    expect(inside.get_by_role("spinbutton", name="Row")).to_have_value("4")


def test_maps_are_painted_as_they_come_near_and_all_of_them_where_the_page_is_printed(inside: Page) -> None:
    layers = inside.locator("#layer-list > li").filter(has=inside.locator("canvas"))
    last, before = layers.nth(-2).locator("canvas"), layers.nth(-3).locator("canvas")
    width = "canvas => canvas.width"
    unpainted = 300
    assert last.first.evaluate(width) == unpainted, "It is far below."

    last.first.scroll_into_view_if_needed()
    expect(last.first).not_to_have_js_property("width", unpainted)

    inside.reload()
    expect(inside.get_by_role("heading", name="Output neuron for 5")).to_be_visible()
    inside.evaluate("dispatchEvent(new Event('beforeprint'))")
    for maps in (last, before):
        assert unpainted not in maps.evaluate_all("all => all.map((canvas) => canvas.width)")


def test_evidence_is_shown_for_every_digit_and_by_either_method(inside: Page) -> None:
    maps = inside.locator("#evidence-maps canvas")
    expect(maps).to_have_count(10)
    painted = maps.nth(5).evaluate("canvas => canvas.toDataURL()")

    inside.get_by_role("radio", name=re.compile("Occlusion")).check()

    expect(inside).to_have_url(re.compile("m=occlusion"))
    expect(inside.locator("#why-words")).to_contain_text("is covered")
    assert maps.nth(5).evaluate("canvas => canvas.toDataURL()") != painted


def test_why_not_another_digit_is_answered_by_the_difference(inside: Page) -> None:
    inside.get_by_role("combobox", name="that digit").select_option("7")
    expect(inside.locator("#why-words")).to_contain_text("times as likely as 7")
    expect(inside.locator("#why-map")).to_have_attribute("aria-label", "Ink for 5 rather than 7")

    inside.get_by_role("combobox", name="that digit").select_option("5")
    expect(inside.locator("#why-words")).to_have_text("Choose two different digits.")
    expect(inside.get_by_role("img", name="Ink for the one digit rather than the other")).to_be_visible()


def test_output_temperature_and_confidence_agree(inside: Page) -> None:
    reading = inside.locator("#own-reading")
    expect(reading).to_have_text(re.compile(r"Read as 5"))
    confidence = inside.locator("#layer-list .confidence")
    expect(confidence).to_contain_text("follows from them by the temperature of the version, T = 0.6465")

    *_, a, _one, temperature, total, p = numbers_of(confidence.locator(".formula"))

    assert temperature == 0.6465
    assert p == pytest.approx(a ** (1 / temperature) / total, abs=1e-3)
    assert p > 0.995
    expect(reading).to_contain_text("> 99%")
    formulas = inside.locator("#neuron [data-part=formulas] .formula")
    assert numbers_of(formulas.nth(3))[-1] == pytest.approx(a, abs=5e-4), "what the neuron says of itself"
    assert numbers_of(formulas.nth(4)) == numbers_of(confidence.locator(".formula"))
    expect(inside.locator("#layer-list .output.best .output-share")).to_have_text(f"{100 * a:.0f}%")


def test_every_output_has_its_own_probability(inside: Page) -> None:
    inside.locator("#layer-list .output").last.click()
    expect(inside.get_by_role("heading", name="Output neuron for no digit")).to_be_visible()
    formula = inside.locator("#neuron [data-part=formulas] .formula").last
    assert numbers_of(formula)[0] == 10


def test_the_difference_of_two_sums_is_that_of_the_sums_as_they_are_shown(inside: Page) -> None:
    formula = inside.locator("#why-words .formula").first
    for digit in "012346789":
        inside.get_by_role("combobox", name="that digit").select_option(digit)
        expect(inside.locator("#why-map")).to_have_attribute("aria-label", f"Ink for 5 rather than {digit}")
        text = signed(formula.inner_text()).replace("\n", "").replace(" ", "")
        found = re.search(r"≈(-?[\d.]+)-\(?(-?[\d.]+)\)?=(-?[\d.]+)$", text)
        assert found, text
        one, other, difference = map(Decimal, found.groups())
        assert one - other == difference


def test_the_nearest_known_digits_come_when_all_were_looked_at(inside: Page) -> None:
    first = inside.locator("#neighbour-list canvas").first
    expect(first).to_have_attribute("aria-label", re.compile(r"^A 5, distance"))


def test_the_answering_version_is_offered(inside: Page) -> None:
    expect(inside.get_by_role("combobox", name="Version of the network")).to_have_value("0")
    expect(inside.locator("#version option").first).to_have_text(re.compile("answers now"))


def test_a_neuron_that_the_version_has_not_is_said(page: Page) -> None:
    page.goto("/inside/?l=50&u=3")
    expect(page.locator("#trouble")).to_contain_text("layer: expected 0 to 9, found 50.")
