"""Two people review what was given, by keyboard and by touch."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.admin.test_versions import DJANGOS_OWN
from tests.browser.audits import FAINT_TEXT, NAMELESS_CONTROLS, REPEATED_IDS
from tests.browser.axe import violations
from tests.browser.conftest import NewContext
from tests.support.patience import wait_until
from tests.support.site import Site

REVIEW = "/admin/recognizer/review/"
PASSWORD = "a long enough one"

GIVE = f"""
from django.contrib.auth.models import Group, User
from tests.support.given import claim, sample
from recognizer.models import Sample
from recognizer.ink import lattice_from_strokes
from recognizer.services.evaluation.smoke_digits import STROKES
for name in ("ann", "ben"):
    user, is_new = User.objects.get_or_create(username=name, is_staff=True)
    user.set_password({PASSWORD!r})
    user.save()
    user.groups.add(Group.objects.get(name="handwriting reviewer"))
for digit in range(8):
    strokes = [stroke.tolist() for stroke in STROKES[digit]]
    tile = lattice_from_strokes(STROKES[digit], mode="digit").glyphs[0].tile
    sample(of=claim(strokes=strokes, shown="9", said="9"), tile=tile, said=9, read=9, doubt=1 - digit / 10)
"""
FOUND = """
import json
from recognizer.models import Sample
print(json.dumps([[s.state, s.label, sorted((r.reviewer_name, r.answer) for r in s.reviews.all())]
                  for s in Sample.objects.order_by("pk")]))
"""
CLEAN_UP = """
from django.contrib.auth.models import User
from recognizer.models import Contributor
Contributor.objects.all().delete()
User.objects.filter(username__in=["ann", "ben"]).delete()
"""


@pytest.fixture(autouse=True)
def _given(site: Site) -> Iterator[None]:
    """Eight samples, 0 to 7 in this order, and two people who may review."""
    site.manage("shell", "--verbosity", "0", "--command", GIVE)
    yield
    site.manage("shell", "--verbosity", "0", "--command", CLEAN_UP)


def found(site: Site) -> list[tuple[str, int | None, list[tuple[str, int]]]]:
    said = site.manage("shell", "--verbosity", "0", "--command", FOUND)
    rows = json.loads(said.stdout.splitlines()[-1])
    return [(state, label, [(name, answer) for name, answer in reviews]) for state, label, reviews in rows]


def log_in(page: Page, name: str) -> None:
    """Log in as a reviewer, and go to the page from the index of the admin."""
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("main").get_by_role("link", name="Reviews").click()
    expect(page.get_by_role("heading", name="Which digit is this?")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("done today")  # its script runs


def standing_at(page: Page, today: int, left: int) -> None:
    expect(page.locator("#state")).to_have_text(f"{today} done today, {left} left")


def test_two_people_review_by_keyboard(page: Page, site: Site, new_context: NewContext) -> None:
    log_in(page, "ann")
    standing_at(page, 0, 8)
    with page.expect_response(re.compile("/undo/")):
        for key in ("0", "1", "2", "8", "z", "3", "n", "u"):
            page.keyboard.press(key)
    standing_at(page, 6, 2)
    expect(page.locator("#trail li").first).to_have_text("cannot tell")

    other = new_context().new_page()
    log_in(other, "ben")
    standing_at(other, 0, 8)
    for key in ("0", "1", "7", "3", "4", "?", "6", "7"):
        other.keyboard.press(key)
    standing_at(other, 8, 0)
    expect(other.get_by_text("Nothing is left to review.")).to_be_visible()
    with other.expect_response(re.compile("/undo/")):
        other.keyboard.press("Backspace")
    standing_at(other, 7, 1)

    def settled() -> list[tuple[str, int | None]]:
        return [(state, label) for state, label, _reviews in found(site)]

    expected = [
        *[("agreed", 0), ("agreed", 1), ("disputed", None), ("agreed", 3)],
        *[("disputed", None), ("unusable", None), ("waiting", None), ("waiting", None)],
    ]
    assert settled() == expected
    assert found(site)[7][2] == []


def test_the_same_by_touch_on_a_phone(site: Site, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).new_page()
    log_in(page, "ann")
    answers = page.get_by_role("group", name="Your answer")
    for name in ("0", "No digit", "Undo"):
        with page.expect_response(re.compile("/(answer|undo)/")):
            answers.get_by_role("button", name=name).tap()
    standing_at(page, 1, 7)
    assert [reviews for _state, _label, reviews in found(site)][:2] == [[("ann", 0)], []]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.evaluate("scrollTo(0, 0)")
    for button in answers.get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        assert box["y"] + box["height"] <= 740, "all on the first screen"


def test_what_was_answered_while_the_server_was_away_is_sent_later(page: Page, site: Site) -> None:
    log_in(page, "ann")
    is_away = True

    def handle(route: Route) -> None:
        if is_away:
            route.abort()
        else:
            route.continue_()

    page.route("**/review/answer/", handle)
    for key in ("0", "1"):
        page.keyboard.press(key)
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer.")
    assert found(site)[0][2] == []
    is_away = False
    expect(page.get_by_role("alert")).to_be_empty()
    wait_until(lambda: found(site)[1][2] == [("ann", 1)], lambda: str(found(site)), page.wait_for_timeout)
    standing_at(page, 2, 6)


def test_it_is_sound_for_everybody(page: Page, site: Site) -> None:
    log_in(page, "ann")
    page.keyboard.press("0")
    expect(page.locator("#trail li")).to_have_count(1)
    assert page.evaluate(NAMELESS_CONTROLS) == []
    assert page.evaluate(REPEATED_IDS) == []
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert faint_text(page) == []
    page.emulate_media(color_scheme="dark")
    assert faint_text(page) == []


def faint_text(page: Page) -> list[str]:
    """Return what is hard to read, but for what Django shows on every page."""
    return [text for text in page.evaluate(FAINT_TEXT) if not text.startswith(DJANGOS_OWN)]
