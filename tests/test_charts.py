"""Charts as SVG: where things lie, and what is written beside them."""

import pytest

from recognizer.charts import (
    FONT,
    MARK,
    ROW,
    Area,
    Axis,
    Box,
    axis_of,
    count_axis,
    laid_out,
    length_of,
    round_step,
    share_axis,
    svg,
)
from tests.support.svg import parsed

AREA = Area(box=Box(100, 10, 300, 110), x=Axis(low=0, high=10), y=Axis(low=0, high=1))
"""200 pixels wide and 100 high."""


def labels(axis: Axis) -> list[str]:
    return [label for _, label in axis.ticks]


@pytest.mark.parametrize(
    ("least", "step"), [(1, 1), (1.01, 2), (0.3, 0.5), (0.051, 0.1), (6, 10), (70, 100), (2e-5, 2e-5)]
)
def test_steps_are_round(least: float, step: float) -> None:
    assert round_step(least) == pytest.approx(step)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([98.12, 98.91], ["98.2", "98.4", "98.6", "98.8"]),
        ([0, 120], ["0", "20", "40", "60", "80", "100", "120"]),
        ([0.076, 0.573], ["0.1", "0.2", "0.3", "0.4", "0.5"]),
        ([0, 3e7], ["0", "5e+06", "1e+07", "1.5e+07", "2e+07", "2.5e+07", "3e+07"]),
        ([0, 4e-7], ["0", "1e-07", "2e-07", "3e-07", "4e-07"]),
    ],
)
def test_ticks_are_round_and_lie_within_the_axis(values: list[float], said: list[str]) -> None:
    axis = axis_of(values, 8)
    assert labels(axis) == said
    assert all(axis.low <= tick <= axis.high for tick, _ in axis.ticks)
    assert axis.low < min(values)
    assert max(values) < axis.high


@pytest.mark.parametrize("value", [0.0, 2.3, 100.0, 1e17])
def test_a_single_value_lies_in_the_middle_of_its_axis(value: float) -> None:
    axis = axis_of([value], 8)
    assert axis.share(value) == pytest.approx(0.5)
    assert 2 <= len(axis.ticks) <= 8


def test_whole_numbers_have_whole_ticks() -> None:
    assert labels(axis_of([1], 8, is_whole=True)) == ["1"]
    assert labels(axis_of([0, 1, 2], 8, is_whole=True)) == ["0", "1", "2"]
    assert labels(axis_of(range(22), 12, is_whole=True)) == [str(tick) for tick in range(0, 23, 2)]


def test_shares_go_from_none_to_all() -> None:
    axis = share_axis()
    assert labels(axis) == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]
    assert [axis.share(tick) for tick, _ in axis.ticks] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 1], ["1", "10"]),
        ([3999, 1], ["1", "10", "100", "1,000"]),
        ([9_900_000, 0], ["1", "100", "10,000", "1,000,000"]),
    ],
)
def test_counts_are_on_a_logarithmic_axis_that_shows_a_single_one(counts: list[int], said: list[str]) -> None:
    axis = count_axis(counts)
    assert labels(axis) == said
    assert axis.share(100) - axis.share(10) == pytest.approx(axis.share(10) - axis.share(1))
    assert 0.02 < axis.share(1) < axis.share(max(10, *counts)) < 1


def test_points_lie_where_the_axes_say() -> None:
    assert AREA.place(0, 0) == (100, 110)
    assert AREA.place(10, 1) == (300, 10)
    assert AREA.place(2.5, 0.25) == (150, 85)


def test_a_line_goes_through_its_points() -> None:
    line = parsed(AREA.line([0, 5, 10], [0, 0.5, 1], "c2 dash1"))
    assert line.attrib == {"class": "line c2 dash1", "points": "100.0,110.0 200.0,60.0 300.0,10.0"}


def test_a_line_of_one_point_is_a_dot() -> None:
    dot = parsed(AREA.line([5], [1], "c0"))
    assert dot.tag == "circle"
    assert (dot.get("class"), dot.get("cx"), dot.get("cy")) == ("dot c0", "200.0", "10.0")


def test_bars_stand_on_the_axis() -> None:
    bar = parsed(AREA.bars([5], [0.5], 2, "c0"))
    assert bar.get("d") == "M180.0 110V60.0H220.0V110z"


def test_the_frame_says_what_is_measured_and_where() -> None:
    x, y = axis_of([0, 4], 8, is_whole=True), axis_of([0, 0.4], 8, look="c1")
    area = Area(box=AREA.box, x=x, y=y)
    (root,) = parsed(f"<svg><g>{area.frame(x_name='epoch', title='cost <0.5')}</g></svg>")
    texts = list(root.iter("text"))
    assert [text.text for text in texts] == [*labels(x), *labels(y), "epoch", "cost <0.5"]
    for text, (tick, _) in zip(texts, x.ticks, strict=False):
        assert float(text.get("x", 0)) == area.place(tick, 0)[0]
    for text, (tick, _) in zip(texts[len(x.ticks) :], y.ticks, strict=False):
        assert float(text.get("y", 0)) == pytest.approx(area.place(0, tick)[1] + FONT / 3, abs=0.1)
        assert (text.get("class"), text.get("text-anchor")) == ("c1", "end")
    assert len(root.findall("*[@class='grid']")) == len(y.ticks)


def test_an_axis_leaves_room_for_its_longest_label() -> None:
    assert axis_of([0, 1e5], 8).room > axis_of([0, 10], 8).room > length_of("10")


def test_the_key_goes_on_in_the_next_row_where_the_width_ends() -> None:
    entries = [("a" * 10, "line c0"), ("b" * 10, "dot c1"), ("c" * 10, "bar")]
    wide, _ = laid_out(entries, 1000)
    narrow, drawn = laid_out(entries, 2 * (MARK + 24 + length_of("a" * 10)))
    assert (wide, narrow) == (ROW, 2 * ROW)
    texts = list(parsed(f"<svg>{drawn}</svg>").iter("text"))
    assert texts[0].get("y") == texts[1].get("y") != texts[2].get("y")
    assert texts[0].get("x") == texts[2].get("x") != texts[1].get("x")


def test_chinese_is_as_wide_as_high() -> None:
    assert length_of("轮次") == 2 * FONT > length_of("ab")


def test_a_picture_has_the_colours_of_both_themes() -> None:
    picture = svg(300, 120, [AREA.frame(title="轮次")]).decode()
    root = parsed(picture)
    assert (root.get("width"), root.get("viewBox")) == ("300", "0 0 300 120")
    light, dark = picture.split("@media(prefers-color-scheme:dark)")
    for place in range(6):
        assert light.count(f"--c{place}:") == 1
        assert dark.count(f"--c{place}:") == 1
        assert f".c{place}{{color:var(--c{place})}}" in picture
        assert f".dash{place}{{stroke-dasharray:" in picture
    assert picture.count("{") == picture.count("}")
