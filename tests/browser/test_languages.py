"""The site in two languages: chosen once, by the browser or by a person, and whole in each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin_pages import VERSIONS, log_in
from tests.browser.axe import violations
from tests.browser.conftest import NewContext
from tests.browser.handwriting import Sheet, strokes_of
from tests.browser.waiting import place_of
from tests.support.sentences import chinese_in, english_in
from tests.support.site import Site

LANGUAGES = {"en": "English", "zh-hans": "简体中文"}


def switch_to(page: Page, language: str) -> None:
    """Press the switch, and wait for the page in that language."""
    button = page.get_by_role("button", name=LANGUAGES[language], exact=True)
    expect(button).to_have_attribute("lang", language)
    button.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("locale", ["zh-CN", "zh-SG"])
def test_the_first_visit_is_in_the_browsers_language(new_context: NewContext, locale: str) -> None:
    page = new_context(locale=locale).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.get_by_role("link", name="学习")).to_be_visible()


def test_what_was_chosen_stays_whatever_the_browser_asks(new_context: NewContext) -> None:
    page = new_context(locale="zh-CN").new_page()
    page.goto("/")
    switch_to(page, "en")
    page.goto("/learn/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_drawing_outlives_the_switch_and_is_read_in_the_other_language(page: Page, sheet: Sheet) -> None:
    sheet.write("5")
    expect(page.locator("#answer")).to_have_text("5")

    switch_to(page, "zh-hans")

    expect(page.locator("#answer")).to_have_text("5")
    expect(page.locator("#verdict")).to_have_text("已识别。")
    switch_to(page, "en")
    expect(page.locator("#verdict")).to_have_text("Recognized.")


def test_the_switch_leads_to_where_one_is_now(page: Page) -> None:
    page.goto("/learn/neural-networks/?w1=4#nand")
    page.locator("#clear").click()
    Sheet(page).draw(strokes_of("7", 50, 25, 115))
    expect(page.locator("#own-reading")).to_contain_text("7")
    page.locator("input[name=t]").press("ArrowRight")
    expect(page).to_have_url(re.compile(r"[?&]t=6"))
    place = urlsplit(page.url)
    assert "d=s" in place.query
    decided = page.locator("#show-answer").text_content()

    switch_to(page, "zh-hans")

    assert urlsplit(page.url)[2:] == place[2:]
    expect(page.locator("input[name=t]")).to_have_value("6")
    expect(page.locator("input[name=w1]")).to_have_value("4")
    expect(page.locator("#own-reading")).to_contain_text("7")
    expect(page.locator("#show-answer")).to_have_text(re.compile(".+"))
    assert page.locator("#show-answer").text_content() != decided


def test_without_javascript_it_leads_to_the_address_as_it_was_asked_for(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, locale="en-GB").new_page()
    page.goto("/learn/neural-networks/?w1=4&t=6")
    place = page.url
    switch_to(page, "zh-hans")
    assert page.url == place


def test_it_is_worked_by_keyboard_and_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    button = page.locator("[data-language-switch] button")
    page.get_by_role("link", name="Admin").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    box = place_of(button)
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_admin_has_it_too(page: Page) -> None:
    page.goto(f"/admin/login/?next={VERSIONS}")
    address = page.url
    switch_to(page, "zh-hans")
    assert page.url == address
    expect(page.get_by_role("button", name="登录")).to_be_visible()


@dataclass(frozen=True)
class Place:
    """A page, what is done there once, and where its answer appears."""

    path: str
    act: Callable[[Page], Any]
    answer: str


PLACES = [
    Place("/", lambda page: Sheet(page).write("5"), "#verdict"),
    Place("/learn/", lambda page: page.locator("[data-example='8']").click(), "#own-reading"),
    Place(
        "/learn/neural-networks/",
        lambda page: page.locator("input[name=t]").press("ArrowRight"),
        "#show-answer",
    ),
    Place("/learn/gradient-descent/", lambda page: page.locator("[data-rate='0']").click(), "#ball-words"),
    Place("/learn/backpropagation/", lambda page: page.locator("#take-step").click(), "#setup-words"),
    Place(
        "/learn/summary/",
        lambda page: page.locator("details[data-source] summary").first.click(),
        "details[open] .code-place",
    ),
    Place(
        "/inside/",
        lambda page: page.locator('[data-neuron="9.5"]').press("ArrowDown"),
        "#neuron-title",
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_what_a_page_says_while_one_works_is_in_one_language(
    page: Page, site: Site, place: Place, language: str
) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    page.goto(place.path)
    page.wait_for_load_state("networkidle")
    answer = page.locator(place.answer).first
    before = answer.text_content() if answer.count() else ""

    place.act(page)

    expect(answer).not_to_have_text(before or "")
    page.wait_for_load_state("networkidle")
    expect(answer).to_have_text(re.compile(r"\S"))
    foreign = english_in if language == "zh-hans" else chinese_in
    assert foreign(page.content()) == []
    if language == "zh-hans":
        assert violations(page) == []


def test_what_was_filled_in_and_opened_outlives_the_switch(page: Page, site: Site) -> None:
    log_in(page, site)
    page.goto(f"{VERSIONS}train/")
    page.get_by_role("radio", name="The deck's network").check()
    page.locator("[name=name]").fill("mine")
    page.locator("[name=epochs]").fill("3")
    shut = page.locator("details:not([open])").count()
    page.locator("details:not([open]) > summary").first.click()

    switch_to(page, "zh-hans")

    expect(page.locator("[name=name]")).to_have_value("mine")
    expect(page.locator("[name=epochs]")).to_have_value("3")
    expect(page.locator("details:not([open])")).to_have_count(shut - 1)
    switch_to(page, "en")
    expect(page.locator("[name=epochs]")).to_have_value("3")
    page.reload()
    expect(page.locator("[name=name]")).not_to_have_value("mine")


def test_no_password_is_taken_along(page: Page) -> None:
    page.goto(f"/admin/login/?next={VERSIONS}")
    page.get_by_label("Username").fill("somebody")
    page.get_by_label("Password").fill("secret")

    switch_to(page, "zh-hans")

    expect(page.locator("[name=username]")).to_have_value("somebody")
    expect(page.locator("[name=password]")).to_have_value("")
