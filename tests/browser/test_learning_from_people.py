"""The whole way in a real browser: from "no, that was a 1" to a version that is live, and back out of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_pages import log_in, wait_for_status
from tests.browser.conftest import NewContext
from tests.browser.draw.test_correcting import box
from tests.browser.giving import agree, button, note, wait_for_given
from tests.browser.handwriting import Sheet
from tests.browser.waiting import all_is_read, page_comes_to
from tests.support.site import Site, running_site

PASSWORD = "a long enough one"
ARRANGE = f"""
from django.contrib.auth.models import Group, User
for name in ("ann", "ben"):
    user = User.objects.create_user(name, password={PASSWORD!r}, is_staff=True)
    user.groups.add(Group.objects.get(name="handwriting reviewer"))
"""
FOR_TRAINING = "from recognizer.models import Contributor; Contributor.objects.update(part='training')"
"""The lot decides for what somebody's drawings are; here they are to be learned from."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path, mnist_folder: Path) -> Iterator[Site]:
    """A site with MNIST on which one person may give a whole data set."""
    folder = tmp_path_factory.mktemp("learning-from-people")
    with running_site(
        folder, prepared=prepared, WEB_WORKERS="1", FEEDBACK_SHARE="100", DATA_SET_SHARE="100"
    ) as site:
        (site.data_dir / "mnist").symlink_to(mnist_folder)
        site.manage("shell", "--verbosity", "0", "--command", ARRANGE)
        yield site


def correct_a_seven_to_one(page: Page) -> None:
    """Draw a 7, say that it is a 1, agree that it is kept, and give it."""
    page.goto("/")
    Sheet(page).write("7")
    expect(page.locator("#answer")).to_have_text("7")
    all_is_read(page)
    box(page, 0).focus()
    page.keyboard.press("1")
    expect(page.locator("#answer")).to_have_text("1")
    all_is_read(page)
    button(page, "Give this correction").click()
    agree(page, by_lot=True)
    expect(note(page)).to_have_text("Given. Thank you.")


def review_as(name: str, new_context: NewContext) -> None:
    """See the drawing without anybody's answer, and say that it is a 1."""
    context = new_context()
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/recognizer/review/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#state")).to_have_text("0 done today, 1 left")
    with page.expect_response(re.compile("/answer/")):
        page.keyboard.press("1")
    expect(page.locator("#state")).to_have_text("1 done today, 0 left")
    context.close()


def make_data_set(page: Page) -> None:
    """Make a data set of what reviewers agree on."""
    page.goto("/admin/recognizer/dataset/")
    page.get_by_role("link", name="Make a data set").click()
    page.locator("[name=name]").fill("Autumn")
    page.locator("[name=reason]").fill("The first that was given")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="1 · Autumn")).to_be_visible()


def opened(page: Page, name: str) -> Locator:
    """Return a field of the form, after opening the group that it is in."""
    group = page.locator(f"details:not([open]):has([name={name}])")
    if group.count():
        group.locator("summary").click()
    return page.locator(f"[name={name}]")


def train_a_challenger(page: Page) -> int:
    """Train a small network on MNIST and what was given; wait until the gate was held."""
    page.goto("/admin/recognizer/modelversion/train/")
    page.get_by_role("radio", name="The deck's network").check()
    for name, value in {
        "name": "Challenger",
        "sizes": "784,10",
        "epochs": "1",
        "people_weight": "20",
    }.items():
        opened(page, name).fill(value)
    opened(page, "people").select_option("1")
    page.get_by_role("button", name="Train", exact=True).click()
    number = int(re.findall(r"/(\d+)/training/$", page.url)[0])
    wait_for_status(page, "ready")
    expect(page.locator("#training-log")).to_contain_text("Did not pass the gate against version 1")
    return number


def see_the_gate(page: Page, number: int) -> None:
    """Find that one sample of one person shows nothing, and that this is no pass."""
    page.goto(f"/admin/recognizer/modelversion/{number}/gate/")
    expect(page.locator(".gate-outcome")).to_have_text("failed")
    expect(page.get_by_role("row", name=re.compile("People's holdout")).first).to_contain_text(
        "Not enough to tell"
    )


def watch_in_the_shadow(page: Page, number: int) -> None:
    """Let it read along, draw, and find that readings were counted and a disagreement was kept."""
    page.goto(f"/admin/recognizer/shadow/?version={number}")
    page.locator("[name=share]").fill("100")
    page.get_by_role("button", name="Let it read").click()
    expect(page.locator("#content-main")).to_contain_text("Challenger")
    draws = page.context.new_page()
    draws.goto("/")

    def has_read_along() -> bool:
        draws.locator("#clear").click() if draws.locator("#clear").is_enabled() else None
        Sheet(draws).write("504")
        expect(draws.locator("#answer")).to_have_text("504")
        page.reload()
        return not re.search(r"\b0 of 0 readings", page.locator("#content-main").inner_text())

    assert any(has_read_along() for _turn in range(100)), "the shadow read nothing"
    draws.close()


def activate(page: Page, number: int) -> None:
    """Put it live against the gate, with a reason that the log keeps."""
    page.goto(f"/admin/recognizer/modelversion/{number}/activate/")
    expect(page.locator(".check-failed").first).to_be_visible()
    page.get_by_label("Put it live against the failed checks").check()
    page.get_by_label("Why").fill("To see the whole way")
    page.get_by_role("button", name="Let this version answer").click()
    expect(page.get_by_text("answers from now on")).to_be_visible()
    page.goto("/admin/recognizer/deployment/")
    expect(page.locator("#result_list tbody tr").first).to_contain_text("To see the whole way")


def delete_everything(page: Page, number: int) -> None:
    """Take back all that was given; the versions that had learned from it are named."""
    page.goto("/given/")
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete all").click()
    learned = page.locator("[data-part=learned]")
    expect(learned).to_contain_text(f"Versions that had learned from it: {number}.")


def test_from_a_correction_to_a_live_version_and_back(
    page: Page, site: Site, new_context: NewContext
) -> None:
    correct_a_seven_to_one(page)
    (claim,) = wait_for_given(page, "1")
    assert [claim["shown"], claim["kind"]] == ["7", "corrected"]
    site.manage("shell", "--verbosity", "0", "--command", FOR_TRAINING)
    for name in ("ann", "ben"):
        review_as(name, new_context)

    operator = new_context().new_page()
    log_in(operator, site)
    make_data_set(operator)
    number = train_a_challenger(operator)
    see_the_gate(operator, number)
    watch_in_the_shadow(operator, number)
    activate(operator, number)

    site.wait_for_version(number)
    page.goto("/")
    page.locator("#clear").click()
    Sheet(page).write("7")
    expect(page.locator("#model")).to_have_text(f"Version {number}: Challenger")
    page_comes_to(page, "/^\\d$/.test(document.querySelector('#answer').textContent.trim())")

    delete_everything(page, number)
    operator.goto("/admin/recognizer/dataset/1/change/")
    expect(operator.locator("#content-main")).to_contain_text("withdrawn")
    operator.goto("/admin/recognizer/departure/")
    expect(operator.locator("#result_list tbody tr").first).to_contain_text(str(number))
    assert list((site.data_dir / "datasets").glob("*.npz")) == []
    left = json.loads(
        site.manage(
            "shell",
            "--verbosity",
            "0",
            "--command",
            "import json; from recognizer.models import Claim, Sample, Review, Contributor;"
            "print(json.dumps([m.objects.count() for m in (Claim, Sample, Review, Contributor)]))",
        ).stdout.splitlines()[-1]
    )
    assert left == [0, 0, 0, 0]
