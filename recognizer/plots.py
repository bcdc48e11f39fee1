"""Plots for the admin, as SVG in the colours of whichever theme is on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXT, FRAME = "#333333", "#b5b5b5"
SERIES = ("#0063a6", "#b8400b", "#007a5a", "#8f3a78", "#746000", "#5c5c68")
"""Colours that all can tell apart (after Okabe and Ito 2008), dark enough for text on white."""
STYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 1)))
"""A dash for each of them, for whoever sees no colours."""
IN_THE_DARK = {
    TEXT: "#eeeeee",
    FRAME: "#666666",
    **dict(zip(SERIES, ("#63b3ee", "#ff9163", "#3ad0a6", "#e598cf", "#e3c84f", "#b9b9c4"), strict=True)),
}
"""What each colour becomes in a dark theme."""

WIDE, NARROW = (9.0, 3.6), (4.4, 3.4)
"""Size in inches for a desktop and for a phone, whose text is as large."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One training, for a plot of several."""

    label: str
    epochs: Sequence[dict[str, Any]]


def learning_curve(epochs: Sequence[dict[str, Any]], *, narrow: bool = False) -> bytes:
    """Return validation accuracy (per cent) and cost by epoch, with the best epoch marked."""
    figure = new_figure(narrow=narrow)
    accuracy = figure.subplots()
    cost = accuracy.twinx()
    numbers = [epoch["epoch"] for epoch in epochs]
    shares = validated(epochs)
    cost.plot(
        numbers, [epoch["training_cost"] for epoch in epochs], ":", color=SERIES[1], label="cost, training"
    )
    cost.plot(
        numbers,
        [epoch["validation_cost"] for epoch in epochs],
        "--",
        color=SERIES[1],
        label="cost, validation",
    )
    accuracy.plot(numbers, shares, color=SERIES[0], label="right, validation (%)")
    best = max(range(len(shares)), key=shares.__getitem__)
    accuracy.plot(numbers[best], shares[best], "o", color=SERIES[0], label=f"best: {shares[best]:.2f} %")
    accuracy.set_ylabel("right (%)", color=SERIES[0])
    cost.set_ylabel("cost", color=SERIES[1])
    for axes in (accuracy, cost):
        by_epoch(axes)
    accuracy.set_zorder(cost.get_zorder() + 1)
    accuracy.patch.set_visible(False)
    figure.legend(loc="outside upper center", ncols=2 if narrow else 4, frameon=False, labelcolor=TEXT)
    return svg(figure)


def learning_curves(curves: Sequence[Curve], *, narrow: bool = False) -> bytes:
    """Return validation accuracy (per cent) and validation cost of several trainings over each other."""
    figure = new_figure(narrow=narrow, rows=2 if narrow else 1)
    accuracy, cost = figure.subplots(2, 1) if narrow else figure.subplots(1, 2)
    for place, curve in enumerate(curves):
        look: dict[str, Any] = {
            "color": SERIES[place % len(SERIES)],
            "linestyle": STYLES[place % len(STYLES)],
        }
        if len(curve.epochs) == 1:
            look["marker"] = "o"
        numbers = [epoch["epoch"] for epoch in curve.epochs]
        accuracy.plot(numbers, validated(curve.epochs), label=curve.label, **look)
        cost.plot(numbers, [epoch["validation_cost"] for epoch in curve.epochs], **look)
    accuracy.set_ylabel("right, validation (%)", color=TEXT)
    cost.set_ylabel("cost, validation", color=TEXT)
    for axes in (accuracy, cost):
        by_epoch(axes)
    figure.legend(loc="outside upper center", ncols=1 if narrow else 3, frameon=False, labelcolor=TEXT)
    return svg(figure)


def reliability_diagram(
    counts: Sequence[int], confidence: Sequence[float], accuracy: Sequence[float], *, narrow: bool = False
) -> bytes:
    """Return how often answers are right by how confident they are; below, how many there are of each."""
    figure = new_figure(size=(4.4, 4.6) if narrow else (5.2, 4.6))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    width = 1 / len(counts)
    filled = [place for place, count in enumerate(counts) if count]
    middles = [(place + 0.5) * width for place in filled]
    upper.bar(
        middles,
        [accuracy[place] for place in filled],
        0.92 * width,
        color=SERIES[0],
        alpha=0.55,
        label="right",
    )
    upper.plot([0, 1], [0, 1], ":", color=TEXT, linewidth=1, label="perfect calibration")
    upper.plot(
        [confidence[place] for place in filled], [accuracy[place] for place in filled],
        "o", color=SERIES[1], markersize=4, label="at the mean confidence of a bin",
    )  # fmt: skip
    upper.set_ylabel("right", color=TEXT)
    upper.set(xlim=(0, 1), ylim=(0, 1.02))
    lower.bar(middles, [counts[place] for place in filled], 0.92 * width, color=FRAME)
    lower.set_yscale("log")
    lower.set_ylabel("answers", color=TEXT)
    lower.set_xlabel("confidence", color=TEXT)
    for axes in (upper, lower):
        frame(axes)
    figure.legend(loc="outside upper center", ncols=1 if narrow else 2, frameon=False, labelcolor=TEXT)
    return svg(figure)


def validated(epochs: Sequence[dict[str, Any]]) -> list[float]:
    """Return the share that was right in each epoch's validation, in per cent."""
    return [100 * epoch["validation_correct"] / max(1, epoch["validation_size"]) for epoch in epochs]


def new_figure(*, narrow: bool = False, rows: int = 1, size: tuple[float, float] | None = None) -> "Figure":
    """Return an empty figure, `rows` plots high."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second, only where a plot is drawn

    width, height = size or (NARROW if narrow else WIDE)
    return Figure(figsize=(width, height * (0.8 * rows if rows > 1 else 1)), layout="constrained")


def by_epoch(axes: "Axes") -> None:
    """Let the x axis count epochs."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("epoch", color=TEXT)
    frame(axes)


def frame(axes: "Axes") -> None:
    """Draw ticks and frame in the colours that follow the theme."""
    axes.tick_params(colors=TEXT, color=FRAME)
    axes.spines[:].set_color(FRAME)


def svg(figure: "Figure") -> bytes:
    """Return a figure whose colours are variables, which a dark theme sets anew."""
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True)
    text = file.getvalue()
    light, dark = [], []
    for place, (colour, in_the_dark) in enumerate(IN_THE_DARK.items()):
        light.append(f"--c{place}:{colour}")
        dark.append(f"--c{place}:{in_the_dark}")
        text = text.replace(f": {colour}", f": var(--c{place})")
    rules = f":root{{{';'.join(light)}}}@media(prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}"
    return text.replace("<defs>", f"<style>{rules}</style><defs>", 1).encode()
