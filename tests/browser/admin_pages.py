"""What an operator does in the admin, for tests that drive a browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.waiting import page_comes_to
from tests.support.site import Site

VERSIONS = "/admin/recognizer/modelversion/"


def log_in(page: Page, site: Site) -> None:
    """Log in with the password that `make run` printed, and open the list of versions."""
    page.goto(f"/admin/login/?next={VERSIONS}")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.admin_password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Select model version")).to_be_visible()


def queue_training(page: Page, *, name: str, preset: str = "The deck's network", **fields: str) -> int:
    """Fill in the form as a person does, by the fields' labels; return the number of the version."""
    page.goto(VERSIONS)
    page.get_by_role("link", name="Train a version").click()
    page.get_by_role("radio", name=preset).check()
    for field, value in {"name": name, **fields}.items():
        page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="Train", exact=True).click()
    found = re.search(r"/(\d+)/training/$", page.url)
    assert found, page.url
    return int(found[1])


def wait_for_epochs(page: Page, count: int) -> None:
    """Wait on the live page until so many epochs are in the table and on the curve."""
    expect(page.locator("#training-table tr").nth(count - 1)).to_be_visible()
    page_comes_to(
        page, f"Number(document.querySelector('#training-accuracy .curve')?.dataset.points) >= {count}"
    )


def wait_for_status(page: Page, status: str) -> None:
    """Wait on the live page until the training is in that state."""
    expect(page.locator("#training-status")).to_have_text(status)
