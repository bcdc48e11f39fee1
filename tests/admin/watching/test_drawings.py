"""Strokes as small pictures."""

import re

from recognizer.admin.watching.drawings import drawing


def test_the_longer_side_fills_the_picture_whatever_the_unit() -> None:
    small = drawing([[[0, 0], [1, 2]]], "a stroke")
    large = drawing([[[5000, -100], [6000, 1900]]], "a stroke")
    assert small == large
    assert 'viewBox="0 0 66 116"' in small
    assert 'd="M8.0 8.0L58.0 108.0"' in small


def test_a_narrow_one_stands_in_the_middle() -> None:
    assert 'viewBox="0 0 46 116"' in drawing([[[3, 0], [3, 10]]], "")
    assert 'd="M23.0 8.0L23.0 108.0"' in drawing([[[3, 0], [3, 10]]], "")


def test_a_point_is_a_dot() -> None:
    assert re.search(r'd="M[\d.]+ [\d.]+h0"', drawing([[[3, 3]]], ""))


def test_what_it_is_called_is_escaped() -> None:
    assert 'aria-label="&lt;7&gt;"' in drawing([[[3, 3]]], "<7>")


def test_nothing_is_nothing() -> None:
    assert drawing([], "") == ""
