"""The theme that one chooses, on all pages and on paper."""

from playwright.sync_api import Page, expect

from tests.browser.handwriting import Sheet
from tests.support.patience import wait_until

DESK = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(233, 236, 230)", "rgb(18, 25, 23)"

# What a first paint would show: the background when the body has begun and no module has run.
REMEMBER_FIRST_LOOK = """new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  window.firstTheme = document.documentElement.dataset.theme;
}).observe(document, { childList: true, subtree: true });"""


def test_a_chosen_theme_holds_on_every_page_from_its_first_paint(page: Page, sheet: Sheet) -> None:
    page.emulate_media(color_scheme="light")
    sheet.draw([[(40, 40), (80, 80)]])
    assert sheet.ink_brightness() < 100
    theme = page.get_by_role("group", name="Theme")

    theme.get_by_role("radio", name="Dark").check(force=True)

    assert page.evaluate(DESK) == DARK
    wait_until(lambda: sheet.ink_brightness() > 200, sheet.ink_brightness, page.wait_for_timeout)
    page.add_init_script(REMEMBER_FIRST_LOOK)
    for path in ["/", "/learn/", "/learn/neural-networks/", "/inside/", "/given/", "/api/docs", "/nowhere"]:
        page.goto(path)
        assert page.evaluate("window.firstTheme") == "dark", path
        assert page.evaluate(DESK) == DARK, path
        expect(theme.get_by_role("radio", name="Dark")).to_be_checked()
    page.goto("/admin/login/")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"

    page.goto("/")
    page.emulate_media(color_scheme="dark")
    theme.get_by_role("radio", name="Light").check(force=True)
    assert page.evaluate(DESK) == LIGHT
    assert page.locator("meta[name=theme-color]").evaluate_all("all => all.map(meta => meta.media)") == [
        "all", "not all",
    ]  # fmt: skip
    theme.get_by_role("radio", name="System").check(force=True)
    assert page.evaluate(DESK) == DARK
    page.reload()
    expect(theme.get_by_role("radio", name="System")).to_be_checked()
    assert page.evaluate(DESK) == DARK


def test_scripts_find_colours_that_a_canvas_knows(page: Page) -> None:
    page.goto("/")
    found = {}
    for scheme in ("light", "dark"):
        page.get_by_role("radio", name=scheme.title()).check(force=True)
        found[scheme] = page.evaluate(
            "['--paper', '--ink', '--red'].map("
            "(name) => getComputedStyle(document.body).getPropertyValue(name))"
        )
    assert found == {
        "light": ["rgb(253, 253, 249)", "rgb(27, 44, 84)", "rgb(173, 47, 30)"],
        "dark": ["rgb(28, 38, 35)", "rgb(242, 241, 230)", "rgb(255, 157, 136)"],
    }


def test_it_prints_dark_ink_on_white_whatever_the_screen_shows(page: Page, sheet: Sheet) -> None:
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Try this number").click()
    expect(page.locator("#tile")).to_be_visible()
    page.get_by_role("radio", name="Dark").check(force=True)

    page.emulate_media(media="print", color_scheme="dark")

    look = "(element, name) => getComputedStyle(element)[name]"
    assert page.evaluate(DESK) == "rgb(255, 255, 255)"
    assert page.locator("h1").evaluate(look, "color") == "rgb(0, 0, 0)"
    assert page.locator("#pad").evaluate(look, "filter") == "brightness(0)"
    assert page.locator("#tile").evaluate(look, "filter") == "invert(1)"
    assert page.locator("#tile").evaluate(look, "mixBlendMode") == "normal"
    expect(page.locator("#answer")).to_be_visible()
    for unneeded in ["nav", ".tools-below", ".acts", ".theme", ".languages"]:
        expect(page.locator(unneeded).first).to_be_hidden()
    for path in ["/learn/neural-networks/", "/inside/"]:
        page.goto(path)
        assert page.evaluate(DESK) == "rgb(255, 255, 255)"
        assert page.locator("h1").first.evaluate(look, "color") == "rgb(0, 0, 0)"
    page.emulate_media(media="screen", color_scheme="light")
