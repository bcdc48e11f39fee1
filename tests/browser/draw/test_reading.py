"""A person draws on the real page, the real network reads."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.handwriting import DIGITS, Sheet
from tests.browser.waiting import place_of


@pytest.mark.parametrize("digit", DIGITS)
def test_it_reads_each_digit_drawn_with_the_mouse(page: Page, sheet: Sheet, digit: str) -> None:
    page.get_by_role("radio", name="One digit").check()

    sheet.write(digit)

    expect(page.locator("#answer")).to_have_text(digit)


@pytest.mark.parametrize("number", ["10", "365", "504192"])
def test_it_reads_a_number(page: Page, sheet: Sheet, number: str) -> None:
    sheet.write(number)

    expect(page.locator("#answer")).to_have_text(number)
    expect(page.get_by_role("tab")).to_have_count(len(number))


def test_a_number_of_twenty_digits_fits(page: Page, sheet: Sheet) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})

    sheet.write("50419236507182649301")

    expect(page.locator("#boxes .box")).to_have_count(20)
    expect(page.locator("#answer")).to_have_text("50419236507182649301")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_it_reads_while_the_pen_is_still_down(page: Page, sheet: Sheet) -> None:
    (stroke,) = Sheet.placed("3", *sheet.size)
    box = place_of(sheet.pad)
    page.mouse.move(box["x"] + stroke[0][0], box["y"] + stroke[0][1])
    page.mouse.down()
    for x, y in stroke[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y)

    expect(page.locator("#answer")).to_have_text("3")

    page.mouse.up()
    expect(page.locator("#answer")).to_have_text("3")


def test_it_shows_the_bars_the_tile_and_the_version_that_answered(page: Page, sheet: Sheet) -> None:
    sheet.write("2")

    expect(page.locator("#answer")).to_have_text("2")
    expect(page.locator(".bars .best")).to_contain_text("2")
    expect(page.locator(".bars li")).to_have_count(10)
    expect(page.locator("#model")).to_contain_text("Version 1")
    expect(page.locator("#timings")).to_contain_text("ms in the network")
    tile = page.locator("#tile")
    expect(tile).to_be_visible()
    assert tile.evaluate("tile => [tile.naturalWidth, tile.naturalHeight]") == [28, 28]


def test_it_names_the_live_version_before_anything_is_drawn(page: Page, sheet: Sheet) -> None:
    expect(page.locator("#model")).to_contain_text("Version 1")
    expect(page.locator("#verdict")).to_have_text("Nothing is drawn yet.")


def test_it_reads_a_picture(page: Page, sheet: Sheet) -> None:
    sheet.write("4")
    expect(page.locator("#answer")).to_have_text("4")
    picture = sheet.pad.evaluate(
        """pad => {
          const photo = document.createElement("canvas");
          [photo.width, photo.height] = [pad.width, pad.height];
          const context = photo.getContext("2d");
          context.fillStyle = "white";
          context.fillRect(0, 0, photo.width, photo.height);
          context.drawImage(pad, 0, 0);
          return photo.toDataURL("image/png").split(",")[1];
        }"""
    )
    page.keyboard.press("Escape")
    expect(page.locator("#answer")).to_have_text("")

    sheet.choose_picture(picture)

    expect(page.locator("#answer")).to_have_text("4")
    assert sheet.ink() > 0, "The picture itself is shown."
