"""Every page in Firefox: it draws, reads and shows all of them, and never complains."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from recognizer.views.lessons import LESSONS
from tests.browser.handwriting import Sheet
from tests.support.firefox import WITHOUT_FIREFOX, Firefox, firefox_program, running_firefox
from tests.support.site import Site

pytestmark = pytest.mark.skipif(firefox_program() is None, reason=WITHOUT_FIREFOX)

FIRST = ("/", "/offline/en/", "/admin/")
"""From here links lead to all pages."""
NAMES = ("draw", "given", "inside", "learn", "learn-teach", "api-docs", *(one.url_name for one in LESSONS))
MODELS = ("modelversion", "deployment", "dataset", "sample", "review", "readingtally", "shadow", "webhook")

LINKS = """[...document.querySelectorAll("a[href]")]
  .filter((link) => link.origin === location.origin && !link.download)
  .map((link) => link.pathname + link.search)"""
NO_PAGE = re.compile(r"/export/|\.json$")
"""Addresses of files."""

PLACE_OF_THE_SHEET = """(() => {
  const sheet = document.querySelector("#pad");
  sheet.scrollIntoView({ block: "center" });
  const { x, y, width, height } = sheet.getBoundingClientRect();
  return [x, y, width, height];
})()"""

FAULTS = """(() => {
  console.error("logged");
  const script = document.createElement("script");
  script.textContent = "0";
  document.head.append(script);
  document.body.innerHTML += "<p style='color: red'></p>";
  setTimeout(() => { throw new Error("thrown"); });
  Promise.reject(new Error("rejected"));
  fetch("/nowhere").then(() => { window.isRefused = true; });
})()"""
FOUND = ("logged", "blocked an inline script", "blocked an inline style", "thrown", "rejected", "404")


@pytest.fixture(scope="module")
def firefox_of_the_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running_firefox(tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.fixture
def firefox(firefox_of_the_file: Firefox) -> Iterator[Firefox]:
    """Firefox; the test fails on whatever it complains of."""
    firefox_of_the_file.complaints.clear()
    yield firefox_of_the_file
    firefox_of_the_file.rest()
    assert firefox_of_the_file.complaints == []


def write(firefox: Firefox, text: str) -> None:
    """Write a digit or a number on the sheet of the page that is open."""
    left, top, width, height = firefox.evaluate(PLACE_OF_THE_SHEET)
    strokes = Sheet.placed(text, width, height)
    firefox.draw([[(left + x, top + y) for x, y in stroke] for stroke in strokes])


def log_in(firefox: Firefox, site: Site) -> None:
    firefox.open(f"{site.url}/admin/login/?next=/admin/")
    firefox.evaluate(
        f"""(() => {{
          const form = document.querySelector("#login-form");
          form.username.value = "admin";
          form.password.value = "{site.admin_password}";
          form.requestSubmit();
        }})()"""
    )
    firefox.comes_to("location.pathname === '/admin/' && document.readyState === 'complete'")


def kind(address: str) -> str:
    """Return what pages of the same sort have in common: the path, whichever object it is about."""
    return re.sub(r"/\d+/", "/1/", address.partition("?")[0])


def test_whatever_goes_wrong_on_a_page_is_complained_of(firefox: Firefox, site_server: Site) -> None:
    firefox.open(f"{site_server.url}/given/")
    firefox.evaluate(FAULTS)
    firefox.comes_to("window.isRefused")
    firefox.rest()
    said = "\n".join(firefox.complaints)
    assert [fault for fault in FOUND if fault not in said] == []
    firefox.complaints.clear()


def test_a_number_is_drawn_and_read(firefox: Firefox, site_server: Site) -> None:
    firefox.open(site_server.url)
    write(firefox, "504192")
    firefox.comes_to(r"document.querySelector('#answer').innerText.replace(/\s/g, '') === '504192'")


@pytest.mark.parametrize("name", ["inside", *(lesson.url_name for lesson in LESSONS)])
def test_a_page_of_the_course_takes_a_digit_and_prints_as_a_handout(
    firefox: Firefox, site_server: Site, name: str
) -> None:
    firefox.open(site_server.url + reverse(name))
    if firefox.evaluate("document.querySelector('#pad') !== null"):
        write(firefox, "7")
        firefox.comes_to("document.querySelector('#own-reading').innerText.includes('Read as 7')")
    firefox.rest()
    assert firefox.print().startswith("JVBERi0"), "%PDF-"


def test_every_page_that_links_lead_to_is_shown(firefox: Firefox, site_server: Site) -> None:
    log_in(firefox, site_server)
    addresses, seen = list(FIRST), set()
    for address in addresses:
        if kind(address) not in seen and not NO_PAGE.search(address):
            seen.add(kind(address))
            firefox.open(site_server.url + address)
            assert firefox.evaluate("document.querySelector('h1') !== null"), address
            addresses += firefox.evaluate(LINKS)
    wanted = {reverse(name) for name in NAMES}
    wanted |= {reverse(f"admin:recognizer_{model}_changelist") for model in MODELS}
    assert wanted - seen == set()
