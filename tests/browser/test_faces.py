"""Every page in the site's own faces and in others: nothing is cut, jumps, or hangs on a glyph's width."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect

from tests.browser.answers import answer
from tests.browser.audits import CUT_OFF, FORMULAS_TO_SLIDE, SMALL_TARGETS, WITH_NARROW_GLYPHS
from tests.browser.conftest import Respond
from tests.browser.handwriting import Sheet
from tests.browser.waiting import page_comes_to
from tests.support.fonts import WIDE_LATIN, WITH_CHINESE, WITHOUT_CHINESE, FontSet

WIDTHS = (360, 768, 1024, 1440, 1920)
READING = ("#own-reading", r"\d")
PAGES = {
    "/": ("#answer", "504192"),
    "/nowhere": (".notice-code", "404"),
    "/learn/": READING,
    "/learn/neural-networks/": ("#change-formula", "≈"),
    "/learn/gradient-descent/": ("#batch-words", r"\d"),
    "/learn/backpropagation/": ("#bp4-hidden", "="),
    "/learn/summary/": ("#step-answer", r"\d"),
    "/inside/": ("#why-words", "="),
    "/admin/login/": ("#header", "digitweb"),
}
"""Each with what it says once it is there."""

READERS = [
    pytest.param(fonts, locale, id=f"{fonts.name}-{locale}")
    for fonts, locale in [
        (WITH_CHINESE, "en"),
        (WITH_CHINESE, "zh-CN"),
        (WITHOUT_CHINESE, "zh-CN"),
        (WIDE_LATIN, "en"),
    ]
]
"""What is installed where the page is read, and in which language; the wide faces stand in for our own."""
FONT_FILES = "**/*.woff2"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# From now on; the sum is that of Cumulative Layout Shift, of which a good page has less than 0.1.
WATCH_SHIFTS = """() => {
  window.shifts = 0;
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      window.shifts += value;
      for (const { node } of sources) window.moved.push(node?.outerHTML?.slice(0, 80) ?? node?.textContent);
    }
  }).observe({ type: "layout-shift" });
}"""

Open = Callable[[str], None]


@pytest.fixture(scope="module")
def fonts(request: pytest.FixtureRequest) -> FontSet:
    """What is installed where the page is read."""
    chosen: FontSet = getattr(request, "param", WITH_CHINESE)
    return chosen


@pytest.fixture
def locale(request: pytest.FixtureRequest) -> str:
    """The reader's language."""
    return str(getattr(request, "param", "en"))


@pytest.fixture(scope="module")
def browser(
    launch_browser: Callable[..., Browser],
    fonts: FontSet,
    browser_type_launch_args: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    """Start a browser that sees just these fonts: it learns of them when it starts."""
    environment = {**browser_type_launch_args["env"], **fonts.environment(tmp_path_factory.mktemp("fonts"))}
    browser = launch_browser(env=environment)
    yield browser
    browser.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], fonts: FontSet, locale: str) -> BrowserContext:
    """Read in one's own language; where faces stand in for the site's own, these do not come."""
    context = new_context(locale=locale, reduced_motion="reduce")
    if fonts is WIDE_LATIN:
        context.route(FONT_FILES, lambda route: route.abort())
    return context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of its own."""
    return context.new_page()


@pytest.fixture
def open_page(page: Page, respond: Respond) -> Open:
    """Open a page, and wait until everything is on it."""

    def open_page(path: str) -> None:
        page.goto(path)
        if path == "/":
            respond(answer("504192"))
            Sheet(page).draw([[(40.0, 40.0), (80.0, 80.0)]])
        place, said = PAGES[path]
        page.locator(
            place
        ).scroll_into_view_if_needed()  # what costs much is asked for where it is about to be seen
        expect(page.locator(place)).to_have_text(re.compile(said))
        page.evaluate("document.fonts.ready")

    return open_page


def set_width(page: Page, width: int) -> None:
    """Give the page another width, and let it follow."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(TWO_FRAMES)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("fonts", "locale"), READERS, indirect=True)
def test_nothing_is_cut(page: Page, open_page: Open, fonts: FontSet, path: str) -> None:
    open_page(path)
    for width in WIDTHS:
        set_width(page, width)
        assert page.evaluate(CUT_OFF) == [], width
        to_slide = page.evaluate(FORMULAS_TO_SLIDE)
        assert [formula for formula in to_slide if formula["hidden"]] == [], width
        if fonts is not WIDE_LATIN and width >= 1440:
            assert to_slide == [], width


@pytest.mark.parametrize("path", PAGES)
def test_what_one_presses_is_as_large_as_a_finger_whatever_the_font(
    page: Page, open_page: Open, path: str
) -> None:
    open_page(path)
    page.evaluate(WITH_NARROW_GLYPHS)
    for width in (360, 1440):
        set_width(page, width)
        assert page.evaluate(SMALL_TARGETS) == [], width


@pytest.mark.parametrize(
    ("locale", "selector", "families"),
    [
        ("en", ".learn-body > p", {"STIX Two Text", "STIX Two Math"}),  # words, and the sign ∂
        ("en", ".learn-about", {"STIX Two Text"}),
        ("en", ".formula mi", {"STIX Two Math"}),
        ("en", ".formula mtext", {"STIX Two Text"}),
        ("zh-CN", "h1", {"STIX Two Text", "ZCOOL XiaoWei"}),
        ("zh-CN", ".learn-about", {"ZCOOL XiaoWei"}),
    ],
    indirect=["locale"],
)
def test_the_sites_own_faces_draw_it_and_chinese_is_the_systems(
    page: Page, open_page: Open, selector: str, families: set[str]
) -> None:
    open_page("/learn/backpropagation/")
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["familyName"] for font in fonts} == families


@pytest.mark.parametrize(
    ("path", "filled"), [("/", ["h1"]), ("/learn/summary/", ["#own-reading", "#whose", "#step-answer"])]
)
def test_nothing_jumps_when_the_faces_come_late(page: Page, path: str, filled: list[str]) -> None:
    held: list[Route] = []
    page.route(FONT_FILES, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto(path, wait_until="domcontentloaded")
    for selector in filled:
        expect(page.locator(selector)).to_have_text(re.compile(r"\w"))
    page.evaluate(TWO_FRAMES)  # what was filled has its place
    page.evaluate(WATCH_SHIFTS)
    page.evaluate(TWO_FRAMES)

    for route in held:
        route.continue_()

    page_comes_to(page, "[...document.fonts].some((face) => face.status === 'loaded')")
    page_comes_to(page, "[...document.fonts].every((face) => face.status !== 'loading')")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate("shifts") < 0.01, page.evaluate("moved")


def test_a_face_is_asked_for_once_and_kept_for_ever(page: Page, open_page: Open) -> None:
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response))  # noqa: PLW0108 - as above
    open_page("/learn/backpropagation/")

    faces = [answer for answer in answers if answer.url.endswith(".woff2")]
    names = sorted(re.sub(r".*/([a-z-]+)\.[0-9a-f]{12}\.woff2", r"\1", face.url) for face in faces)
    assert names == ["stix-two-math", "stix-two-text", "stix-two-text-italic", "stix-two-text-semibold"]
    for face in faces:
        assert face.headers["content-type"] == "font/woff2"
        assert "immutable" in face.headers["cache-control"]
