"""Draw the icons of an installed site anew, as PNG.

    .venv/bin/python -m tests.browser.icons

writes static/icons/digitweb-*.png out of the two drawings beside them: systems that install a site take no
SVG, or cut the corners off as they like (maskable).
"""

from playwright.sync_api import sync_playwright

from tests.support.chromium import launched
from tests.support.site import ROOT

FOLDER = ROOT / "static" / "icons"
ICONS = {
    "digitweb-180.png": ("digitweb-maskable.svg", 180),
    "digitweb-192.png": ("digitweb.svg", 192),
    "digitweb-512.png": ("digitweb.svg", 512),
    "digitweb-maskable-512.png": ("digitweb-maskable.svg", 512),
}
"""Each icon with its drawing and its side in pixels."""


def main() -> None:
    """Write all icons."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for name, (drawing, side) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            style = "<style>body { margin: 0 } svg { display: block; width: 100vw }</style>"
            page.set_content(style + (FOLDER / drawing).read_text())
            page.screenshot(path=FOLDER / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
