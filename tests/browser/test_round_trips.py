"""A browser asks three times at most, one answer after another, until a page can be used."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

AFTER_THE_PAGE = 2


class Waves:
    """How far each request of a page is from the page: what the page itself names is 1."""

    def __init__(self, page: Page) -> None:
        self.of: dict[str, int] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self.take)

    def take(self, sent: dict[str, Any]) -> None:
        """Note a request: it is one wave after whatever made the browser send it."""
        initiator, address = sent["initiator"], sent["request"]["url"]
        if sent["type"] == "Document":
            self.of[address] = 0
            return
        frames = initiator.get("stack", {}).get("callFrames", [])
        causes = [initiator.get("url", ""), *(frame["url"] for frame in frames)]
        self.of.setdefault(address, 1 + max(self.of.get(cause, 0) for cause in causes))


@pytest.mark.parametrize(
    ("path", "usable"),
    [("/", "#pad"), ("/learn/neural-networks/", "#learn"), ("/inside/", "#learn")],
)
def test_what_a_page_needs_comes_in_three_waves(page: Page, path: str, usable: str) -> None:
    waves = Waves(page)
    page.goto(path, wait_until="load")
    expect(page.locator(usable)).to_be_visible()
    files = {address: wave for address, wave in waves.of.items() if "/static/" in address}
    scripts = {address for address in files if address.endswith(".js")}
    assert len(scripts) > 10
    assert {address for address in scripts if files[address] > 1} == set()
    assert max(files.values()) <= AFTER_THE_PAGE, files
