"""What an operator does with versions: looks into one, compares two, lets them read a drawing."""

import io
import re
from collections.abc import Iterator
from typing import Literal

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.audits import FAINT_TEXT, NAMELESS_CONTROLS, REPEATED_IDS
from tests.browser.handwriting import Sheet
from tests.support.site import Site
from tests.support.versions import write_untrained_network

ADMIN = "/admin/recognizer/modelversion"

REGISTER = """
from pathlib import Path
from recognizer.services.versions.registry import register_file
print(register_file(Path({path!r})).number)
"""
DELETE = "from recognizer.models import ModelVersion; ModelVersion.objects.filter(number={number}).delete()"


@pytest.fixture(scope="module")
def untrained(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The number of a version beside the shipped one, which has learned nothing."""
    path = write_untrained_network(tmp_path_factory.mktemp("versions") / "untrained.safetensors")
    said = site.manage("shell", "--verbosity", "0", "--command", REGISTER.format(path=str(path)))
    number = int(said.stdout.split()[-1])
    yield number
    site.manage("shell", "--command", DELETE.format(number=number))


@pytest.fixture
def admin(page: Page, site: Site) -> Page:
    """The browser of somebody who is logged in."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.admin_password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_weights_have_the_colours_that_the_course_gives_them(
    admin: Page, untrained: int, scheme: Literal["light", "dark"]
) -> None:
    admin.emulate_media(color_scheme=scheme)
    admin.goto("/inside/")
    expect(admin.get_by_role("heading", name="Output neuron for 5")).to_be_visible()
    course = [
        admin.locator(f"#neuron .swatch.{sign}").evaluate("mark => getComputedStyle(mark).backgroundColor")
        for sign in ("for", "against")
    ]
    legend = admin.locator("#neuron .legend").inner_text().split("\n")
    assert [line.strip() for line in legend if line.strip()] == ["above 0", "below 0"]

    admin.goto(f"{ADMIN}/{untrained}/weights/")

    for sign, colour in zip(("positive", "negative"), course, strict=True):
        rect = admin.locator(f".version-{sign}").first
        assert rect.evaluate("rect => getComputedStyle(rect).fill") == colour
    expect(admin.get_by_role("img", name=re.compile("orange is minus .*, blue is"))).to_be_visible()
    ends = admin.locator(".version-scale").evaluate("scale => getComputedStyle(scale).backgroundImage")
    assert ends.index(course[1]) < ends.index(course[0]), "below zero at the left"
    blue, orange = ([int(part) for part in re.findall(r"\d+", colour)] for colour in course)
    assert blue[2] > blue[0] + 60
    assert orange[0] > orange[2] + 60


def test_the_admin_s_own_theme_decides_on_the_colours(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/{untrained}/weights/")
    fill = "rect => getComputedStyle(rect).fill"
    fills = {}
    for system in ("light", "dark"):
        admin.emulate_media(color_scheme=system)
        for theme in ("light", "dark"):
            admin.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            signs = [
                admin.locator(f".version-{sign}").first.evaluate(fill) for sign in ("positive", "negative")
            ]
            fills[system, theme] = signs
    assert (
        fills["light", "light"] == fills["dark", "light"] != fills["light", "dark"] == fills["dark", "dark"]
    )


def test_a_picture_of_weights_shows_both_signs(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/{untrained}/weights/")
    shot = Image.open(io.BytesIO(admin.locator(".version-weights svg").first.screenshot())).convert("RGB")
    pixels = np.asarray(shot, np.int64).reshape(-1, 3)
    assert (pixels[:, 2] - pixels[:, 0] > 60).mean() > 0.05, "blue"
    assert (pixels[:, 0] - pixels[:, 2] > 60).mean() > 0.05, "orange"


def test_a_cell_of_the_confusion_matrix_opens_the_drawings(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/{untrained}/change/")
    expect(admin.locator("[data-part]")).to_have_count(0)
    drawn = admin.get_by_role("region", name="Confusion matrix").last

    cell = drawn.get_by_role("link").first
    said = re.fullmatch(r"([\d,]+): (\d) read as (\d)", cell.get_attribute("aria-label") or "")
    assert said
    cell.click()

    expect(admin.get_by_role("heading", level=1)).to_contain_text(f"{said[2]} read as {said[3]}")
    tiles = admin.locator(".version-tile")
    expect(tiles).to_have_count(min(60, int(said[1].replace(",", ""))))
    for tile in tiles.all()[:3]:
        assert (tile.get_attribute("alt") or "").endswith(f"a {said[2]}")
        assert tile.evaluate("image => image.naturalWidth") == 28


def test_two_versions_are_selected_and_compared(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/")
    for number in (1, untrained):
        admin.locator(f"#result_list .action-select[value='{number}']").check()
    admin.get_by_label("Action:").select_option("compare_selected")
    admin.get_by_role("button", name="Run").or_(admin.get_by_role("button", name="Go")).click()

    expect(admin).to_have_url(re.compile(r"/compare/\?versions=\d+,\d+$"))
    expect(admin.get_by_role("heading", name=re.compile("samples read differently")).last).to_be_visible()
    expect(admin.get_by_role("row", name=re.compile("1,000 tiles .* ms .* ms"))).to_be_visible()
    expect(admin.get_by_role("img", name="Share of right answers by epoch")).to_be_visible()


def test_a_drawing_is_read_by_each_version(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/playground/?versions=1,{untrained}")
    cards = admin.locator(".playground-card")
    expect(cards).to_have_count(2)
    active = cards.filter(has_text="active")

    Sheet(admin).write("5")

    expect(active.locator(".playground-text")).to_have_text("5")
    other = admin.locator(f".playground-card[data-version='{untrained}']")
    expect(other.locator(".playground-text")).to_have_text(re.compile(r"^\d$"))
    expect(other.locator(".playground-bars li")).to_have_count(10)
    expect(admin.locator("#agreement")).to_have_text(re.compile(r"^(All read 5\.|They disagree: 5 by 1; )"))

    admin.keyboard.press("Escape")

    expect(active.locator(".playground-text")).to_be_empty()
    expect(admin.locator("#agreement")).to_have_text("Nothing is drawn yet.")

    admin.keyboard.press("Control+z")

    expect(active.locator(".playground-text")).to_have_text("5")


def test_a_number_is_read_by_each_version(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/playground/?versions=1,{untrained}")
    admin.get_by_role("radio", name="Number").check()

    Sheet(admin).write("504")

    shipped = admin.locator(".playground-card[data-version='1']")
    expect(shipped.locator(".playground-text")).to_have_text("504")
    expect(shipped.locator(".playground-bars li")).to_have_count(3)


def test_a_drawing_and_its_mode_are_there_after_a_reload(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/playground/")
    admin.get_by_role("radio", name="Number").check()
    Sheet(admin).write("504")
    shipped = admin.locator(".playground-card[data-version='1'] .playground-text")
    expect(shipped).to_have_text("504")

    admin.reload()

    expect(shipped).to_have_text("504")
    expect(admin.get_by_role("radio", name="Number")).to_be_checked()


def test_two_fingers_on_its_sheet_draw_nothing(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/playground/")
    sheet = Sheet(admin)
    sheet.touch("touchStart", (1, 50, 50))
    sheet.touch("touchStart", (1, 50, 50), (2, 100, 50))
    sheet.touch("touchMove", (1, 50, 90), (2, 100, 90))
    sheet.touch("touchEnd")

    assert sheet.ink() == 0
    expect(admin.locator("#clear")).to_be_disabled()


def test_the_keyboard_alone_does_it(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/playground/")
    admin.get_by_role("button", name="Draw a 7").focus()
    admin.keyboard.press("Enter")
    expect(admin.locator(".playground-card[data-version='1'] .playground-text")).to_have_text("7")

    admin.get_by_role("button", name="Clear").focus()
    admin.keyboard.press("Enter")
    expect(admin.locator("#agreement")).to_have_text("Nothing is drawn yet.")


def test_it_waits_for_a_server_that_is_away(admin: Page, untrained: int) -> None:
    admin.goto(f"{ADMIN}/playground/")
    admin.route("**/playground/read/**", lambda route: route.abort())
    admin.get_by_role("button", name="Draw a 3").click()
    expect(admin.locator("#agreement")).to_contain_text("The server does not answer.")

    admin.unroute("**/playground/read/**")

    expect(admin.locator(".playground-card[data-version='1'] .playground-text")).to_have_text("3")


def test_a_part_that_could_not_be_loaded_can_be_tried_again(admin: Page, untrained: int) -> None:
    admin.route("**/weights/**", lambda route: route.fulfill(status=500, body="no"))
    admin.goto(f"{ADMIN}/{untrained}/change/")
    retry = admin.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()

    admin.unroute("**/weights/**")
    retry.click()

    expect(admin.get_by_role("img", name="Neuron 10", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page_name", ["playground/", "1/change/", "compare/?versions=1,{untrained}"])
def test_the_pages_fit_a_phone_and_can_be_read(
    admin: Page, untrained: int, page_name: str, scheme: Literal["light", "dark"]
) -> None:
    admin.set_viewport_size({"width": 360, "height": 740})
    admin.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    admin.goto(f"{ADMIN}/{page_name.format(untrained=untrained)}")
    expect(admin.locator("[data-part]")).to_have_count(0)

    assert admin.evaluate("document.documentElement.scrollWidth") == 360
    assert [text for text in admin.evaluate(FAINT_TEXT) if not text.startswith(DJANGOS_OWN)] == []
    assert admin.evaluate(REPEATED_IDS) == []
    assert admin.evaluate(NAMELESS_CONTROLS) == []


DJANGOS_OWN = ("digitweb:",)
