"""The API's page: the site's own, with Swagger UI on it."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations


def test_it_has_the_sites_header_and_the_main_endpoint_first_under_a_name(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/api/docs")

    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="API")).to_have_attribute(
        "aria-current", "page"
    )
    expect(page.locator(".opblock-tag").first).to_contain_text("Reading")
    expect(page.locator(".opblock-tag")).to_have_count(3)
    first = page.locator(".opblock").first
    expect(first).to_contain_text("recognize")
    colour = "element => getComputedStyle(element).backgroundColor"
    assert first.evaluate(colour) == "rgb(28, 38, 35)", "It is on the site's dark paper."
    page.get_by_role("group", name="Theme").get_by_role("radio", name="Light").check(force=True)
    assert first.evaluate(colour) == "rgb(253, 253, 249)"

    first.locator(".opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table tbody .response-col_status")).to_contain_text("200")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it_and_reach_what_is_on_it(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/api/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    assert violations(page) == []

    recognize = page.locator(".opblock").first
    recognize.locator(".opblock-summary-control").click()
    recognize.get_by_role("button", name="Try it out").click()
    expect(recognize.get_by_role("textbox", name="Body of the request")).to_be_visible()
    recognize.get_by_role("button", name="Execute").click()
    expect(recognize.locator(".live-responses-table tbody .response-col_status")).to_contain_text("200")
    with_parameter = page.locator(".opblock", has_text="{training_id}").first
    with_parameter.locator(".opblock-summary-control").click()
    expect(with_parameter.locator(".parameter__in").first).to_be_visible()
    expect(with_parameter.locator(".microlight[tabindex='0']").first).to_be_visible()

    assert violations(page) == []

    recognize.get_by_role("tab", name="Schema").first.click()
    expect(recognize.locator(".model-box, .json-schema-2020-12").first).to_be_visible()
    assert violations(page) == []


def test_what_is_opened_stands_in_the_address(page: Page) -> None:
    page.goto("/api/docs")
    page.locator(".opblock-summary-control").first.click()
    expect(page).to_have_url(re.compile("#/Reading/"))
