"""Plots for the admin, as SVG."""

import io
from collections.abc import Sequence
from typing import Any

ACCURACY = "#1f77b4"
COST = "#d1495b"
GREY = "#808080"  # reads on white and on black


def learning_curve(epochs: Sequence[dict[str, Any]]) -> bytes:
    """Return validation accuracy (per cent) and cost by epoch, with the best epoch marked."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second, only where a plot is drawn
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    figure = Figure(figsize=(9, 3.75), layout="constrained")
    accuracy = figure.subplots()
    cost = accuracy.twinx()
    numbers = [epoch["epoch"] for epoch in epochs]
    shares = [100 * epoch["validation_correct"] / max(1, epoch["validation_size"]) for epoch in epochs]
    cost.plot(numbers, [epoch["training_cost"] for epoch in epochs], ":", color=COST, label="cost, training")
    cost.plot(
        numbers, [epoch["validation_cost"] for epoch in epochs], "--", color=COST, label="cost, validation"
    )
    accuracy.plot(numbers, shares, color=ACCURACY, label="right, validation (%)")
    best = max(range(len(shares)), key=shares.__getitem__)
    accuracy.plot(numbers[best], shares[best], "o", color=ACCURACY, label=f"best: {shares[best]:.2f} %")
    accuracy.xaxis.set_major_locator(MaxNLocator(integer=True))
    accuracy.set_xlabel("epoch", color=GREY)
    accuracy.set_ylabel("right (%)", color=ACCURACY)
    cost.set_ylabel("cost", color=COST)
    for axes in (accuracy, cost):
        axes.tick_params(colors=GREY)
        axes.spines[:].set_color(GREY)
    accuracy.set_zorder(cost.get_zorder() + 1)
    accuracy.patch.set_visible(False)
    figure.legend(loc="outside upper center", ncols=4, frameon=False, labelcolor=GREY)
    file = io.BytesIO()
    figure.savefig(file, format="svg", transparent=True)
    return file.getvalue()
