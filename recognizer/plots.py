"""Plots for the admin, as SVG in the colours of whichever theme is on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXT, FRAME = "#333333", "#b5b5b5"
SERIES = ("#0063a6", "#b8400b", "#007a5a", "#8f3a78", "#746000", "#5c5c68")
"""Colours that all can tell apart (after Okabe and Ito 2008), dark enough for text on white."""
DASHES = ((), (5, 2), (5, 2, 1, 2), (1, 2), (6, 1, 1, 1, 1, 1), (1, 1))
"""Lengths of dashes and gaps for each of them, in widths of the line, for whoever sees no colours."""
SOLID, DASHED, DOTTED = DASHES[0], DASHES[1], DASHES[3]
IN_THE_DARK = {
    TEXT: "#eeeeee",
    FRAME: "#666666",
    **dict(zip(SERIES, ("#63b3ee", "#ff9163", "#3ad0a6", "#e598cf", "#e3c84f", "#b9b9c4"), strict=True)),
}
"""What each colour becomes in a dark theme."""

WIDE, NARROW = (9.0, 3.6), (4.4, 3.4)
"""Size in inches for a desktop and for a phone, whose text is as large."""

FONT, ROW, MARK, LINE = 10.0, 15.0, 24.0, 1.5
"""Size of letters, height of a row of the key, length of its marks and width of lines, in points."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One training, for a plot of several."""

    label: str
    epochs: Sequence[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the key: what a mark stands for, or without a mark what an axis measures."""

    label: str
    colour: str = TEXT
    dashes: tuple[int, ...] = SOLID
    shape: str = "line"
    """``line``, ``dot``, ``bar``, or ``none``."""


@dataclass(frozen=True, kw_only=True)
class CurveWords:
    """What a learning curve says."""

    right: str
    cost_validation: str
    cost_training: str
    best: str
    epoch: str


@dataclass(frozen=True, kw_only=True)
class ReliabilityWords:
    """What a reliability diagram says."""

    right: str
    perfect: str
    mean: str
    answers: str
    confidence: str


def learning_curve(epochs: Sequence[dict[str, Any]], words: CurveWords, *, narrow: bool = False) -> bytes:
    """Return validation accuracy (per cent) and cost by epoch, with the best epoch marked."""
    figure = new_figure(narrow=narrow)
    accuracy = figure.subplots()
    cost = accuracy.twinx()
    numbers = [epoch["epoch"] for epoch in epochs]
    shares = validated(epochs)
    cost.plot(numbers, [epoch["training_cost"] for epoch in epochs], color=SERIES[1], linestyle=(0, DOTTED))
    cost.plot(numbers, [epoch["validation_cost"] for epoch in epochs], color=SERIES[1], linestyle=(0, DASHED))
    accuracy.plot(numbers, shares, color=SERIES[0])
    best = max(range(len(shares)), key=shares.__getitem__)
    accuracy.plot(numbers[best], shares[best], "o", color=SERIES[0])
    for axes in (accuracy, cost):
        by_epoch(axes)
    accuracy.set_zorder(cost.get_zorder() + 1)
    accuracy.patch.set_visible(False)
    return svg(
        figure,
        [
            Entry(label=words.right, colour=SERIES[0]),
            Entry(label=f"{words.best}: {shares[best]:.2f} %", colour=SERIES[0], shape="dot"),
            Entry(label=words.cost_validation, colour=SERIES[1], dashes=DASHED),
            Entry(label=words.cost_training, colour=SERIES[1], dashes=DOTTED),
            Entry(label=f"→ {words.epoch}", shape="none"),
        ],
    )


def learning_curves(curves: Sequence[Curve], words: CurveWords, *, narrow: bool = False) -> bytes:
    """Return validation accuracy (per cent) and validation cost of several trainings over each other."""
    figure = new_figure(narrow=narrow, rows=2 if narrow else 1)
    accuracy, cost = figure.subplots(2, 1) if narrow else figure.subplots(1, 2)
    key = [
        Entry(label=f"{'↑' if narrow else '←'} {words.right}", shape="none"),
        Entry(label=f"{'↓' if narrow else '→'} {words.cost_validation}", shape="none"),
    ]
    for place, curve in enumerate(curves):
        kind = place % len(SERIES)
        look: dict[str, Any] = {
            "color": SERIES[kind],
            "linestyle": (0, DASHES[kind]) if DASHES[kind] else "-",
        }
        if len(curve.epochs) == 1:
            look["marker"] = "o"
        numbers = [epoch["epoch"] for epoch in curve.epochs]
        accuracy.plot(numbers, validated(curve.epochs), **look)
        cost.plot(numbers, [epoch["validation_cost"] for epoch in curve.epochs], **look)
        key.append(Entry(label=curve.label, colour=SERIES[kind], dashes=DASHES[kind]))
    for axes in (accuracy, cost):
        by_epoch(axes)
    return svg(figure, key)


def reliability_diagram(
    counts: Sequence[int],
    confidence: Sequence[float],
    accuracy: Sequence[float],
    words: ReliabilityWords,
    *,
    narrow: bool = False,
) -> bytes:
    """Return how often answers are right by how confident they are; below, how many there are of each."""
    figure = new_figure(size=(4.4, 4.6) if narrow else (5.2, 4.6))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    width = 1 / len(counts)
    filled = [place for place, count in enumerate(counts) if count]
    middles = [(place + 0.5) * width for place in filled]
    upper.bar(middles, [accuracy[place] for place in filled], 0.92 * width, color=SERIES[0], alpha=0.55)
    upper.plot([0, 1], [0, 1], linestyle=(0, DOTTED), color=TEXT, linewidth=1)
    upper.plot(
        [confidence[place] for place in filled], [accuracy[place] for place in filled],
        "o", color=SERIES[1], markersize=4,
    )  # fmt: skip
    upper.set(xlim=(0, 1), ylim=(0, 1.02))
    lower.bar(middles, [counts[place] for place in filled], 0.92 * width, color=FRAME)
    lower.set_yscale("log")
    for axes in (upper, lower):
        frame(axes)
    return svg(
        figure,
        [
            Entry(label=words.right, colour=SERIES[0], shape="bar"),
            Entry(label=words.perfect, dashes=DOTTED),
            Entry(label=words.mean, colour=SERIES[1], shape="dot"),
            Entry(label=words.answers, colour=FRAME, shape="bar"),
            Entry(label=f"→ {words.confidence}", shape="none"),
        ],
    )


def validated(epochs: Sequence[dict[str, Any]]) -> list[float]:
    """Return the share that was right in each epoch's validation, in per cent."""
    return [100 * epoch["validation_correct"] / max(1, epoch["validation_size"]) for epoch in epochs]


def new_figure(*, narrow: bool = False, rows: int = 1, size: tuple[float, float] | None = None) -> "Figure":
    """Return an empty figure, `rows` plots high."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second, only where a plot is drawn

    width, height = size or (NARROW if narrow else WIDE)
    return Figure(figsize=(width, height * (0.8 * rows if rows > 1 else 1)))


def by_epoch(axes: "Axes") -> None:
    """Let the x axis count epochs."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    frame(axes)


def frame(axes: "Axes") -> None:
    """Draw ticks and frame in the colours that follow the theme."""
    axes.tick_params(colors=TEXT, color=FRAME)
    axes.spines[:].set_color(FRAME)


def svg(figure: "Figure", key: Sequence[Entry]) -> bytes:
    """Return a figure with its key above it; its colours are variables, which a dark theme sets anew.

    The key is written as text for whoever shows it to set: matplotlib's own font has no Chinese.
    """
    width, height = 72 * figure.get_size_inches()
    rows, drawn = laid_out(key, width)
    figure.set_layout_engine("constrained", rect=(0, 0, 1, 1 - (ROW * rows + 4) / height))
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True)
    text = file.getvalue().replace("</svg>", f"{drawn}</svg>")
    light, dark = [], []
    for place, (colour, in_the_dark) in enumerate(IN_THE_DARK.items()):
        light.append(f"--c{place}:{colour}")
        dark.append(f"--c{place}:{in_the_dark}")
        text = text.replace(f": {colour}", f": var(--c{place})")
    rules = f":root{{{';'.join(light)}}}@media(prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}"
    return text.replace("<defs>", f"<style>{rules}</style><defs>", 1).encode()


def laid_out(key: Sequence[Entry], width: float) -> tuple[int, str]:
    """Return how many rows a key takes in so many points, and its drawing."""
    x, row = 4.0, 0
    parts: list[str] = []
    for entry in key:
        mark = 0 if entry.shape == "none" else MARK + 5
        needed = mark + length_of(entry.label) + 16
        if x > 4 and x + needed > width:
            x, row = 4.0, row + 1
        y = ROW * row + ROW / 2 + 2
        parts += [drawn_mark(entry, x, y), words_at(entry.label, x + mark, y)]
        x += needed
    return row + 1, "".join(parts)


def length_of(label: str) -> float:
    """Return about how many points a label is long: letters are half as wide as high, Chinese as wide."""
    return FONT * sum(1.0 if ord(character) > 0x2E80 else 0.56 for character in label)


def drawn_mark(entry: Entry, x: float, y: float) -> str:
    """Return the mark of an entry whose middle is at that height."""
    if entry.shape == "none":
        return ""
    if entry.shape == "dot":
        return f'<circle cx="{x + MARK / 2:g}" cy="{y:g}" r="3.5" style="fill: {entry.colour}"/>'
    if entry.shape == "bar":
        return (
            f'<path d="M{x + 4:g} {y - 4:g}h{MARK - 8:g}v8h{8 - MARK:g}z" '
            f'style="fill: {entry.colour}; fill-opacity: 0.6"/>'
        )
    dashes = " ".join(f"{LINE * length:g}" for length in entry.dashes) or "none"
    return (
        f'<path d="M{x:g} {y:g}h{MARK:g}" stroke-dasharray="{dashes}" '
        f'style="fill: none; stroke: {entry.colour}; stroke-width: {LINE:g}"/>'
    )


def words_at(label: str, x: float, y: float) -> str:
    """Return a label whose middle is at that height."""
    return (
        f'<text x="{x:g}" y="{y + FONT / 3:.2f}" font-family="sans-serif" font-size="{FONT:g}" '
        f'style="fill: {TEXT}">{escape(label)}</text>'
    )
