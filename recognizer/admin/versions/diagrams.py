"""What versions learned and how far their confidence can be trusted, as charts."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from recognizer.charts import ROW, Area, Axis, Box, axis_of, count_axis, laid_out, share_axis, svg
from recognizer.models import ModelVersion

WIDE, NARROW = (864, 346), (400, 320)
"""Size in pixels for a desktop and for a phone, whose text is as large."""

Epochs = Sequence[dict[str, Any]]


def learning_curve(epochs: Epochs, *, narrow: bool = False) -> bytes:
    """Return validation accuracy (per cent) and cost by epoch, with the best epoch marked."""
    width, height = NARROW if narrow else WIDE
    numbers, shares = column(epochs, "epoch"), validated(epochs)
    training, validation = column(epochs, "training_cost"), column(epochs, "validation_cost")
    best = max(range(len(shares)), key=shares.__getitem__)
    top, key = laid_out(
        [
            (_("right, validation (%)"), "line c0"),
            (_("best") + f": {shares[best]:.2f} %", "dot c0"),
            (_("cost, validation"), "line c1 dash1"),
            (_("cost, training"), "line c1 dash3"),
        ],
        width,
    )
    x = axis_of(numbers, 8 if narrow else 12, is_whole=True)
    accuracy, cost = axis_of(shares, 8, look="c0"), axis_of([*training, *validation], 8, look="c1")
    box = Box(0, top, width, height).inside(left=accuracy.room, right=cost.room)
    left, right = Area(box=box, x=x, y=accuracy), Area(box=box, x=x, y=cost)
    drawn = [
        left.frame(x_name=_("epoch")),
        right.labels(box.right + 7, "start"),
        right.line(numbers, training, "c1 dash3"),
        right.line(numbers, validation, "c1 dash1"),
        left.line(numbers, shares, "c0"),
        left.dots([numbers[best]], [shares[best]], "c0"),
    ]
    return svg(width, height, [key, *drawn])


def learning_curves(versions: Sequence[ModelVersion], *, narrow: bool = False) -> bytes:
    """Return validation accuracy (per cent) and validation cost of several versions beside each other."""
    width, height = (400, 520) if narrow else WIDE
    looks = [f"c{place} dash{place}" for place in range(len(versions))]
    entries = [(str(version), f"line {look}") for version, look in zip(versions, looks, strict=True)]
    top, key = laid_out(entries, width)
    parts = [key]
    middle = (top + height) / 2 if narrow else width / 2
    one = Box(0, top, width, middle) if narrow else Box(0, top, middle, height)
    other = Box(0, middle, width, height) if narrow else Box(middle, top, width, height)
    accuracies = [validated(version.epochs) for version in versions]
    costs = [column(version.epochs, "validation_cost") for version in versions]
    numbers = [column(version.epochs, "epoch") for version in versions]
    x = axis_of(chain.from_iterable(numbers), 8, is_whole=True)
    for title, values, half in (
        (_("right, validation (%)"), accuracies, one),
        (_("cost, validation"), costs, other),
    ):
        y = axis_of(chain.from_iterable(values), 8)
        area = Area(box=half.inside(left=y.room, above=ROW + 4), x=x, y=y)
        parts.append(area.frame(x_name=_("epoch"), title=title))
        parts += map(area.line, numbers, values, looks)
    return svg(width, height, parts)


def curves_of(versions: Sequence[ModelVersion]) -> list[dict[str, list[Any]]]:
    """Return the same for a script: None where an epoch was not validated."""
    return [
        {
            "epochs": column(version.epochs, "epoch"),
            "accuracy": [
                100 * epoch["validation_correct"] / epoch["validation_size"]
                if epoch["validation_size"]
                else None
                for epoch in version.epochs
            ],
            "cost": column(version.epochs, "validation_cost"),
        }
        for version in versions
    ]


def reliability_diagram(
    counts: Sequence[int], confidence: Sequence[float], accuracy: Sequence[float], *, narrow: bool = False
) -> bytes:
    """Return how often answers are right by how confident they are; below, how many there are of each."""
    width, height = 400 if narrow else 500, 442
    top, key = laid_out(
        [
            (_("right"), "bar c0"),
            (_("perfect calibration"), "line dash3"),
            (_("at the mean confidence of a bin"), "dot c1"),
            (_("answers (below)"), "bar"),
        ],
        width,
    )
    filled = [place for place, count in enumerate(counts) if count]
    middles = [(place + 0.5) / len(counts) for place in filled]
    shares = [accuracy[place] for place in filled]
    share, number = share_axis(), count_axis(counts)
    room, split = max(share.room, number.room), height - 130
    upper = Area(
        box=Box(0, top, width, split).inside(left=room, right=24, below=8),
        x=Axis(low=0, high=1),
        y=share,
    )
    lower = Area(box=Box(0, split, width, height).inside(left=room, right=24), x=share, y=number)
    bar = 0.92 / len(counts)
    drawn = [
        upper.frame(),
        upper.bars(middles, shares, bar, "c0"),
        upper.line([0, 1], [0, 1], "dash3"),
        upper.dots([confidence[place] for place in filled], shares, "c1"),
        lower.frame(x_name=_("confidence")),
        lower.bars(middles, [counts[place] for place in filled], bar, ""),
    ]
    return svg(width, height, [key, *drawn])


def column(epochs: Epochs, name: str) -> list[float]:
    """Return one figure of each epoch."""
    return [epoch[name] for epoch in epochs]


def validated(epochs: Epochs) -> list[float]:
    """Return the share that was right in each epoch's validation, in per cent."""
    return [100 * epoch["validation_correct"] / max(1, epoch["validation_size"]) for epoch in epochs]
