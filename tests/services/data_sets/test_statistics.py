"""The figures of a data set are those of its samples."""

import numpy as np

from recognizer.models import Part
from recognizer.services.data_sets.statistics import statistics_of
from tests.services.data_sets.made import people_data


def test_samples_and_people_are_counted_by_part_label_and_device() -> None:
    data = people_data(22, people=5)
    found = statistics_of(data)
    assert (found["people"], found["largest"]) == (5, 22)
    assert found["parts"] == {
        "training": {"samples": 44, "people": 2},
        "validation": {"samples": 44, "people": 2},
        "holdout": {"samples": 22, "people": 1},
    }
    for label in range(11):
        assert found["labels"][str(label)] == {
            "samples": 10, "people": 5, "training": 4, "validation": 4, "holdout": 2,
        }  # fmt: skip
    assert found["devices"]["pen"] == {
        "samples": 22, "people": 1, "training": 0, "validation": 0, "holdout": 22,
    }  # fmt: skip


def test_devices_that_nobody_used_are_left_out_and_labels_are_not() -> None:
    data = people_data(1, people=1)
    found = statistics_of(data)
    assert list(found["devices"]) == ["mouse"]
    assert found["labels"]["10"]["samples"] == 0
    assert statistics_of(data.where(np.zeros(1, dtype=bool)))["parts"][Part.TRAINING] == {
        "samples": 0,
        "people": 0,
    }
