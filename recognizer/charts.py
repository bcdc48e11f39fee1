"""Charts as SVG, in the colours of whichever theme is on and the fonts of whoever looks."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape

LIGHT = ("#0063a6", "#b8400b", "#007a5a", "#8f3a78", "#746000", "#5c5c68")
"""Colours that all can tell apart (after Okabe and Ito 2008), dark enough for text on white."""
DARK = ("#63b3ee", "#ff9163", "#3ad0a6", "#e598cf", "#e3c84f", "#b9b9c4")
"""The same for a dark theme."""
DASHES = ("none", "10 4", "10 4 2 4", "2 4", "12 2 2 2 2 2", "2 2")
"""Dashes and gaps for each of them, in pixels, for whoever sees no colours."""

FONT, ROW, MARK = 13, 20, 32
"""Size of letters, height of a row of them and length of the key's marks, in pixels."""


def variables(colours: Sequence[str]) -> str:
    """Return a theme's colours of lines as CSS."""
    return "".join(f"--c{place}:{colour};" for place, colour in enumerate(colours))


STYLE = (
    f":root{{color:#333;--frame:#b5b5b5;--grid:#e8e8e8;{variables(LIGHT)}}}"
    f"@media(prefers-color-scheme:dark){{:root{{color:#eee;--frame:#666;--grid:#333;{variables(DARK)}}}}}"
    f"text{{font:{FONT}px sans-serif;fill:currentcolor}}"
    ".line,.frame,.grid{fill:none;stroke:currentcolor}.line{stroke-width:2;stroke-linejoin:round}"
    ".dot,.bar,.band{fill:currentcolor}.bar{fill-opacity:.6}.band{fill-opacity:.2}"
    ".frame{color:var(--frame)}.grid{color:var(--grid)}"
    + "".join(f".c{place}{{color:var(--c{place})}}" for place in range(len(LIGHT)))
    + "".join(f".dash{place}{{stroke-dasharray:{dashes}}}" for place, dashes in enumerate(DASHES))
)


class Box(NamedTuple):
    """A part of a picture, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def inside(self, *, left: float, right: float = 12, above: float = 8, below: float = 2 * ROW) -> "Box":
        """Return the part within margins, which have room for ticks and names."""
        return Box(self.left + left, self.top + above, self.right - right, self.bottom - below)


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The values along one side of a chart."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]] = ()
    scale: Callable[[float], float] = float
    look: str = ""
    """Classes of the ticks' labels."""

    def share(self, value: float) -> float:
        """Return how far from the low end to the high one a value lies, from 0 to 1."""
        low, high = self.scale(self.low), self.scale(self.high)
        return (self.scale(value) - low) / (high - low)

    @property
    def room(self) -> float:
        """Return how many pixels its labels need beside a chart."""
        return 12 + max(length_of(label) for _, label in self.ticks)


def axis_of(values: Iterable[float], most: int, *, is_whole: bool = False, look: str = "") -> Axis:
    """Return an axis that shows these values, with at most so many round ticks."""
    values = list(values)
    low, high = min(values), max(values)
    is_level = high - low <= 1e-6 * abs(high)
    margin = max(0.5, abs(high) / 1000) if is_level else (high - low) / 20
    low, high = low - margin, high + margin
    step = max(round_step((high - low) / most), float(is_whole))
    ticks = [step * count for count in range(math.ceil(low / step), math.floor(high / step) + 1)]
    decimals = max(0, -math.floor(math.log10(step)))
    kind = f".{decimals}f" if decimals < 6 and high < 1e6 else "g"
    return Axis(low=low, high=high, ticks=[(tick, format(tick, kind)) for tick in ticks], look=look)


def round_step(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def share_axis() -> Axis:
    """Return an axis from none to all."""
    return Axis(low=0, high=1, ticks=[(fifths / 5, f"{20 * fifths} %") for fifths in range(6)])


def count_axis(counts: Iterable[int]) -> Axis:
    """Return a logarithmic axis, on which a single one can still be seen."""
    most = max(10, *counts)
    powers = range(0, math.floor(math.log10(most)) + 1, 2 if most >= 10_000 else 1)
    ticks = [(10.0**power, f"{10**power:,}") for power in powers]
    return Axis(low=0.6, high=1.3 * most, ticks=ticks, scale=math.log10)


@dataclass(frozen=True, kw_only=True)
class Area:
    """The part of a chart between two axes."""

    box: Box
    x: Axis
    y: Axis

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where in the picture a point lies, in pixels."""
        left, top, right, bottom = self.box
        across, up = self.x.share(x), self.y.share(y)
        return round(left + across * (right - left), 1), round(bottom - up * (bottom - top), 1)

    def frame(self, *, x_name: str = "", title: str = "") -> str:
        """Draw the frame, ticks at the left and below, and what they measure."""
        left, top, right, bottom = self.box
        rows = [self.place(self.x.low, tick)[1] for tick, _ in self.y.ticks]
        columns = [(self.place(tick, self.y.low)[0], label) for tick, label in self.x.ticks]
        return "".join([
            *(f'<path class="grid" d="M{left:g} {y}H{right:g}"/>' for y in rows),
            f'<path class="frame" d="M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}z"/>',
            *(f'<path class="frame" d="M{x} {bottom:g}v4"/>' for x, _ in columns),
            *(text(label, x, bottom + 14, anchor="middle") for x, label in columns),
            self.labels(left - 7, "end"),
            text(x_name, (left + right) / 2, bottom + ROW + 11, anchor="middle"),
            text(title, left, top - ROW / 2),
        ])  # fmt: skip

    def labels(self, x: float, anchor: str) -> str:
        """Write what the ticks of the y axis stand for."""
        return "".join(
            text(label, x, self.place(self.x.low, tick)[1], anchor=anchor, look=self.y.look)
            for tick, label in self.y.ticks
        )

    def line(self, x: Sequence[float], y: Sequence[float], look: str) -> str:
        """Draw a line through these points, or a dot where there is but one."""
        if len(x) == 1:
            return self.dots(x, y, look)
        points = " ".join(f"{left},{top}" for left, top in map(self.place, x, y))
        return f'<polyline class="line {look}" points="{points}"/>'

    def dots(self, x: Sequence[float], y: Sequence[float], look: str) -> str:
        """Draw dots at these points."""
        places = map(self.place, x, y)
        return "".join(f'<circle class="dot {look}" cx="{left}" cy="{top}" r="4"/>' for left, top in places)

    def band(self, x: Sequence[float], low: Sequence[float], high: Sequence[float], look: str) -> str:
        """Fill what lies between two lines, or draw a span where there is but one point."""
        if len(x) == 1:
            return self.spans(x, low, high, look)
        there, back = map(self.place, x, high), reversed(list(map(self.place, x, low)))
        points = " ".join(f"{left},{top}" for left, top in (*there, *back))
        return f'<polygon class="band {look}" points="{points}"/>'

    def spans(self, x: Sequence[float], low: Sequence[float], high: Sequence[float], look: str) -> str:
        """Draw upright lines from each low value to its high one."""
        parts = []
        for at, least, most in zip(x, low, high, strict=True):
            (left, bottom), (_, top) = self.place(at, least), self.place(at, most)
            parts.append(f'<path class="line {look}" d="M{left} {bottom}V{top}"/>')
        return "".join(parts)

    def bars(self, x: Sequence[float], y: Sequence[float], width: float, look: str) -> str:
        """Draw bars so wide, with their middles at `x` and up to `y`."""
        bottom, parts = self.box.bottom, []
        for middle, end in zip(x, y, strict=True):
            left, top = self.place(middle - width / 2, end)
            right, _ = self.place(middle + width / 2, end)
            parts.append(f'<path class="bar {look}" d="M{left} {bottom:g}V{top}H{right}V{bottom:g}z"/>')
        return "".join(parts)


def svg(width: float, height: float, parts: Iterable[str]) -> bytes:
    """Return a picture of these parts."""
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    style = f"<style>{STYLE}</style>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{style}{"".join(parts)}</svg>'.encode()


def laid_out(key: Iterable[tuple[str, str]], width: float) -> tuple[float, str]:
    """Return how high a key is in so many pixels, and its drawing: labels and the classes of their marks."""
    x, middle = 2.0, ROW / 2
    parts: list[str] = []
    for label, look in key:
        end = x + MARK + 6 + length_of(label)
        if x > 2 and end > width:
            x, middle, end = 2.0, middle + ROW, end - x + 2
        parts += [mark(look, x, middle), text(label, x + MARK + 6, middle)]
        x = end + 18
    return middle + ROW / 2, "".join(parts)


def length_of(label: str) -> float:
    """Return about how many pixels a label is long: letters are narrower than high, Chinese is not."""
    return FONT * sum(1.0 if ord(character) > 0x2E80 else 0.6 for character in label)


def mark(look: str, x: float, middle: float) -> str:
    """Draw what the key has before a label: a dot, a bar or a line."""
    if "dot" in look:
        return f'<circle class="{look}" cx="{x + MARK / 2:g}" cy="{middle:g}" r="4"/>'
    if "bar" in look or "band" in look:
        return f'<path class="{look}" d="M{x + 6:g} {middle - 5:g}h{MARK - 12}v10h{12 - MARK}z"/>'
    return f'<path class="{look}" d="M{x:g} {middle:g}h{MARK}"/>'


def text(words: str, x: float, middle: float, *, anchor: str = "start", look: str = "") -> str:
    """Write words whose middle is at that height."""
    place = f'x="{x:.1f}" y="{middle + FONT / 3:.1f}" text-anchor="{anchor}"'
    return f'<text class="{look}" {place}>{escape(words)}</text>' if words else ""
