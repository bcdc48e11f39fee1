"""Training from the admin, in a real browser against the real site with its real worker."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin_pages import log_in, queue_training, wait_for_epochs, wait_for_status
from tests.support.site import Site

STATE = re.compile(r"/training\.json")


@pytest.fixture(scope="module")
def site(training_site: Site) -> Site:
    """A site on which nobody else trains."""
    return training_site


@pytest.fixture(autouse=True)
def _operator(page: Page, site: Site) -> None:
    log_in(page, site)


def points(page: Page) -> int:
    return int(page.locator("#training-accuracy .curve").get_attribute("data-points") or 0)


def test_a_training_is_queued_watched_stopped_and_resumed(page: Page) -> None:
    number = queue_training(page, name="Watched", sizes="784,10", epochs="300")
    wait_for_epochs(page, 1)
    first = points(page)
    wait_for_epochs(page, first + 1)
    assert points(page) > first
    expect(page.locator("#training-left")).not_to_have_text("–")
    expect(page.locator("#training-log")).to_contain_text("Epoch 0: ")

    page.get_by_role("button", name="Stop and keep the best epoch").click()
    wait_for_status(page, "ready")
    expect(page.get_by_role("status")).to_contain_text("of 300 epochs")
    expect(page.get_by_role("button", name="Stop and keep the best epoch")).to_be_hidden()

    page.get_by_role("button", name="Resume").click()
    expect(page).to_have_url(re.compile(rf"/{number + 1}/training/$"))
    expect(page.locator("#training-log")).to_contain_text("Goes on from epoch")
    page.get_by_role("button", name="Stop and keep the best epoch").click()
    wait_for_status(page, "ready")


def test_a_short_training_is_watched_to_its_end(page: Page) -> None:
    queue_training(page, name="Short", sizes="784,10", epochs="2")
    wait_for_status(page, "ready")
    wait_for_epochs(page, 2)
    expect(page.get_by_role("status")).to_contain_text("Trained: ")
    expect(page.get_by_role("button", name="Stop and keep the best epoch")).to_be_hidden()


def test_the_page_survives_a_server_that_is_away(page: Page) -> None:
    queue_training(page, name="Away", sizes="784,10", epochs="2")
    page.route(STATE, lambda route: route.abort())
    away = page.get_by_text("The server does not answer.")
    expect(away).to_be_visible()
    page.unroute(STATE)
    expect(away).to_be_hidden()
    wait_for_status(page, "ready")


def test_a_preset_fills_in_its_values_and_leaves_what_was_changed(page: Page) -> None:
    page.goto("/admin/recognizer/modelversion/train/")
    rate, epochs = page.locator("[name=learning_rate]"), page.locator("[name=epochs]")
    expect(rate).to_have_value("3.0")
    epochs.fill("7")
    page.get_by_role("radio", name="The book's network").check()
    expect(rate).to_have_value("0.5")
    expect(epochs).to_have_value("7")
    page.get_by_role("button", name="Back to the preset's values").click()
    expect(epochs).to_have_value("60")


def test_errors_stand_at_their_fields(page: Page) -> None:
    page.goto("/admin/recognizer/modelversion/train/")
    page.locator("[name=learning_rate]").fill("-1")
    page.get_by_role("button", name="Train", exact=True).click()
    wrong = page.locator(".training-field.wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("learning_rate must be a number from 0")
    expect(page.locator("[name=learning_rate]")).to_have_value("-1")
