"""What speaks against a claim, on values worked out by hand."""

import numpy as np

from recognizer.models import NO_DIGIT
from recognizer.services.feedback.suspicion import (
    class_thresholds,
    confident_joint,
    confident_labels,
    floods,
    mostly_contradicted,
    neighbours_object,
    network_objects,
)

SAID = np.array([0, 0, 1, 1, 0])
PROBABILITIES = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.4, 0.6], [0.2, 0.8]])
"""Of the last, which is said to be 0, a network is sure that it is 1."""


def test_neighbours_object_by_majority() -> None:
    said = np.array([1, 1, 1, -1])
    labels = np.array([[1, 1, 7], [7, 1, 7], [7, 7, 7], [7, 7, 7]])
    found = neighbours_object(said, labels, np.zeros(4))
    assert found.tolist() == [False, True, True, False]


def test_half_of_the_neighbours_is_no_majority() -> None:
    assert not neighbours_object(np.array([1]), np.array([[1, 7]]), np.zeros(1)).any()


def test_of_no_digit_they_speak_only_where_they_are_near() -> None:
    labels = np.full((2, 3), 7)
    found = neighbours_object(np.array([NO_DIGIT, NO_DIGIT]), labels, np.array([0.5, 1.0]))
    assert found.tolist() == [True, False]


def test_without_neighbours_nobody_objects() -> None:
    assert not neighbours_object(np.array([1]), np.empty((1, 0), int), np.zeros(1)).any()


def test_a_threshold_is_the_mean_confidence_in_what_was_said() -> None:
    """t₀ = (0.9 + 0.7 + 0.2) / 3 = 0.6 and t₁ = (0.8 + 0.6) / 2 = 0.7."""
    np.testing.assert_allclose(class_thresholds(SAID, PROBABILITIES), [0.6, 0.7])


def test_of_a_label_that_nobody_said_nothing_is_told() -> None:
    thresholds = class_thresholds(np.array([0, -1, NO_DIGIT]), np.full((3, 2), 0.5))
    assert thresholds.tolist() == [0.5, np.inf]
    assert confident_labels(np.array([[0.1, 0.9]]), thresholds).tolist() == [-1]


def test_a_network_is_confident_of_the_likeliest_above_its_threshold() -> None:
    confident = confident_labels(PROBABILITIES, np.array([0.6, 0.7]))
    assert confident.tolist() == [0, 0, 1, -1, 1]
    assert confident_labels(np.array([[0.4, 0.5]]), np.array([0.3, 0.3])).tolist() == [1]
    assert confident_labels(np.array([[0.4, 0.5]]), np.array([0.3, 0.6])).tolist() == [0]


def test_what_lies_off_the_diagonal_is_suspicious() -> None:
    confident = np.array([0, 0, 1, -1, 1])
    assert confident_joint(SAID, confident, 2).tolist() == [[2, 1], [0, 1]]
    assert network_objects(SAID, confident, PROBABILITIES).tolist() == [False, False, False, False, True]


def test_a_network_without_an_output_for_no_digit_does_not_object_to_it() -> None:
    said, confident = np.array([NO_DIGIT, -1]), np.array([1, 1])
    probabilities = np.eye(11)[[1, 1]]
    assert not network_objects(said, confident, probabilities[:, :10]).any()
    assert network_objects(said, confident, probabilities).tolist() == [True, False]
    assert confident_joint(said, confident, 10).sum() == 0


def test_more_than_half_of_enough_claims_have_to_be_wrong() -> None:
    assert [mostly_contradicted(judged, 4) for judged in (4, 5, 7, 8)] == [False, True, True, False]


def test_a_flood_is_far_more_than_people_usually_give() -> None:
    assert floods(np.array([3, 5, 10, 200, 99])).tolist() == [False, False, False, True, False]
    assert floods(np.array([5_000])).tolist() == [False]
    assert floods(np.array([20, 20, 20, 199])).tolist() == [False] * 4
    assert floods(np.array([], int)).tolist() == []


def test_a_threshold_that_was_brought_down_accuses_nobody() -> None:
    """t₁ is next to nothing where everybody says 1 of zeros: 0.02 is above it, and yet no likely 1."""
    probabilities = np.array([[0.97, 0.03]])
    confident = confident_labels(probabilities, np.array([0.98, 0.02]))
    assert confident.tolist() == [1]
    assert not network_objects(np.array([0]), confident, probabilities).any()
