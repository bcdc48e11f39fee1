"""New images out of old ones: digits turned, stretched, slanted, moved and bent, as other hands write them.

A network that sees each digit a little different in every epoch learns the digit instead of the picture
(Simard, Steinkraus and Platt 2003; Cireşan et al. 2010). Every pixel of the new image asks where in the old
image it comes from. That place is a linear function of a few numbers drawn for each image: the six of an
affine map and the displacements at the nodes of a coarse grid. One matrix product answers for a whole batch.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import AugmentationError
from recognizer.datasets.ranges import check_ranges

Floats = NDArray[np.float32]
Batch = NDArray[np.float32] | NDArray[np.float64]

SIDE = 28
PIXELS = SIDE * SIDE
CENTRE = (SIDE - 1) / 2
BLOCK = 128
"""Images warped at a time: their intermediate arrays fit the processor's cache."""
# one pixel of paper before and two after let bilinear sampling reach outside without a test for each pixel
PADDED = SIDE + 3

MAX_WIDENED_WIDTH = 20
"""Width to which ink is stretched at most, in pixels: the side of the box that MNIST's digits fill."""
MAX_WIDENED = 3.0
"""Largest factor by which ink is stretched sideways."""
INKED = 0.5
"""From this value on a pixel counts as ink when its width is measured."""


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """How far images may be distorted; zero turns a distortion off.

    Every field is a plain number, so that `dataclasses.asdict` gives what JSON can store.

    Raises
    ------
    AugmentationError
        If a value is not a number in the range below.
    """

    rotation: float = 0
    """Largest angle in degrees, to either side; 0 to 180, uniformly drawn."""
    scale: float = 0
    """Largest relative growth or shrinkage, drawn uniformly for each axis; 0 to below 1."""
    shear: float = 0
    """Largest slant, as pixels sideways for each pixel of height, to either side; 0 to 2, uniformly drawn."""
    shift: float = 0
    """Largest move in pixels along each axis; 0 to 28, uniformly drawn."""
    elastic: float = 0
    """Standard deviation of the normally drawn displacements, relative to half the width; 0 to 1."""
    grid: int = 5
    """Nodes along each side at which displacements are drawn, 2 to 28: the fewer, the smoother."""
    widen: float = 0
    """Share of images that are stretched sideways, up to as wide as high, 0 to 1: what stood in the boxes
    of a form is often brought to one size in both directions, so that a 1 becomes a block."""

    def __post_init__(self) -> None:
        below_one = math.nextafter(1, 0)
        check_ranges(
            self,
            {
                "rotation": (0, 180),
                "scale": (0, below_one),
                "shear": (0, 2),
                "shift": (0, SIDE),
                "elastic": (0, 1),
                "grid": (2, SIDE),
                "widen": (0, 1),
            },
            AugmentationError,
        )

    def __call__(self, X: Batch, rng: np.random.Generator) -> Batch:
        """Distort each image of a batch in its own way.

        Parameters
        ----------
        X
            float32 or float64 (m, 784), (m, 28, 28) or (m, 28, 28, 1), each value in [0, 1], 0 paper and
            1 full ink; left as it is.
        rng
            Where all randomness comes from: the same state gives the same distortions.

        Returns
        -------
        ndarray
            New images in the shape and type of `X`, computed in float32.

        Raises
        ------
        AugmentationError
            If `X` is of another type or shape.
        """
        if X.dtype not in (np.float32, np.float64) or X.shape[1:] not in {
            (PIXELS,),
            (SIDE, SIDE),
            (SIDE, SIDE, 1),
        }:
            raise AugmentationError(
                "X: expected float32 or float64 of shape (m, 784), (m, 28, 28) or (m, 28, 28, 1), "
                "found {dtype} of shape {shape}.",
                dtype=X.dtype,
                shape=X.shape,
            )
        m = len(X)
        images = X.reshape(m, SIDE, SIDE).astype(np.float32, copy=False)
        scale = 1 + rng.uniform(-1, 1, (m, 2)) * self.scale
        if self.widen:
            scale[:, 0] *= widening(images, self.widen, rng)
        affine = inverse_affine(
            angle=rng.uniform(-1, 1, m) * math.radians(self.rotation),
            scale=scale,
            shear=rng.uniform(-1, 1, m) * self.shear,
            shift=rng.uniform(-1, 1, (m, 2)) * self.shift,
        )
        nodes = None
        if self.elastic:
            nodes = rng.standard_normal((m, 2, self.grid, self.grid), np.float32)
            nodes *= self.elastic * SIDE / 2
        warped = warp(images, affine, nodes).reshape(X.shape)
        return warped if X.dtype == np.float32 else warped.astype(np.float64)


def widening(images: Floats, share: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return by how much to stretch each image (m, 28, 28) sideways: (m,), 1 for those that are not chosen.

    A chosen one becomes at most `MAX_WIDENED_WIDTH` pixels wide, and nothing becomes narrower.
    """
    m = len(images)
    columns = np.any(images >= INKED, axis=1)
    widths = SIDE - columns.argmax(axis=1) - columns[:, ::-1].argmax(axis=1)
    most = np.clip(MAX_WIDENED_WIDTH / np.maximum(widths, 1), 1, MAX_WIDENED)
    return np.where(rng.random(m) < share, rng.uniform(1, most), 1.0)


def inverse_affine(
    *,
    angle: NDArray[np.float64],
    scale: NDArray[np.float64],
    shear: NDArray[np.float64],
    shift: NDArray[np.float64],
) -> Floats:
    """Tell for affine maps of the plane where each point comes from.

    A map scales, slants, turns and moves, in this order: p = R·H·S·q + t. Its inverse is
    q = S⁻¹·H⁻¹·R⁻¹·(p − t).

    Parameters
    ----------
    angle
        (m,) radians, counterclockwise as seen.
    scale
        (m, 2) factors of width and height.
    shear
        (m,) pixels to the left for each pixel upwards.
    shift
        (m, 2) pixels to the right and downwards.

    Returns
    -------
    ndarray of float32
        (m, 2, 3): x and y of q, each as factors of (x, y, 1) of p; pixels from the centre, y downwards.
    """
    cos, sin = np.cos(angle), np.sin(angle)
    inverse = np.empty((len(angle), 2, 3))
    inverse[:, :, 0] = np.stack([cos, sin], axis=1)
    inverse[:, :, 1] = np.stack([-sin, cos], axis=1)
    inverse[:, 0, :2] -= shear[:, None] * inverse[:, 1, :2]
    inverse[:, :, :2] /= scale[:, :, None]
    inverse[:, :, 2] = -np.einsum("mij,mj->mi", inverse[:, :, :2], shift)
    return inverse.astype(np.float32)


def warp(images: Floats, affine: Floats, nodes: Floats | None = None) -> Floats:
    """Redraw images with every pixel taken from where the maps say that it comes from.

    Parameters
    ----------
    images
        float32 (m, 28, 28); left as they are. Outside of an image there is paper, 0.
    affine
        (m, 2, 3) from `inverse_affine`.
    nodes
        (m, 2, grid, grid), or None: what is added to x and y of the places at the nodes of a grid that covers
        the image, in pixels; smoothly interpolated between the nodes.

    Returns
    -------
    ndarray of float32
        (m, 28, 28), sampled bilinearly.
    """
    m = len(images)
    grid = 0 if nodes is None else nodes.shape[-1]
    basis = _basis(grid)
    coefficients = affine if nodes is None else np.concatenate([affine, nodes.reshape(m, 2, grid**2)], axis=2)
    warped = np.empty((m, PIXELS), np.float32)
    for start in range(0, m, BLOCK):
        block = slice(start, start + BLOCK)
        places = coefficients[block].reshape(-1, len(basis)) @ basis
        _sample(images[block], places.reshape(-1, 2, PIXELS), out=warped[block])
    return warped.reshape(m, SIDE, SIDE)


def _sample(images: Floats, places: Floats, out: Floats) -> None:
    """Read images (m, 28, 28) bilinearly at places (m, 2, 784), given from the centre, which are used up."""
    m = len(images)
    padded = np.zeros((m, PADDED, PADDED), np.float32)
    padded[:, 1:-2, 1:-2] = images
    places += CENTRE + 1
    np.clip(places, 0, PADDED - 2, out=places)
    corners = places.astype(np.intp)  # rounds down, as there is nothing below zero
    places -= corners
    right, down = places[:, 0], places[:, 1]
    index = corners[:, 1] * PADDED
    index += corners[:, 0]
    index += np.arange(m)[:, None] * PADDED**2

    flat = padded.ravel()
    upper = _between(flat.take(index), flat[1:].take(index), right)
    lower = _between(flat[PADDED:].take(index), flat[PADDED + 1 :].take(index), right)
    out[:] = _between(upper, lower, down)


def _between(a: Floats, b: Floats, share: Floats) -> Floats:
    """Return a + share·(b − a), in the memory of `b`."""
    b -= a
    b *= share
    b += a
    return b


@lru_cache
def _basis(grid: int) -> Floats:
    """Return what each coefficient of a map contributes at each pixel: (3 + grid², 784)."""
    y, x = np.indices((SIDE, SIDE)).reshape(2, PIXELS) - CENTRE
    weights = _node_weights(grid)
    smooth = np.einsum("ia,jb->abij", weights, weights).reshape(-1, PIXELS)
    basis = np.concatenate([[x, y, np.ones(PIXELS)], smooth]).astype(np.float32)
    basis.flags.writeable = False
    return basis


def _node_weights(grid: int) -> NDArray[np.float64]:
    """Interpolate between equally spaced nodes along a side by cubic convolution: (28, grid).

    The kernel is that of Keys (1981), a = −1/2: it passes through the nodes and has no kinks. Beyond the
    outermost nodes their values go on.
    """
    if grid == 0:
        return np.empty((SIDE, 0))
    position = np.linspace(0, grid - 1, SIDE)
    distance = np.abs(position[:, None] - np.arange(-1, grid + 1))
    near = 1.5 * distance**3 - 2.5 * distance**2 + 1
    far = -0.5 * distance**3 + 2.5 * distance**2 - 4 * distance + 2
    weights = np.where(distance < 1, near, np.where(distance < 2, far, 0))
    weights[:, 1] += weights[:, 0]
    weights[:, -2] += weights[:, -1]
    return weights[:, 1:-1]
