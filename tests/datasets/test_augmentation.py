import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recognizer.datasets.augmentation import BLOCK, Augmentation, Floats, inverse_affine, warp
from recognizer.datasets.errors import AugmentationError

EVERYTHING = Augmentation(rotation=15, scale=0.15, shear=0.2, shift=2, elastic=0.06)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def noise(m: int = 5) -> Floats:
    return rng(99).random((m, 28, 28), dtype=np.float32)


def blob(m: int = 1) -> Floats:
    """Draw a smooth round spot in the middle of each image."""
    y, x = np.indices((28, 28)) - 13.5
    return np.tile(np.exp(-(x**2 + y**2) / 18), (m, 1, 1)).astype(np.float32)


def affine(
    angle: float = 0,
    scale: tuple[float, float] = (1, 1),
    shear: float = 0,
    shift: tuple[float, float] = (0, 0),
) -> Floats:
    """Make the maps of one image from the numbers that describe it."""
    return inverse_affine(
        angle=np.array([angle]), scale=np.array([scale]), shear=np.array([shear]), shift=np.array([shift])
    )


def centre_of_mass(image: Floats) -> tuple[float, float]:
    y, x = np.indices((28, 28)) - 13.5
    return float((x * image).sum() / image.sum()), float((y * image).sum() / image.sum())


def second_moments(image: Floats) -> NDArray[np.float64]:
    """Return the covariance of x and y under the ink of an image that is in the middle."""
    places = np.indices((28, 28)).reshape(2, 784)[::-1] - 13.5
    moments: NDArray[np.float64] = (places * image.reshape(784)) @ places.T / image.sum()
    return moments


def test_with_everything_off_it_changes_nothing() -> None:
    X = noise()

    np.testing.assert_array_equal(Augmentation()(X, rng()), X)


@pytest.mark.parametrize("shape", [(6, 784), (6, 28, 28), (6, 28, 28, 1), (0, 784)])
def test_it_keeps_shape_and_type_and_leaves_its_input_alone(shape: tuple[int, ...]) -> None:
    X = rng(1).random(shape, dtype=np.float32)
    before = X.copy()
    X.flags.writeable = False

    augmented = EVERYTHING(X, rng())

    assert augmented.shape == shape
    assert augmented.dtype == np.float32
    np.testing.assert_array_equal(X, before)


def test_doubles_are_treated_as_singles_and_given_back_as_doubles() -> None:
    X = noise().astype(np.float64)

    augmented = EVERYTHING(X, rng())

    assert augmented.dtype == np.float64
    np.testing.assert_array_equal(augmented, EVERYTHING(noise(), rng()))
    np.testing.assert_array_equal(X, noise())


def test_flat_rows_and_pictures_are_treated_alike() -> None:
    X = noise()

    flat = EVERYTHING(X.reshape(5, 784), rng())

    np.testing.assert_array_equal(flat.reshape(5, 28, 28), EVERYTHING(X, rng()))


def test_the_same_seed_gives_the_same_images_and_the_next_draw_gives_others() -> None:
    X = noise()
    one, two = rng(3), rng(3)

    first = EVERYTHING(X, one)

    np.testing.assert_array_equal(first, EVERYTHING(X, two))
    assert not np.array_equal(first, EVERYTHING(X, one))


def test_each_image_of_a_batch_is_distorted_in_its_own_way() -> None:
    augmented = EVERYTHING(blob(20), rng())

    assert len({image.tobytes() for image in augmented}) == 20


def test_a_batch_larger_than_a_block_is_warped_as_image_by_image() -> None:
    m = 2 * BLOCK + 3
    images, nodes = noise(m), rng(1).normal(size=(m, 2, 5, 5)).astype(np.float32)
    maps = np.concatenate([affine(angle=0.01 * i, shift=(0.02 * i, 1)) for i in range(m)])

    together = warp(images, maps, nodes)

    for i in (0, BLOCK - 1, BLOCK, m - 1):
        alone = warp(images[i : i + 1], maps[i : i + 1], nodes[i : i + 1])
        np.testing.assert_allclose(together[i], alone[0], atol=1e-5)


def test_a_shift_by_whole_pixels_is_exact_and_nothing_wraps_around() -> None:
    image = noise(1)
    expected = np.zeros_like(image)
    expected[:, :-2, 3:] = image[:, 2:, :-3]

    np.testing.assert_array_equal(warp(image, affine(shift=(3, -2))), expected)


def test_a_shift_by_half_a_pixel_averages_neighbours() -> None:
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 10, 10] = 1

    shifted = warp(image, affine(shift=(0.5, 0)))

    assert shifted[0, 10, 9:13].tolist() == [0, 0.5, 0.5, 0]


@pytest.mark.parametrize("shift", [(28.0, 0.0), (0.0, -28.0), (-100.0, 100.0)])
def test_what_leaves_the_image_leaves_paper(shift: tuple[float, float]) -> None:
    assert not warp(np.ones((1, 28, 28), np.float32), affine(shift=shift)).any()


def test_a_quarter_turn_goes_counterclockwise() -> None:
    image = noise(1)

    turned = warp(image, affine(angle=np.pi / 2))

    np.testing.assert_allclose(turned[0], np.rot90(image[0]), atol=1e-5)


def test_doubling_the_width_doubles_the_ink_and_keeps_rows() -> None:
    wide = warp(blob(), affine(scale=(2, 1)))[0]

    assert wide.sum() == pytest.approx(2 * blob().sum(), rel=0.03)
    np.testing.assert_allclose(wide[:, 13], warp(blob(), affine())[0][:, 13], atol=0.05)
    assert wide[13, 5] > 0.3 > wide[5, 13]


def test_a_positive_shear_leans_the_top_to_the_left() -> None:
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 4:24, 13:15] = 1

    slanted = warp(image, affine(shear=0.5))[0]

    assert slanted[4].argmax() == pytest.approx(13.5 - 0.5 * 9.5, abs=1)
    assert slanted[23].argmax() == pytest.approx(13.5 + 0.5 * 9.5, abs=1)


def test_scaling_comes_before_turning_and_turning_before_moving() -> None:
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 13:15, 17:19] = 1  # four pixels to the right of the centre

    moved = warp(image, affine(angle=np.pi / 2, scale=(2, 1), shift=(5, 0)))

    # stretched to eight, turned upwards, moved by five to the right
    assert centre_of_mass(moved[0]) == pytest.approx((5, -8), abs=0.05)


def test_equal_displacements_at_all_nodes_move_the_whole_image() -> None:
    image = noise(1)
    nodes = np.zeros((1, 2, 5, 5), np.float32)
    nodes[:, 0] = 3
    nodes[:, 1] = -2

    np.testing.assert_allclose(warp(image, affine(), nodes), warp(image, affine(shift=(-3, 2))), atol=1e-5)


def test_a_node_moves_its_own_surroundings_only() -> None:
    image = noise(1)
    nodes = np.zeros((1, 2, 5, 5), np.float32)
    nodes[0, 0, 0, 4] = 1  # x at the upper right corner

    warped = warp(image, affine(), nodes)

    assert abs(warped - image)[0, :13, 15:].max() > 0.1
    np.testing.assert_allclose(warped[0, 14:], image[0, 14:], atol=1e-6)
    np.testing.assert_allclose(warped[0, :, :13], image[0, :, :13], atol=1e-6)
    assert warped[0, 0, 26] == pytest.approx(image[0, 0, 27], abs=0.05)


@pytest.mark.parametrize("grid", [2, 3, 5, 28])
def test_nodes_on_a_slope_shear_the_image_evenly_inside(grid: int) -> None:
    """Cubic convolution reproduces a straight line, except beside the edges where values are continued."""
    image = blob()
    slope = np.linspace(-1, 1, grid, dtype=np.float32)
    nodes = np.zeros((1, 2, grid, grid), np.float32)
    nodes[0, 0] = slope[:, None]

    np.testing.assert_allclose(warp(image, affine(), nodes), warp(image, affine(shear=-1 / 13.5)), atol=0.05)


@pytest.mark.parametrize(
    ("augmentation", "least", "most"),
    [
        (Augmentation(rotation=15), 0.99, 1.01),
        (Augmentation(shear=0.2), 0.99, 1.01),
        (Augmentation(shift=2), 0.99, 1.01),
        (Augmentation(scale=0.15), 0.70, 1.34),
        (Augmentation(elastic=0.06), 0.70, 1.45),
        (EVERYTHING, 0.55, 1.80),
    ],
)
def test_ink_is_roughly_kept(augmentation: Augmentation, least: float, most: float) -> None:
    images = blob(500)

    ratio = augmentation(images, rng()).sum(axis=(1, 2)) / images.sum(axis=(1, 2))

    assert least < ratio.min()
    assert ratio.max() < most
    assert ratio.mean() == pytest.approx(1, abs=0.03)


def test_shifts_fill_their_range_and_do_not_exceed_it() -> None:
    augmented = Augmentation(shift=2)(blob(500), rng())

    centres = np.array([centre_of_mass(image) for image in augmented])
    assert (abs(centres).max(axis=0) <= 2.01).all()
    assert (abs(centres).max(axis=0) > 1.9).all()
    assert centres.std(axis=0) == pytest.approx(np.full(2, 4 / np.sqrt(12)), rel=0.1)


def test_rotations_fill_their_range_and_do_not_exceed_it() -> None:
    image = np.zeros((500, 28, 28), np.float32)
    image[:, 12:16, 20:24] = 1  # eight pixels to the right of the centre

    centres = np.array([centre_of_mass(each) for each in Augmentation(rotation=15)(image, rng())])

    angles = np.degrees(np.arctan2(-centres[:, 1], centres[:, 0]))
    assert 14.5 < angles.max() < 15.3
    assert -15.3 < angles.min() < -14.5


def test_widths_and_heights_are_scaled_apart_over_the_whole_range() -> None:
    augmented = Augmentation(scale=0.15)(blob(500), rng())

    spreads = np.sqrt([np.diag(second_moments(image)) for image in augmented]) / 3
    assert (spreads.min(axis=0) < 0.87).all()
    assert (spreads.max(axis=0) > 1.13).all()
    assert ((spreads > 0.84) & (spreads < 1.16)).all()
    width, height = (spreads - spreads.mean(axis=0)).T
    assert abs((width * height).mean()) < 0.1 * width.std() * height.std()


def test_slants_fill_their_range_and_do_not_exceed_it() -> None:
    augmented = Augmentation(shear=0.2)(blob(500), rng())

    moments = np.array([second_moments(image) for image in augmented])
    slants = moments[:, 0, 1] / moments[:, 1, 1]
    assert 0.19 < slants.max() < 0.202
    assert -0.202 < slants.min() < -0.19


def test_displacements_have_the_standard_deviation_asked_for() -> None:
    augmented = Augmentation(elastic=0.1, grid=2)(blob(2000), rng())

    centres = np.array([centre_of_mass(image) for image in augmented])
    # in the middle the four corners count one quarter each: 1.4 pixels / sqrt(4)
    assert centres.std(axis=0) == pytest.approx(np.full(2, 0.7), rel=0.1)


@given(st.integers(0, 2**32), st.floats(0, 180), st.floats(0, 0.9), st.floats(0, 28), st.floats(0, 1))
def test_values_stay_between_paper_and_full_ink(
    seed: int, rotation: float, scale: float, shift: float, elastic: float
) -> None:
    augmentation = Augmentation(rotation=rotation, scale=scale, shear=2, shift=shift, elastic=elastic)

    augmented = augmentation(noise(3), rng(seed))

    assert augmented.min() >= -1e-6
    assert augmented.max() <= 1 + 1e-6


def test_it_goes_through_json() -> None:
    text = json.dumps(dataclasses.asdict(EVERYTHING))

    assert Augmentation(**json.loads(text)) == EVERYTHING


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"rotation": -1}, "rotation: expected a number from 0 to 180, found -1."),
        ({"rotation": 181}, "rotation: expected a number from 0 to 180, found 181."),
        ({"scale": 1}, "scale: expected a number from 0 to 0.9999999999999999, found 1."),
        ({"shear": float("nan")}, "shear: expected a number from 0 to 2, found nan."),
        ({"shift": float("inf")}, "shift: expected a number from 0 to 28, found inf."),
        ({"shift": "2"}, "shift: expected a number from 0 to 28, found '2'."),
        ({"elastic": True}, "elastic: expected a number from 0 to 1, found True."),
        ({"elastic": 1.5}, "elastic: expected a number from 0 to 1, found 1.5."),
        ({"grid": 1}, "grid: expected a whole number from 2 to 28, found 1."),
        ({"grid": 5.0}, "grid: expected a whole number from 2 to 28, found 5.0."),
    ],
)
def test_a_value_out_of_range_is_named(values: dict[str, Any], message: str) -> None:
    with pytest.raises(AugmentationError) as caught:
        Augmentation(**values)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("X", "found"),
    [
        (np.zeros((2, 784), np.float16), "float16 of shape (2, 784)"),
        (np.zeros((2, 783)), "float64 of shape (2, 783)"),
        (np.zeros((2, 28, 28), np.uint8), "uint8 of shape (2, 28, 28)"),
        (np.zeros(784, np.float32), "float32 of shape (784,)"),
        (np.zeros((2, 783), np.float32), "float32 of shape (2, 783)"),
        (np.zeros((28, 28), np.float32), "float32 of shape (28, 28)"),
        (np.zeros((2, 1, 28, 28), np.float32), "float32 of shape (2, 1, 28, 28)"),
    ],
)
def test_a_batch_of_another_kind_is_refused(X: Floats, found: str) -> None:
    with pytest.raises(AugmentationError) as caught:
        EVERYTHING(X, rng())

    assert str(caught.value) == (
        f"X: expected float32 or float64 of shape (m, 784), (m, 28, 28) or (m, 28, 28, 1), found {found}."
    )


def bar(width: int, m: int = 400) -> Floats:
    """Draw an upright bar, 20 pixels high, in the middle of each image."""
    images = np.zeros((m, 28, 28), np.float32)
    images[:, 4:24, 14 - width // 2 : 14 + width // 2] = 1
    return images


def sizes(images: NDArray[np.floating]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return height and width of the ink of images without gaps in their rows and columns."""
    inked = images >= 0.5
    return np.count_nonzero(inked.any(axis=2), axis=1), np.count_nonzero(inked.any(axis=1), axis=1)


def test_widening_stretches_a_share_of_the_images_sideways_only() -> None:
    heights, widths = sizes(Augmentation(widen=0.25)(bar(4), rng()))

    assert set(heights) == {20}
    assert widths.min() == 4
    assert 0.15 < np.mean(widths > 4) < 0.3  # a quarter, less those that hardly grew
    assert 9 <= widths.max() <= 12  # three times four


def test_widened_images_are_at_most_as_wide_as_high() -> None:
    _, widths = sizes(Augmentation(widen=1)(bar(14), rng()))

    assert widths.min() >= 14
    assert 18 <= widths.max() <= 20


def test_what_is_wide_already_stays() -> None:
    np.testing.assert_array_equal(Augmentation(widen=1)(bar(22), rng()), bar(22))
