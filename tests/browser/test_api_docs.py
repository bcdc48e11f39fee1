"""The API's page: the site's own, with Swagger UI on it."""

from playwright.sync_api import Page, expect


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
