"""What outlives a reload, the language switch and the way back; and what does not stay behind."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.draw.test_pictures import expect_reading
from tests.browser.handwriting import Sheet
from tests.browser.pictures import hand_over, photograph_of
from tests.browser.test_languages import switch_to
from tests.browser.waiting import all_is_read
from tests.support.patience import wait_until

DAY_MS = 24 * 60 * 60 * 1000

# Every picture that the browser keeps, oldest first.
KEPT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("digitweb", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("pictures", { keyPath: "id" });
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asking = opening.result.transaction("pictures").objectStore("pictures").getAll();
    asking.onsuccess = () => {
      opening.result.close();
      const kept = asking.result.sort((one, other) => one.at - other.at);
      resolve(kept.map(({ id, at, file }) => ({ id, at, size: file.size, name: file.name ?? null })));
    };
  };
})"""


def wait_for_kept(page: Page, *sizes: int) -> None:
    """Wait until the browser keeps pictures of these sizes and no other."""

    def kept() -> list[int]:
        return [picture["size"] for picture in page.evaluate(KEPT)]

    wait_until(lambda: kept() == list(sizes), kept, page.wait_for_timeout)


def show_picture(page: Page, text: str = "504") -> bytes:
    """Hand a photograph over, and wait until it is read and kept."""
    picture = photograph_of(text)
    hand_over(page, "paste", picture)
    expect_reading(page, text)
    wait_for_kept(page, len(picture))
    return picture


@pytest.mark.parametrize("way", ["reload", "language", "back"])
def test_a_picture_is_there_again(page: Page, sheet: Sheet, way: str) -> None:
    show_picture(page)
    ink = sheet.ink()

    if way == "reload":
        page.reload()
    elif way == "language":
        switch_to(page, "zh-hans")
    else:
        page.goto("/learn/")
        page.go_back()

    expect_reading(page, "504")
    assert sheet.ink() == ink
    expect(page.locator("#undo")).to_be_disabled()
    page.locator("#clear").click()
    wait_for_kept(page)


def test_what_was_corrected_in_a_picture_is_there_again(page: Page, sheet: Sheet) -> None:
    show_picture(page)
    page.locator("#boxes .box").first.focus()
    page.keyboard.press("6")
    expect_reading(page, "604")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect_reading(page, "64")

    page.reload()

    expect_reading(page, "64")


def test_a_split_picture_is_read_again_as_before(page: Page, sheet: Sheet) -> None:
    """Of its cut-outs the ink is read, which the answer to the whole tells."""
    show_picture(page)
    page.locator("#boxes .box").first.focus()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(page.locator("#boxes .box")).to_have_count(4)
    all_is_read(page)
    read = page.locator("#boxes .box-answer").all_text_contents()

    page.reload()

    expect(page.locator("#boxes .box-answer")).to_have_text(read)


def test_a_picture_that_was_cleared_is_gone_and_undo_keeps_it_again(page: Page, sheet: Sheet) -> None:
    picture = show_picture(page)

    page.keyboard.press("Escape")
    wait_for_kept(page)
    page.keyboard.press("Control+z")
    expect_reading(page, "504")
    wait_for_kept(page, len(picture))
    sheet.draw([[(40, 40), (40, 140)]])
    wait_for_kept(page)

    page.reload()
    expect(page.locator("#answer")).to_have_text("1")


def test_another_picture_takes_the_place_of_the_one_before(page: Page, sheet: Sheet) -> None:
    show_picture(page, "504")
    show_picture(page, "17")

    page.reload()

    expect_reading(page, "17")


def test_the_browser_keeps_the_bytes_alone_and_its_tab_their_number(page: Page, sheet: Sheet) -> None:
    show_picture(page)

    (kept,) = page.evaluate(KEPT)
    assert kept["name"] is None, "What the file was called is nobody's business."
    assert json.loads(page.evaluate("sessionStorage.getItem('digitweb.picture')")) == kept["id"]


def test_each_tab_has_its_own_picture_and_only_so_many_are_kept(page: Page, sheet: Sheet) -> None:
    sizes = []
    for text in ("17", "71", "50", "504", "5041"):
        tab = page.context.new_page()
        tab.goto("/")
        picture = photograph_of(text)
        hand_over(tab, "paste", picture)
        expect_reading(tab, text)
        sizes.append(len(picture))
        wait_for_kept(page, *sizes[-4:])

    tab.reload()
    expect_reading(tab, "5041")


def test_an_old_picture_that_was_left_behind_is_gone(page: Page, sheet: Sheet) -> None:
    show_picture(page)
    tab = page.context.new_page()
    tab.clock.set_fixed_time(tab.evaluate("Date.now()") + DAY_MS + 1)

    tab.goto("/")

    wait_for_kept(page)


@pytest.mark.parametrize("trouble", ["no database", "no room"])
def test_where_nothing_can_be_kept_a_picture_is_read_all_the_same(page: Page, trouble: str) -> None:
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };"
        if trouble == "no database"
        else "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    page.goto("/")
    hand_over(page, "paste", photograph_of("504"))
    expect_reading(page, "504")
    expect(page.locator("#trouble")).to_be_empty()

    page.reload()

    expect(page.locator("#undo")).to_be_disabled()
    expect(page.locator("#verdict")).to_have_text("Nothing is drawn yet.")
    expect(page.locator("#trouble")).to_be_empty()


def test_ink_that_is_drawn_before_the_picture_is_back_takes_its_place(page: Page, sheet: Sheet) -> None:
    """The browser opens it when the test lets it: what was drawn meanwhile stays; undo brings the picture."""
    show_picture(page)
    page.add_init_script(
        """const decode = createImageBitmap;
        globalThis.createImageBitmap = async (file) => {
          await new Promise((resolve) => addEventListener("let-it-come", resolve));
          return decode(file);
        };"""
    )
    page.reload()
    sheet.draw([[(40, 40), (40, 140)]])
    expect(page.locator("#answer")).to_have_text("1")
    page.locator("#undo").click()
    expect(page.locator("#verdict")).to_have_text("Nothing is drawn yet.")
    page.locator("#redo").click()

    page.evaluate("dispatchEvent(new Event('let-it-come')), 0")
    expect(page.locator("#answer")).to_have_text("1")
    page.locator("#undo").click()
    expect_reading(page, "504")
