"""One page for the tests of a file, as empty for each as a new one, which takes longer to open."""

from collections.abc import Callable, Generator

from playwright.sync_api import Error, Page, ViewportSize

BLANK = "about:blank"
SIZE: ViewportSize = {"width": 1280, "height": 720}
"""Of a new page, in CSS pixels."""

OF_PAGE = ("add_init_script", "close", "expose_function", "on", "once", "set_default_timeout")
OF_CLOCK = ("install", "set_fixed_time", "set_system_time")
OF_CONTEXT = (
    "add_init_script",
    "close",
    "grant_permissions",
    "new_cdp_session",
    "new_page",
    "route",
    "set_offline",
)
"""What a test may do that is not undone between tests."""

FORGET = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
}"""


def empty_pages(open_page: Callable[[], Page], site_url: str) -> Generator[Page]:
    """Yield an empty page that remembers nothing: again the same, or a new one after a lasting deed."""
    while True:
        page = open_page()
        context, is_empty = page.context, True
        deeds: list[str] = []
        for thing, names in ((page, OF_PAGE), (page.clock, OF_CLOCK), (context, OF_CONTEXT)):
            note_calls(thing, names, deeds)
        try:
            while is_empty:
                yield page
                is_empty = not deeds and forgets(page, site_url)
        finally:
            context.close()


def note_calls(thing: object, names: tuple[str, ...], calls: list[str]) -> None:
    """Let each call of one of these methods be noted in the list."""

    def noted(name: str) -> Callable[..., object]:
        method: Callable[..., object] = getattr(thing, name)

        def note(*arguments: object, **options: object) -> object:
            calls.append(name)
            return method(*arguments, **options)

        return note

    for name in names:
        setattr(thing, name, noted(name))


def forgets(page: Page, site_url: str) -> bool:
    """Leave nothing of what was done with the page or kept by it; return whether that could be done."""
    try:
        page.unroute_all(behavior="ignoreErrors")
        page.goto(BLANK)
        page.route(site_url, lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(site_url)
        page.evaluate(FORGET)
        page.goto(BLANK)
        page.unroute_all()
        page.context.clear_cookies()
        page.set_viewport_size(SIZE)
        page.emulate_media(
            media="null", color_scheme="light", reduced_motion="no-preference", forced_colors="none"
        )
    except Error:  # it has crashed, say
        return False
    return True
