"""Ten digits as one person writes them, and the pen that puts them on a page."""

import base64
import math
from collections.abc import Iterable, Sequence

from playwright.sync_api import CDPSession, FilePayload, Page

from tests.browser.waiting import place_of

Point = tuple[float, float]

# Where the pen goes, stroke by stroke, in a box one high, y downwards; few points, for each takes a frame.
DIGITS: dict[str, list[list[Point]]] = {
    "0": [[(0.36, 0.02), (0.14, 0.16), (0.04, 0.48), (0.12, 0.84), (0.33, 0.99), (0.55, 0.85), (0.64, 0.50),
           (0.56, 0.16), (0.38, 0.02), (0.30, 0.03)]],
    "1": [[(0.05, 0.25), (0.18, 0.14), (0.29, 0.00), (0.29, 0.35), (0.27, 0.70), (0.26, 1.00)]],
    "2": [[(0.06, 0.25), (0.16, 0.06), (0.38, 0.00), (0.57, 0.13), (0.54, 0.36), (0.34, 0.63), (0.03, 0.96),
           (0.30, 0.95), (0.64, 0.94)]],
    "3": [[(0.07, 0.10), (0.28, 0.00), (0.50, 0.10), (0.50, 0.30), (0.34, 0.44), (0.22, 0.47), (0.42, 0.51),
           (0.57, 0.68), (0.50, 0.90), (0.27, 1.00), (0.03, 0.90)]],
    "4": [[(0.30, 0.00), (0.20, 0.28), (0.04, 0.62), (0.34, 0.61), (0.66, 0.59)],
          [(0.48, 0.28), (0.46, 0.62), (0.43, 1.00)]],
    "5": [[(0.14, 0.04), (0.12, 0.24), (0.09, 0.46), (0.30, 0.40), (0.52, 0.52), (0.57, 0.74), (0.42, 0.95),
           (0.20, 1.00), (0.02, 0.92)],
          [(0.14, 0.04), (0.34, 0.03), (0.58, 0.00)]],
    "6": [[(0.46, 0.00), (0.24, 0.18), (0.08, 0.50), (0.06, 0.80), (0.24, 0.99), (0.48, 0.92), (0.54, 0.70),
           (0.38, 0.54), (0.18, 0.62), (0.08, 0.78)]],
    "7": [[(0.03, 0.06), (0.28, 0.05), (0.58, 0.02), (0.44, 0.32), (0.30, 0.66), (0.22, 1.00)]],
    "8": [[(0.52, 0.12), (0.32, 0.00), (0.12, 0.12), (0.20, 0.34), (0.42, 0.54), (0.54, 0.78), (0.36, 0.99),
           (0.12, 0.90), (0.10, 0.68), (0.32, 0.46), (0.52, 0.26), (0.50, 0.10)]],
    "9": [[(0.52, 0.14), (0.30, 0.00), (0.09, 0.14), (0.10, 0.38), (0.30, 0.46), (0.49, 0.32), (0.53, 0.12),
           (0.52, 0.45), (0.47, 0.76), (0.40, 1.00)]],
}  # fmt: skip


def strokes_of(digit: str, x: float, y: float, height: float) -> list[list[Point]]:
    """Place a digit with its top left corner at (x, y)."""
    return [[(x + u * height, y + v * height) for u, v in points] for points in DIGITS[digit]]


def strokes_of_number(text: str, x: float, y: float, height: float) -> list[list[Point]]:
    """Write the digits of a number side by side, as wide apart as one does."""
    strokes: list[list[Point]] = []
    for digit in text:
        strokes += strokes_of(digit, x, y, height)
        x += (max(u for points in DIGITS[digit] for u, _ in points) + 0.2) * height
    return strokes


class Sheet:
    """The sheet of paper on the page, in its own coordinates."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pad = page.locator("#pad")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in CSS pixels."""
        box = self._box()
        return box["width"], box["height"]

    def write(self, text: str) -> None:
        """Write a digit or a number with the mouse, centred and as large as fits well."""
        width, height = self.size
        self.draw(self.placed(text, width, height))

    @staticmethod
    def placed(text: str, width: float, height: float) -> list[list[Point]]:
        """Centre a digit or a number on a sheet of this size."""
        unit = strokes_of_number(text, 0, 0, 1)
        wide = max(x for stroke in unit for x, _ in stroke)
        tall = min(height * 0.6, (width - 60) / wide)
        return strokes_of_number(text, (width - wide * tall) / 2, (height - tall) / 2, tall)

    def on_page(self, x: float, y: float) -> Point:
        """Return where a place on the sheet is in the window."""
        box = self._box()
        return box["x"] + x, box["y"] + y

    def draw(self, strokes: Iterable[Sequence[Point]]) -> None:
        """Draw strokes with the mouse."""
        mouse = self.page.mouse
        for stroke in strokes:
            left, top = self.on_page(0, 0)
            (x, y), *others = stroke
            mouse.move(left + x, top + y)
            mouse.down()
            for x, y in others:
                mouse.move(left + x, top + y)
            mouse.up()

    def touch(self, kind: str, *points: tuple[int, float, float]) -> None:
        """Send one touch event; each point is (finger, x, y)."""
        places = [(finger, *self.on_page(x, y)) for finger, x, y in points]
        touches = [{"id": finger, "x": x, "y": y} for finger, x, y in places]
        self._devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def pen(self, kind: str, x: float, y: float, force: float) -> None:
        """Send one event of a pen that feels pressure (0 to 1)."""
        x, y = self.on_page(x, y)
        event = {"type": kind, "x": x, "y": y, "pointerType": "pen", "force": force}
        pressed = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1}
        self._devtools.send("Input.dispatchMouseEvent", event | pressed)

    def ink(self) -> int:
        """Count the pixels that carry ink."""
        return int(self._ask_pixels("count(({ alpha }) => alpha > 127)"))

    def ink_brightness(self) -> float:
        """Return the mean of red, green and blue of the ink, 0 to 255."""
        return self._ask_pixels(
            """sum(({ red, green, blue, alpha }) => (alpha === 255 ? (red + green + blue) / 3 : 0))
              / count(({ alpha }) => alpha === 255)"""
        )

    def ink_reaches_the_edge(self) -> bool:
        """Whether ink is cut off at the edge of the sheet."""
        edge = "x === 0 || y === 0 || x === width - 1 || y === height - 1"
        return self._ask_pixels(f"count(({{ x, y, alpha }}) => alpha > 0 && ({edge}))") > 0

    def _ask_pixels(self, question: str) -> float:
        """Ask about the pixels, read from a copy: the page's own canvas is made for drawing."""
        answer: float = self.pad.evaluate(
            f"""pad => {{
              const {{ width, height }} = pad;
              const options = {{ willReadFrequently: true }};
              const copy = new OffscreenCanvas(width, height).getContext("2d", options);
              copy.drawImage(pad, 0, 0);
              const {{ data }} = copy.getImageData(0, 0, width, height);
              const sum = (value) => {{
                const pixel = {{ x: 0, y: 0, red: 0, green: 0, blue: 0, alpha: 0 }};
                let total = 0;
                for (let at = 0, i = 0; i < data.length; at += 1, i += 4) {{
                  pixel.x = at % width;
                  pixel.y = Math.floor(at / width);
                  pixel.red = data[i];
                  pixel.green = data[i + 1];
                  pixel.blue = data[i + 2];
                  pixel.alpha = data[i + 3];
                  total += value(pixel);
                }}
                return total;
              }};
              const count = (holds) => sum((pixel) => (holds(pixel) ? 1 : 0));
              return {question};
            }}"""
        )
        return answer

    def zoom(self, factor: float) -> None:
        """Zoom the page as the browser does: fewer CSS pixels, each of more device pixels."""
        viewport = self.page.viewport_size
        assert viewport
        width, height = round(viewport["width"] / factor), round(viewport["height"] / factor)
        metrics = {"width": width, "height": height, "deviceScaleFactor": factor, "mobile": False}
        self._devtools.send("Emulation.setDeviceMetricsOverride", metrics)

    def choose_picture(self, base64_png: str) -> None:
        """Choose a file with these bytes."""
        content = base64.b64decode(base64_png)
        file: FilePayload = {"name": "picture.png", "mimeType": "image/png", "buffer": content}
        self.page.locator("#picture").set_input_files(file)

    @property
    def _devtools(self) -> CDPSession:
        if not hasattr(self, "_session"):
            self._session = self.page.context.new_cdp_session(self.page)
        return self._session

    def _box(self) -> dict[str, float]:
        box = place_of(self.pad)
        assert not math.isclose(box["width"], 0)
        return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}
