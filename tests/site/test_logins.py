"""Wrong passwords are counted by all processes of the site together."""

import re
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS
from tests.support.postgres import fresh_database, postgres_answers
from tests.support.site import CONNECTIONS, Site, running_site

ATTEMPTS = 40
THREADS = 8
LIMIT = 5


def status_of_login(site: Site, username: str, password: str) -> int:
    """Log in over connections of one's own, and return the status."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("Connection", "close")]
    url = f"{site.url}/admin/login/"
    page = browser.open(url, timeout=PATIENCE_SECONDS).read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    form = {"csrfmiddlewaretoken": found[1], "username": username, "password": password}
    body = urllib.parse.urlencode({**form, "next": "/admin/"}).encode()
    try:
        with browser.open(url, body, timeout=PATIENCE_SECONDS) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def guess_at_once(site: Site) -> None:
    """Guess in several threads, and see that it comes to an end in each process."""
    with ThreadPoolExecutor(THREADS) as pool:
        guesses = [
            pool.submit(status_of_login, site, "admin", f"guess {number}") for number in range(ATTEMPTS)
        ]
        found = [guess.result() for guess in guesses]
    assert set(found) == {200, 429}
    assert found.count(200) < LIMIT + THREADS  # each thread may have been at it when the fifth failed
    right = {status_of_login(site, "admin", site.admin_password) for _ in range(CONNECTIONS)}
    assert right == {429}
    assert "Login of 'admin' from 127.0.0.1 failed and is refused for 15 min." in site.log.read_text()
    site.manage("axes_reset_username", "admin")
    assert status_of_login(site, "admin", site.admin_password) == 200


def test_many_guesses_at_once_come_to_an_end(tmp_path: Path, prepared: Path) -> None:
    with running_site(tmp_path, prepared=prepared) as site:
        guess_at_once(site)


def test_so_they_do_on_postgres(tmp_path: Path) -> None:
    if not postgres_answers():
        pytest.skip("no PostgreSQL answers")
    with fresh_database("logins") as url, running_site(tmp_path, DATABASE_URL=url) as site:
        guess_at_once(site)
