import numpy as np
import pytest

from recognizer.services.course.digits import DigitSource, MeasuredDigits
from recognizer.services.course.gradients import Gradients
from recognizer.services.course.networks import Choice, Start, lesson_network
from recognizer.services.course.quadratic import cost_of_digits, way_of_weights
from recognizer.services.course.saturation import neuron_courses
from tests.nn.helpers import gradient_of


@pytest.fixture(scope="module")
def digits() -> MeasuredDigits:
    rng = np.random.default_rng(0)
    return MeasuredDigits(
        source=DigitSource.SYNTHETIC,
        images=rng.integers(0, 256, (300, 784)).astype(np.uint8),
        labels=rng.integers(0, 10, 300).astype(np.uint8),
    )


@pytest.fixture(scope="module")
def gradients(digits: MeasuredDigits) -> Gradients:
    return Gradients(lesson_network(Choice(start=Start.FRESH)), digits)


def test_the_full_gradient_is_that_of_all_digits(gradients: Gradients) -> None:
    expected = gradient_of(gradients.network, gradients.X, gradients.Y, "quadratic").values
    np.testing.assert_allclose(gradients.full, expected, atol=1e-14)


def test_the_spread_is_that_of_the_gradients_of_single_digits(gradients: Gradients) -> None:
    singles = np.array([gradients.of(np.array([index])) for index in range(300)])
    expected = np.sqrt(np.mean(np.sum((singles - singles.mean(axis=0)) ** 2, axis=1)))
    assert gradients.spread() == pytest.approx(expected, rel=1e-9)


def test_the_error_falls_as_one_over_the_root_of_m(gradients: Gradients) -> None:
    measured = gradients.errors(np.random.default_rng(1), sizes=(1, 4, 16, 64), draws=(300,) * 4)
    for one in measured:
        assert one.error == pytest.approx(one.predicted, rel=0.1)
    slope = np.polyfit(np.log([m.size for m in measured]), np.log([m.error for m in measured]), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.04)


def test_an_estimate_is_the_mean_over_its_digits(gradients: Gradients) -> None:
    found = gradients.estimate(5, np.random.default_rng(2))
    singles = [gradients.of(np.array([index])) for index in found.picked]
    np.testing.assert_allclose(found.estimated, np.mean(singles, axis=0)[-10:], atol=1e-14)


def test_the_cost_is_the_mean_of_half_the_squared_distances(digits: MeasuredDigits) -> None:
    network = lesson_network(Choice(start=Start.FRESH))
    found = cost_of_digits(network, digits, first=3)
    A = network.predict(digits.images)
    expected = 0.5 * np.sum((A - np.eye(10)[digits.labels]) ** 2, axis=1)
    assert found.cost == pytest.approx(expected.mean())
    assert [digit.cost for digit in found.shown] == pytest.approx(expected[3:15])
    assert found.right == np.sum(A.argmax(axis=1) == digits.labels)


def test_along_the_gradient_the_cost_falls_smoothly_and_mistakes_in_steps(
    digits: MeasuredDigits, gradients: Gradients
) -> None:
    network = lesson_network(Choice(start=Start.FRESH))
    before = network.vector.values.copy()
    way = way_of_weights(network, gradients.full, digits)
    middle = len(way.places) // 2
    assert way.costs[middle + 1] < way.costs[middle] < way.costs[middle - 1]
    assert set(way.right) <= set(range(way.total + 1))
    assert (network.vector.values == before).all()


def test_networks_are_copies_and_the_trained_one_reads_digits() -> None:
    one, other = lesson_network(Choice()), lesson_network(Choice())
    one.vector.values[:] = 0
    assert other.vector.values.any()
    assert other.dtype == np.float64


def test_a_saturated_neuron_is_slow_under_the_quadratic_cost_alone() -> None:
    courses = neuron_courses(weight=2.0, bias=2.0, learning_rate=0.15, steps=300)
    quadratic, cross = courses["quadratic"], courses["cross_entropy"]
    assert quadratic.outputs[0] == cross.outputs[0] == pytest.approx(1 / (1 + np.exp(-4.0)))
    # δ = a σ'(z) and δ = a, for y = 0
    assert quadratic.deltas[0] == pytest.approx(quadratic.outputs[0] * quadratic.slopes[0])
    assert cross.deltas[0] == pytest.approx(cross.outputs[0])
    assert quadratic.outputs[100] > 0.9
    assert cross.outputs[100] < 0.1
    np.testing.assert_allclose(np.diff(quadratic.weights), -0.15 * quadratic.deltas[:-1])
