"""Arrays from anywhere are samples of people only if all of them fit."""

from typing import Any

import numpy as np
import pytest

from recognizer.services.data_sets import people
from recognizer.services.data_sets.people import checked_people
from recognizer.services.errors import DataSetRefused
from tests.services.data_sets.made import people_data


def arrays(**changes: Any) -> dict[str, np.ndarray]:
    return {**people_data().arrays(), **changes}


def test_what_fits_is_taken() -> None:
    data = people_data()
    assert checked_people(data.arrays()).people == data.people
    assert checked_people(arrays(person=data.person.astype("<i4"))).person.dtype == np.int64


n = 24
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "float pixels": (
        {"images": np.zeros((n, 28, 28))},
        "images: expected uint8 (n, 28, 28) for n = 24, found float64 (24, 28, 28).",
    ),
    "flat pixels": ({"images": np.zeros((n, 784), np.uint8)}, "found uint8 (24, 784)"),
    "too few pixels": ({"images": np.zeros((n - 1, 28, 28), np.uint8)}, "found uint8 (23, 28, 28)"),
    "a label": ({"labels": np.full(n, 11, np.uint8)}, "labels: expected 0 to 10, found 11 to 11."),
    "no samples": ({"labels": np.zeros(0, np.uint8)}, "Expected 1 to 300,000 samples, found 0."),
    "labels alone": ({"labels": np.array(3, np.uint8)}, "samples, found 0."),
    "labels as texts": ({"labels": np.array(["7"] * n)}, "labels: expected uint8 (n,) for n = 24, found <U1"),
    "nobody": ({"person": np.full(n, 6)}, "person: expected 0 to 5, found 6 to 6."),
    "less than nobody": ({"person": np.full(n, -1)}, "person: expected 0 to 5, found -1 to -1."),
    "a fourth part": ({"part": np.full(n, 3, np.uint8)}, "part: expected 0 to 2, found 3 to 3."),
    "a device": ({"device": np.full(n, 9, np.uint8)}, "device: expected 0 to 4, found 9 to 9."),
    "the same sample": ({"sample": np.zeros(n, np.int64)}, "sample: expected 24 different numbers, found 1."),
    "a negative sample": ({"sample": -np.arange(n)}, "sample: expected 0 to"),
    "people as bytes": (
        {"people": np.array([b"a"] * 6)},
        "people: expected texts (p,) for n = 24, found |S1",
    ),
    "the same name": (
        {"people": np.array(["a"] * 6)},
        "people: expected 1 to 300,000 different names, found 1",
    ),
    "HTML": ({"people": np.array(["<b>", *"abcde"])}, "people: expected letters, digits"),
    "a long name": ({"people": np.array(["x" * 41, *"abcde"])}, "40 at most, found 'xxx"),
    "no Unicode": (
        {"people": np.frombuffer(b"\xff" * 4 + b"a\0\0\0b\0\0\0c\0\0\0d\0\0\0e\0\0\0", "<U1")},
        "people: expected texts, found what is no Unicode.",
    ),
    "unknown devices": (
        {"devices": np.array([*"abcde"])},
        "devices: expected mouse, touch, pen, picture, other",
    ),
    "a matrix of people": ({"people": np.array([["a"] * 6])}, "people: expected texts (p,)"),
    "a person in two parts": (
        {"part": (np.arange(n) % 3).astype(np.uint8)},
        "Expected each person in one part, found 0000000000 in 3.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_refused_with_what_was_expected_and_what_came(name: str) -> None:
    changes, message = WRONG[name]
    with pytest.raises(DataSetRefused) as error:
        checked_people(arrays(**changes))
    assert message in str(error.value)


def test_what_is_missing_is_named() -> None:
    given = people_data().arrays()
    del given["part"]
    with pytest.raises(DataSetRefused, match=r"Expected arrays images, .*; part is missing\."):
        checked_people(given)


def test_too_many_samples_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MAX_SAMPLES", 23)
    with pytest.raises(DataSetRefused, match="Expected 1 to 23 samples, found 24"):
        checked_people(arrays())
