"""The life of a version, from end to end, as an operator goes through it in the browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin_pages import VERSIONS, log_in, queue_training, wait_for_epochs, wait_for_status
from tests.browser.handwriting import Sheet
from tests.support.site import Site


@pytest.fixture(scope="module")
def site(training_site: Site) -> Site:
    """A site on which nobody else trains."""
    return training_site


def answered_by(page: Page, version: str) -> None:
    """Draw a digit until the page names this version as the one that read it."""
    page.goto("/")
    sheet = Sheet(page)
    page.get_by_role("radio", name="One digit").check()
    sheet.write("1")
    expect(page.locator("#answer")).not_to_be_empty()
    expect(page.locator("#model")).to_contain_text(version)


def test_train_compare_activate_draw_and_roll_back(page: Page, site: Site) -> None:
    log_in(page, site)
    shipped = page.locator(".version-state-active").count()
    assert shipped == 1

    number = queue_training(page, name="Apprentice", epochs="3")
    wait_for_epochs(page, 2)
    wait_for_status(page, "ready")

    page.goto(f"{VERSIONS}{number}/change/")
    page.get_by_role("link", name="Compare with the active one").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("compared")
    expect(page.get_by_role("main")).to_contain_text(f"{number} · Apprentice")

    page.goto(f"{VERSIONS}{number}/change/")
    page.get_by_role("link", name="Activate", exact=True).click()
    expect(page.locator(".check-failed").first).to_be_visible()  # thirty neurons are worse than what ships
    page.get_by_label("Put it live against the failed checks").check()
    page.get_by_label("Why").fill("To see it answer")
    page.get_by_role("button", name="Let this version answer").click()
    expect(page.get_by_text(re.compile(rf"Version {number} · Apprentice"))).not_to_have_count(0)

    answered_by(page, f"Version {number}: Apprentice")

    page.goto(VERSIONS)
    page.get_by_role("link", name="Roll back to 1 · digitweb").click()
    page.get_by_label("Why").fill("Seen enough")
    page.get_by_role("button", name="Roll back").click()
    answered_by(page, "Version 1: digitweb")

    page.goto("/admin/recognizer/deployment/")
    expect(page.get_by_role("main")).to_contain_text("To see it answer")
    expect(page.get_by_role("main")).to_contain_text("Seen enough")
