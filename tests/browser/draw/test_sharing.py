"""Sharing a drawing by its address, saving it, finding it again; what a reload keeps of undo; the camera."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Page, Playwright, expect

from tests.browser.conftest import RECOGNIZE, NewContext
from tests.browser.draw.test_pictures import expect_reading
from tests.browser.handwriting import Sheet
from tests.browser.pictures import hand_over, photograph_of
from tests.browser.waiting import all_is_read, comes_to_announce, listen
from tests.support.chromium import launched, patient
from tests.support.patience import wait_until
from tests.support.site import Site

KEPT = """async () => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { keptReadings } = await import(loaded.find((name) => name.includes("/keep/readings.")));
  return (await keptReadings()).map(({ text }) => text);
}"""


def write(page: Page, text: str) -> None:
    """Write a number and wait until it is read."""
    Sheet(page).write(text)
    expect(page.locator("#answer")).to_have_text(text)
    all_is_read(page)


def wait_for_kept(page: Page, *texts: str) -> None:
    """Wait until the browser keeps these readings, the newest first."""
    wait_until(lambda: page.evaluate(KEPT) == list(texts), lambda: page.evaluate(KEPT), page.wait_for_timeout)


def test_a_drawing_is_shared_by_its_address(page: Page, sheet: Sheet, new_context: NewContext) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    write(page, "504192")
    ink = sheet.ink()
    page.get_by_role("button", name="Share", exact=True).click()
    slip = page.get_by_role("dialog", name="Share this drawing")
    address = slip.get_by_label("Address of the drawing").input_value()
    slip.get_by_role("button", name="Copy the address").click()
    expect(slip.get_by_role("status")).to_have_text("The address is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == address
    slip.get_by_role("button", name="Copy as a picture").click()
    expect(slip.get_by_role("status")).to_have_text("The picture is copied.")
    assert page.evaluate("async () => (await navigator.clipboard.read())[0].types") == ["image/png"]
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error()) }")
    slip.get_by_role("button", name="Copy as a picture").click()
    expect(slip.get_by_role("status")).to_contain_text("does not allow copying pictures")
    page.keyboard.press("Escape")
    expect(slip).to_be_hidden()
    expect(page.locator("#answer")).to_have_text("504192")

    other = new_context().new_page()
    other.goto(address)
    expect(other.locator("#answer")).to_have_text("504192")
    expect(other.locator("#giving")).not_to_contain_text("Was that right?")
    assert "d=" not in other.url, "Who draws on and reloads does not lose what was drawn."
    assert Sheet(other).ink() == pytest.approx(ink, rel=0.02)
    other.keyboard.press("Control+z")
    expect(other.locator("#undo")).to_be_disabled()

    other.goto(f"{address[:-9]}&mode=number")
    expect(other.locator("#trouble")).to_contain_text("holds no drawing")
    expect(other.locator("#boxes .box")).to_have_count(0)


def saved(page: Page, kind: str) -> Download:
    """Save what is drawn, and return the file."""
    page.get_by_role("button", name="Save as").click()
    with page.expect_download() as download:
        page.get_by_role("dialog", name="Save as").get_by_role("button", name=kind).click()
    return download.value


def test_a_drawing_is_saved_as_what_one_likes(page: Page, sheet: Sheet, site: Site) -> None:
    listen(page)
    write(page, "17")
    drawn = json.loads(page.evaluate("sessionStorage.getItem('digitweb.strokes')"))

    json_file = saved(page, "JSON")
    assert json_file.suggested_filename == "digitweb-17.json"
    question = json.loads(Path(json_file.path()).read_text())
    assert question["strokes"] == [[[x, y] for x, y, _ in stroke] for stroke in drawn]
    assert site.ask("recognize", question)["text"] == "17"

    svg = Path(saved(page, "SVG").path())
    page.evaluate(
        """svg => {
          const read = new DOMParser().parseFromString(svg, "image/svg+xml");
          if (read.querySelector("parsererror")) throw new Error(svg);
        }""",
        svg.read_text(),
    )
    assert svg.read_text().count("<path") == len(drawn)

    picture = Image.open(Path(saved(page, "PNG").path()))
    x, y = drawn[0][0][:2]
    left, top = (min(point[axis] for stroke in drawn for point in stroke) - 24 for axis in (0, 1))
    assert picture.convert("RGB").getpixel((round((x - left) * 2), round((y - top) * 2))) == (27, 44, 84)
    assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    comes_to_announce(page, "Saved as digitweb-17.png")

    photograph = photograph_of("504")
    hand_over(page, "drop", photograph)
    expect_reading(page, "504")
    question = json.loads(Path(saved(page, "JSON").path()).read_text())
    assert site.ask("recognize", question)["text"] == "504"
    page.get_by_role("button", name="Save as").click()
    expect(page.get_by_role("dialog", name="Save as").get_by_role("button", name="SVG")).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("too large for an address")


def test_the_last_readings_are_found_again_until_they_are_deleted(page: Page, sheet: Sheet) -> None:
    write(page, "504")
    wait_for_kept(page, "504")
    page.keyboard.press("Escape")
    write(page, "17")
    wait_for_kept(page, "17", "504")
    photograph = photograph_of("71")
    hand_over(page, "paste", photograph)
    expect_reading(page, "71")
    wait_for_kept(page, "71", "17", "504")
    page.reload()
    expect_reading(page, "71")
    all_is_read(page)
    wait_for_kept(page, "71", "17", "504")

    listen(page)
    slip = page.get_by_role("dialog", name="The last readings")
    page.get_by_role("button", name="History").click()
    expect(slip.get_by_role("listitem")).to_have_count(3)
    expect(slip).to_contain_text("They are sent nowhere")
    assert page.evaluate(
        "[...document.querySelectorAll('#readings-slip img')].every(({ naturalWidth }) => naturalWidth > 20)"
    )
    slip.get_by_role("button", name=re.compile("^504, .*: bring it back")).click()
    comes_to_announce(page, "The drawing is back on the sheet.")
    expect(page.locator("#answer")).to_have_text("504")
    page.locator("#boxes .box").first.focus()
    page.keyboard.press("6")
    wait_for_kept(page, "604", "71", "17")

    page.get_by_role("button", name="History").click()
    slip.get_by_role("button", name=re.compile("^71, ")).click()
    expect_reading(page, "71")

    page.get_by_role("button", name="History").click()
    slip.get_by_role("button", name=re.compile("^Delete 604")).click()
    expect(slip.get_by_role("listitem")).to_have_count(2)
    expect(slip.get_by_role("button", name=re.compile("^Delete 17"))).to_be_focused()
    slip.get_by_role("button", name="Delete all").click()
    expect(slip).to_contain_text("None yet.")
    slip.get_by_role("button", name="Close").click()
    page.reload()
    expect_reading(page, "71")
    all_is_read(page)
    wait_for_kept(page)

    page.get_by_role("button", name="History").click()
    slip.get_by_label("Keep readings in this browser").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    write(page, "5")
    page.get_by_role("button", name="History").click()
    expect(slip).to_contain_text("None yet.")
    expect(slip.get_by_label("Keep readings in this browser")).not_to_be_checked()


def test_what_can_be_undone_outlives_a_reload(page: Page, sheet: Sheet) -> None:
    page.route(RECOGNIZE, lambda route: route.abort())
    strokes = [[(x, 40), (x, 140)] for x in (60, 120, 180)]
    sheet.draw(strokes)
    ink = sheet.ink()
    page.keyboard.press("Control+z")
    page.reload()
    page.keyboard.press("Control+Shift+z")
    assert sheet.ink() == ink
    for _ in strokes:
        page.keyboard.press("Control+z")
    assert sheet.ink() == 0
    expect(page.locator("#undo")).to_be_disabled()
    page.reload()
    page.keyboard.press("Control+y")
    assert 0 < sheet.ink() < ink


def test_the_camera_of_a_computer_takes_a_picture(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    frame = io.BytesIO()
    Image.open(io.BytesIO(photograph_of("504"))).save(frame, "JPEG", quality=95)
    film = tmp_path / "film.mjpeg"
    film.write_bytes(frame.getvalue() * 3)
    browser = launched(
        playwright,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    page = patient(browser.new_context(service_workers="block")).new_page()
    page.add_init_script(
        """const own = MediaDevices.prototype.getUserMedia;
        MediaDevices.prototype.getUserMedia = async function (wanted) {
          globalThis.held = await own.call(this, wanted);
          return globalThis.held;
        };"""
    )
    page.goto(site.url)
    page.get_by_role("button", name="Camera").click()
    slip = page.get_by_role("dialog", name="Take a picture")
    slip.get_by_role("button", name="Take", exact=True).click()
    expect(slip.get_by_role("status")).to_have_text("The picture is taken.")
    slip.get_by_role("button", name="Take another").click()
    slip.get_by_role("button", name="Take", exact=True).click()
    slip.get_by_role("button", name="Have it read").click()
    expect_reading(page, "504")
    assert page.evaluate("held.getTracks().map(({ readyState }) => readyState)") == ["ended"]

    page.evaluate(
        """() => {
          const refusal = new DOMException("", "NotAllowedError");
          MediaDevices.prototype.getUserMedia = () => Promise.reject(refusal);
        }"""
    )
    page.get_by_role("button", name="Camera").click()
    expect(slip.get_by_role("status")).to_contain_text("may not use the camera")
    expect(slip.get_by_role("button", name="Take", exact=True)).to_be_disabled()
    page.keyboard.press("Escape")
    expect_reading(page, "504")
    browser.close()
