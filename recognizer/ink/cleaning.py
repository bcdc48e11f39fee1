"""Picture → ink: even light, either polarity, no noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Grey = NDArray[np.float32]

WORKING_SIDE = 1024
"""Larger side of the picture that is worked on, in pixels."""

FAINTEST = 10.0
"""Grey levels (of 255) between ink and paper below which nothing is taken for ink."""

CLEAREST_NOISE = 4.0
"""How often the paper's own noise ink has to stand out."""

PAPER, INK = 0.3, 0.7
"""Darkness, as a part of the ink's typical one, up to which all is paper and from which all is ink."""


def picture_to_ink(picture: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """Return ink (h, w), ink high, paper exactly 0, and the picture's pixels along one of the ink's."""
    grey = picture.convert("L")
    factor = -(-max(grey.size) // WORKING_SIDE)
    if factor > 1:
        grey = grey.reduce(factor)
    light = np.asarray(grey, dtype=np.float32)
    return _ink(light), factor


def _ink(light: Grey) -> NDArray[np.uint8]:
    blank = np.zeros(light.shape, dtype=np.uint8)
    if np.ptp(light) < FAINTEST:
        return blank
    smooth = ndimage.gaussian_filter(light, SMOOTH)
    flat = smooth - _local_mean(smooth, np.ones_like(light), min(light.shape) * WIDE)
    high = flat > _otsu(flat)
    if _likeness_to_ink(high) < _likeness_to_ink(~high):
        smooth, high = 255 - smooth, ~high
    paper = ~ndimage.binary_dilation(high, iterations=1)
    if not paper.any():
        paper = ~high
    height = smooth - _local_mean(smooth, paper.astype(np.float32), min(light.shape) * NARROW)
    noise = 1.4826 * float(np.median(np.abs(height[paper])))
    level = float(np.median(height[high]))
    if level < max(FAINTEST, CLEAREST_NOISE * noise):
        return blank
    ink = np.clip((height / level - PAPER) / (INK - PAPER), 0, 1)
    return np.rint(255 * _with_core(ink)).astype(np.uint8)


SMOOTH = 0.5
WIDE = 0.35
NARROW = 0.25


def _local_mean(light: Grey, weight: Grey, sigma: float) -> Grey:
    step = max(1, int(sigma / 4))
    total = np.asarray(Image.fromarray(light * weight).reduce(step))
    mass = np.asarray(Image.fromarray(weight).reduce(step))
    total = ndimage.gaussian_filter(total, sigma / step)
    mass = ndimage.gaussian_filter(mass, sigma / step)
    mean = (total + 1e-4 * (light * weight).sum() / weight.sum()) / (mass + 1e-4)
    if step == 1:
        return mean
    size = light.shape[::-1]
    box = (0, 0, size[0] / step, size[1] / step)
    return np.asarray(Image.fromarray(mean).resize(size, Image.Resampling.BILINEAR, box=box))


def _otsu(values: Grey) -> float:
    count, edges = np.histogram(values, bins=256)
    middle = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(count)
    above = below[-1] - below
    sums = np.cumsum(count * middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = sums / below - (sums[-1] - sums) / above
    between = np.nan_to_num(below * above * gap**2)
    return float(edges[1 + int(between[:-1].argmax())])


def _likeness_to_ink(mask: NDArray[np.bool_]) -> float:
    border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    thickness = ndimage.distance_transform_edt(mask)[mask].mean()
    return -float(np.log(thickness) + np.log(border.mean() + 0.02))


def _with_core(ink: Grey) -> Grey:
    labels, count = ndimage.label(ink > 0, np.ones((3, 3)))
    core = np.zeros(count + 1, dtype=bool)
    core[labels[ink >= 1]] = True
    return np.where(core[labels], ink, 0)
