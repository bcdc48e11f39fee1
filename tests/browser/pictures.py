"""Photographs of handwriting, made here, and ways to hand them to the page."""

import base64

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Page

from tests.browser.handwriting import strokes_of
from tests.support.pictures import encoded


def photograph_of(text: str, *, step: int = 170, height: int = 180) -> bytes:
    """Return a PNG of digits far apart, blue on paper that is darker to the right."""
    size = (step * len(text) + 120, height + 160)
    shade = Image.linear_gradient("L").rotate(90).resize(size).point(lambda value: 205 + value // 6)
    picture = Image.merge("RGB", (shade, shade, shade.point(lambda value: value - 12)))
    pen = ImageDraw.Draw(picture)
    for index, digit in enumerate(text):
        for stroke in strokes_of(digit, 80 + step * index, 80, height):
            pen.line(stroke, fill=(40, 52, 110), width=11, joint="curve")
    return encoded(picture.filter(ImageFilter.GaussianBlur(1)))


def blank_photograph() -> bytes:
    """Return a PNG of a sheet of paper on which nothing is written."""
    return encoded(Image.new("RGB", (640, 360), (214, 210, 200)))


def hand_over(page: Page, kind: str, content: bytes, media: str = "image/png") -> None:
    """Paste a file on the page or drop it there, as the browser's own event does."""
    page.evaluate(
        """([kind, base64, media]) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], "picture", { type: media }));
          const options = { bubbles: true, cancelable: true };
          const event =
            kind === "paste"
              ? new ClipboardEvent("paste", { ...options, clipboardData: data })
              : new DragEvent(kind, { ...options, dataTransfer: data });
          document.body.dispatchEvent(event);
        }""",
        [kind, base64.b64encode(content).decode(), media],
    )


def copy_to_clipboard(page: Page, content: bytes) -> None:
    """Put a PNG on the system's clipboard, as copying a picture elsewhere does."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const blob = new Blob([bytes], { type: "image/png" });
          await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
        }""",
        base64.b64encode(content).decode(),
    )
