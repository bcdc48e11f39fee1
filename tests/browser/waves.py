"""How many round trips a browser makes before a page can be used."""

from typing import Any

from playwright.sync_api import Page


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

    @property
    def files(self) -> dict[str, int]:
        """Those of static files."""
        return {address: wave for address, wave in self.of.items() if "/static/" in address}
