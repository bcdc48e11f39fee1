"""Giving what was drawn, on the page and as the server then has it."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import all_is_read
from tests.support.patience import wait_until

NAME = "digitweb.contributor"
CONSENT = "digitweb.consent"


def name_of(page: Page) -> str | None:
    """Return the name under which this browser gives, if it has one."""
    kept = page.evaluate(f"localStorage.getItem('{NAME}')")
    name: str | None = json.loads(kept or "null")
    return name


def given(page: Page) -> list[dict[str, Any]]:
    """Return what the server has of this browser, the newest first."""
    name = name_of(page)
    if name is None:
        return []
    response = page.request.get("/api/v1/feedback", headers={"Contributor": name})
    claims: list[dict[str, Any]] = response.json()["claims"] if response.ok else []
    return claims


def wait_for_given(page: Page, *texts: str) -> list[dict[str, Any]]:
    """Wait until the server has just these, as they were said to be, the newest first; return them."""

    def said() -> list[str]:
        return [claim["said"] for claim in given(page)]

    wait_until(lambda: said() == list(texts), said, page.wait_for_timeout)
    return given(page)


def exported(page: Page) -> list[dict[str, Any]]:
    """Return all that the server has of this browser, drawings included."""
    response = page.request.get("/api/v1/feedback/export", headers={"Contributor": name_of(page) or ""})
    claims: list[dict[str, Any]] = response.json()["claims"]
    return claims


def question(page: Page) -> Locator:
    """Return what is asked about the reading."""
    return page.locator("#giving [data-part=asked]")


def note(page: Page) -> Locator:
    """Return what is told of what was given."""
    return page.locator("#giving [data-part=told]")


def button(page: Page, name: str) -> Locator:
    """Return a button of the line under the answer."""
    return page.locator("#giving").get_by_role("button", name=name)


def dialog(page: Page) -> Locator:
    """Return the dialog that asks for consent."""
    return page.get_by_role("dialog", name="May it be kept?")


def agree(page: Page, *, by_lot: bool = False) -> None:
    """Agree in the dialog, and wait until what was said is given."""
    dialog(page).get_by_role("checkbox").set_checked(by_lot)
    dialog(page).get_by_role("button", name="Yes, keep it").click()
    expect(note(page)).to_have_text("Given. Thank you.")


def confirm(page: Page, text: str) -> None:
    """Say for the first time that a reading was right, and agree."""
    expect(page.locator("#answer")).to_have_text(text)
    all_is_read(page)
    button(page, "Yes").click()
    agree(page)
