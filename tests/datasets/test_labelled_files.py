"""Files of labelled digits: what is none is said with its place, and nothing odd is taken for a digit."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from recognizer.datasets.errors import LabelledFileError
from recognizer.datasets.labelled_files import LabelledStrokes, read_labelled

GOOD = {"label": 3, "strokes": [[[0, 0], [1.5, 2]], [[3, 4]]]}


def written(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "digits.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def read_drawings(path: Path) -> LabelledStrokes:
    found = read_labelled(path)
    assert isinstance(found, LabelledStrokes)
    return found


def test_drawings_are_read_point_by_point(tmp_path: Path) -> None:
    found = read_drawings(written(tmp_path, [GOOD]))
    assert found.labels.tolist() == [3]
    assert [stroke.tolist() for stroke in found.drawings[0]] == [[[0, 0], [1.5, 2]], [[3, 4]]]


def test_the_times_of_points_are_left_out(tmp_path: Path) -> None:
    found = read_drawings(written(tmp_path, [{"label": 1, "strokes": [[[0, 1, 100], [2, 3, 116]]]}]))
    np.testing.assert_array_equal(found.drawings[0][0], [[0, 1], [2, 3]])


def test_strokes_without_points_are_left_out(tmp_path: Path) -> None:
    found = read_drawings(written(tmp_path, [{"label": 1, "strokes": [[], [[0, 1]]]}]))
    assert len(found.drawings[0]) == 1


@pytest.mark.parametrize(
    "strokes",
    [
        [[[0, 1, 2, 3], [4, 5, 6, 7]]],  # as Quick, Draw! has it: all x, then all y
        [[[0], [1]]],
        [[[0, 1], [2]]],
        [[0, 1]],
        [[["0", "1"]]],
        [[[None, 1]]],
        [[[True, False]]],
        [{"x": 0, "y": 1}],
        ["01"],
        "strokes",
        {"0": [[0, 1]]},
        None,
        7,
        [[[1e400, 0]]],
        [[[float("nan"), 0]]],
        [[[10**400, 0]]],
        [[[1e13, 0]]],
    ],
)
def test_what_are_no_points_is_said_with_its_place(tmp_path: Path, strokes: object) -> None:
    path = written(tmp_path, [GOOD, {"label": 1, "strokes": strokes}])
    expected = r"sample 1 should have strokes that are lists of points \[x, y\] or \[x, y, time\], found "
    with pytest.raises(LabelledFileError, match=f"^{path}: {expected}") as refused:
        read_labelled(path)
    assert len(str(refused.value)) < len(str(path)) + 200


@pytest.mark.parametrize("strokes", [[], [[]], [[], []]])
def test_a_sample_without_points_is_refused(tmp_path: Path, strokes: object) -> None:
    path = written(tmp_path, [{"label": 1, "strokes": strokes}])
    with pytest.raises(LabelledFileError, match="sample 0 should have at least one point, found none"):
        read_labelled(path)


@pytest.mark.parametrize("label", [3.7, 3.0, "3", True, None, -1, 10, 12, [3]])
def test_a_label_is_a_whole_number_from_0_to_9(tmp_path: Path, label: object) -> None:
    path = written(tmp_path, [{**GOOD, "label": label}])
    with pytest.raises(LabelledFileError) as refused:
        read_labelled(path)
    said = f"{path}: sample 0 should have a label from 0 to 9, found {json.dumps(label)}."
    assert str(refused.value) == said


@pytest.mark.parametrize("item", [[], 1, None, {}, {"label": 1}, {"strokes": [[[0, 1]]]}])
def test_a_sample_has_a_label_and_strokes(tmp_path: Path, item: object) -> None:
    path = written(tmp_path, [item])
    with pytest.raises(LabelledFileError, match='sample 0 should have a "label" from 0 to 9 and "strokes"'):
        read_labelled(path)


@pytest.mark.parametrize("content", ["", "[", "{}", "[]", "7"])
def test_what_is_no_list_of_samples_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(LabelledFileError):
        read_labelled(written(tmp_path, content))


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digits.json.gz"
    path.write_bytes(gzip.compress(json.dumps([GOOD] * 50).encode())[:-9])
    with pytest.raises(LabelledFileError, match="cannot be read"):
        read_labelled(path)
