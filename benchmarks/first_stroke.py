"""When one can write on a page that has just appeared, on a slow phone: a part of `make lighthouse`.

Chromium slows processor and network down as Lighthouse does where it throttles by DevTools: its "slow 4G" and
a phone that takes four times as long. As soon as the first paint is told, a finger draws a stroke. The
browser itself says when it came and when what it left was on the screen (Event Timing).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, expect, sync_playwright

from tests.browser.waiting import place_of
from tests.browser.waves import Waves
from tests.support.chromium import launched, patient
from tests.support.patience import PATIENCE_MS

TURNS = 5
GOAL_SECONDS, GOAL_TRIPS = 0.3, 3
CPU_SLOWDOWN = 4
SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6 * 1024 * 0.9 * 1024 / 8,
    "uploadThroughput": 750 * 0.9 * 1024 / 8,
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
    "ignore_https_errors": True,
    "service_workers": "block",
}
TOLD = """type => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries()[0].toJSON())).observe({ type, buffered: true });
})"""
"""The first entry that the browser has of a type."""


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """One turn, in seconds: the first paint after the page was asked for, the rest after the first paint."""

    painted: float
    touched: float
    shown: float
    trips: int


def strokes(url: str) -> Iterator[Stroke]:
    """Draw on a page as soon as it appears, each time in a browser that knows nothing of it."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        place = place_of_sheet(browser, url)
        for _ in range(TURNS):
            yield stroke(browser, url, *place)
        browser.close()


def place_of_sheet(browser: Browser, url: str) -> tuple[float, float]:
    """Return the middle of the sheet, as the page has it in the end."""
    with patient(browser.new_context(**PHONE)) as context:
        page = context.new_page()
        page.goto(url)
        box = place_of(page.locator("#pad"))
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def stroke(browser: Browser, url: str, x: float, y: float) -> Stroke:
    """Open the page on a slow phone and draw at the first paint."""
    with patient(browser.new_context(**PHONE)) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        waves = Waves(page)
        paints = first_paints(session)
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        page.goto(url, wait_until="commit")
        while not paints:
            page.wait_for_timeout(1)
        draw(session, x, y)
        expect(page.locator("#answer")).to_have_text("1", timeout=PATIENCE_MS)
        paint, touch = page.evaluate(TOLD, "paint"), page.evaluate(TOLD, "first-input")
        return Stroke(
            painted=paint["startTime"] / 1000,
            touched=(touch["startTime"] - paint["startTime"]) / 1000,
            shown=(touch["startTime"] + touch["duration"] - paint["startTime"]) / 1000,
            trips=1 + max(waves.files.values()),
        )


def first_paints(session: CDPSession) -> list[dict[str, Any]]:
    """Return a list that gets an entry as soon as the page is painted."""
    paints: list[dict[str, Any]] = []

    def hear(event: dict[str, Any]) -> None:
        if event["name"] == "firstPaint":
            paints.append(event)

    session.on("Page.lifecycleEvent", hear)
    session.send("Page.enable")
    session.send("Page.setLifecycleEventsEnabled", {"enabled": True})
    return paints


def draw(session: CDPSession, x: float, y: float) -> None:
    """Draw a one with a finger: a stroke downwards."""
    for kind, offsets in (("touchStart", [-60]), ("touchMove", range(-40, 80, 20)), ("touchEnd", [None])):
        for offset in offsets:
            points = [] if offset is None else [{"x": x, "y": y + offset}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def table(base: str) -> Iterator[str]:
    """Measure the page to draw on; yield the lines of a table."""
    turns = list(strokes(f"{base}/"))
    yield "| on a slow phone | median (min – max) | goal |"
    yield "| --- | --- | --- |"
    for name, values, goal in (
        ("first paint", [turn.painted for turn in turns], "–"),
        ("from the first paint to the first contact of the finger", [turn.touched for turn in turns], "–"),
        (
            "from the first paint to its ink on the screen",
            [turn.shown for turn in turns],
            f"{GOAL_SECONDS} s",
        ),
    ):
        yield f"| {name} | {median(values):.2f} s ({min(values):.2f} – {max(values):.2f}) | {goal} |"
    yield f"| round trips until the page can be used | {max(turn.trips for turn in turns)} | {GOAL_TRIPS} |"
