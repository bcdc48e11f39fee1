"""Doubt, from three signs."""

import numpy as np

from recognizer.services.feedback.doubt import disagreement_of, doubt_of, strangeness_of, usual_distances
from recognizer.services.feedback.features import Known


def test_it_is_the_mean_of_three_signs() -> None:
    doubt = doubt_of(np.array([1.0, 0.4, 0.0]), np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.4, 1.0]))
    np.testing.assert_allclose(doubt, [0.0, 0.5, 1.0])


def test_it_stays_between_0_and_1() -> None:
    np.testing.assert_allclose(doubt_of(np.array([-0.5]), np.array([1.0]), np.array([1.0])), [1.0])


def test_disagreement_is_the_share_of_those_who_say_anything() -> None:
    read = np.array([7, 7, 7])
    others = np.array([[7, 1, -1], [1, 1, -1], [7, -1, -1]])
    np.testing.assert_allclose(disagreement_of(read, others), [1 / 3, 1.0, 0.0])


def test_strangeness_is_the_share_of_known_digits_that_are_nearer_to_their_kind() -> None:
    usual = np.array([4.0, 1.0, 2.0, 3.0])
    distances = np.array([[0.5, 0.5], [2.0, 3.0], [9.0, 9.0]])
    np.testing.assert_allclose(strangeness_of(distances, usual), [0.0, 0.5, 1.0])


def test_where_nothing_is_known_nothing_is_strange() -> None:
    assert strangeness_of(np.empty((2, 0)), np.empty(0)).tolist() == [0.0, 0.0]
    assert usual_distances([], 3).size == 0


def test_usual_distances_are_those_to_others() -> None:
    line = Known(hidden=np.array([[0.0], [1.0], [3.0]], np.float32), labels=np.array([1, 2, 3]))
    np.testing.assert_allclose(usual_distances([line], 1), [1.0, 1.0, 2.0], atol=1e-6)
    np.testing.assert_allclose(usual_distances([line], 2), [2.0, 1.5, 2.5], atol=1e-6)
