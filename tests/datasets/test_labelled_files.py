"""Files of labelled digits: what they hold, and what is wrong with them."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recognizer.datasets import labelled_files
from recognizer.datasets.errors import LabelledFileError
from recognizer.datasets.labelled_files import LabelledStrokes, LabelledTiles, read_labelled

SAMPLES = [
    {"label": 1, "strokes": [[[40, 10], [40, 90]]]},
    {"label": 4, "strokes": [[[0, 0], [0, 5]], [[3, 0], [3, 9], [3, 10]]]},
]


@pytest.mark.parametrize("name", ["digits.json", "digits.json.gz"])
def test_drawings_come_with_their_labels(tmp_path: Path, name: str) -> None:
    content = json.dumps(SAMPLES).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    found = read_labelled(tmp_path / name)
    assert isinstance(found, LabelledStrokes)
    assert found.labels.tolist() == [1, 4]
    assert [[len(stroke) for stroke in strokes] for strokes in found.drawings] == [[2], [2, 3]]
    assert found.drawings[0][0].tolist() == [[40, 10], [40, 90]]


@pytest.mark.parametrize("shape", [(2, 28, 28), (2, 784)])
def test_pictures_come_with_their_labels(tmp_path: Path, shape: tuple[int, ...]) -> None:
    images = np.arange(2 * 784).astype(np.uint8).reshape(shape)
    np.savez(tmp_path / "digits.npz", images=images, labels=np.array([7, 0]))
    found = read_labelled(tmp_path / "digits.npz")
    assert isinstance(found, LabelledTiles)
    assert found.labels.tolist() == [7, 0]
    np.testing.assert_array_equal(found.images, images.reshape(2, 28, 28))


def refused(path: Path, expected: str) -> None:
    with pytest.raises(LabelledFileError, match=f"^{re.escape(str(path))}:? {expected}"):
        read_labelled(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("no json", "expected JSON: "),
        ("[]", "expected a list of at least one sample"),
        ("{}", "expected a list of at least one sample"),
        ("[{}]", 'sample 0 should have a "label"'),
        ("[1]", 'sample 0 should have a "label"'),
        ('[{"label": 10, "strokes": []}]', "sample 0 should have a label from 0 to 9, found 10"),
    ],
)
def test_drawings_that_cannot_be_are_refused(tmp_path: Path, content: str, expected: str) -> None:
    path = tmp_path / "digits.json"
    path.write_text(content)
    refused(path, expected)


IMAGES = np.zeros((2, 28, 28), np.uint8)


@pytest.mark.parametrize(
    ("arrays", "expected"),
    [
        ({"images": IMAGES}, 'expected arrays "images" and "labels"'),
        ({"images": IMAGES / 255, "labels": [1, 2]}, r"expected images as uint8 .*, found float64"),
        ({"images": IMAGES[:, 1:], "labels": [1, 2]}, r"expected images .*, found uint8 \(2, 27, 28\)"),
        ({"images": IMAGES[:0], "labels": []}, "expected images"),
        ({"images": IMAGES, "labels": [1]}, r"expected 2 labels from 0 to 9, found int64 \(1,\)"),
        ({"images": IMAGES, "labels": [1, 10]}, "expected 2 labels from 0 to 9"),
        ({"images": IMAGES, "labels": [1.0, 2.0]}, "expected 2 labels from 0 to 9, found float64"),
        ({"images": IMAGES, "labels": np.array([None, {}])}, 'expected arrays "images" and "labels"'),
    ],
)
def test_pictures_that_cannot_be_are_refused(tmp_path: Path, arrays: dict[str, Any], expected: str) -> None:
    path = tmp_path / "digits.npz"
    np.savez(path, **arrays)
    refused(path, expected)


def test_a_file_that_would_fill_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelled_files, "MAX_FILE_BYTES", 1000)
    path = tmp_path / "digits.json.gz"
    path.write_bytes(gzip.compress(b" " * 100_000))
    refused(path, "expected at most 1000 bytes, found more")


def test_a_file_that_is_cut_off_gone_or_of_another_kind_is_said_so(tmp_path: Path) -> None:
    cut = tmp_path / "digits.json.gz"
    cut.write_bytes(gzip.compress(json.dumps(SAMPLES).encode())[:-10])
    refused(cut, "cannot be read: ")
    refused(tmp_path / "gone.json", "cannot be read: ")
    refused(tmp_path / "digits.csv", r"expected a \.json, \.json\.gz or \.npz file")


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
