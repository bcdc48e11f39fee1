"""Uneven light and either polarity → how far each pixel stands out from its paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]

COARSE = 128
"""Pixels along the side of a square of the size on which light and polarity are judged."""

WINDOWS = (0.8, 0.4)
"""Windows of the median that is taken for the light, as parts of the picture's side."""

CLEAR_SPLIT = 0.95
"""Part of the variance between two classes of grey from which they are ink and paper as they stand."""

THICK_COSTS = 1.5
"""How much of that part a whole picture's thickness of a class outweighs: shadows are thick, ink is not."""

PAPER_BLUR = 0.12
"""Standard deviation of the blur that makes the paper from what is not ink, as a part of the side."""


def relief(light: Grey) -> Grey:
    """
    Return how much each pixel differs from the paper about it, positive towards ink.

    The light falls slowly over the paper or with the edge of a shadow; ink is what is thin. Three pictures
    compete: the one that came and two with a running median subtracted. The one that splits most clearly into
    two classes, neither of them thick, says where the ink is; the rest, smoothed, is the paper.

    Parameters
    ----------
    light
        Grey picture (h, w), 0 to 255, dark ink on light paper or the other way round.
    """
    step = max(1, round(_side(light) / COARSE))
    coarse = _shrunk(light, step)
    if np.ptp(coarse) == 0:
        return np.zeros_like(light)
    ink, towards_ink = _ink_and_direction(coarse)
    around = ndimage.binary_dilation(ink)
    paper = _mean_of(coarse, ~ink if around.all() else ~around)
    return np.float32(towards_ink) * (light - _enlarged(paper, light.shape, step))


def split(values: Grey) -> tuple[float, float]:
    """
    Split values into two classes so that the variance between them is greatest (Otsu 1979).

    Returns
    -------
    tuple[float, float]
        The threshold, and the part of the whole variance that lies between the classes, 0 to 1; 0 for values
        that are all the same.
    """
    variance = float(values.var(dtype=np.float64))
    if variance == 0:
        return float(values.flat[0]), 0.0
    count, edges = np.histogram(values, bins=256)
    middle = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(count)[:-1]
    above = values.size - below
    sums = np.cumsum(count * middle)
    # the lowest and the highest bin are never empty, so no class is
    gap = sums[:-1] / below - (sums[-1] - sums[:-1]) / above
    between = below * above * gap**2 / values.size**2
    best = int(between.argmax())
    return float(edges[best + 1]), float(between[best]) / variance


def _ink_and_direction(coarse: Grey) -> tuple[Mask, int]:
    """Return where the ink is, and whether ink is lighter (1) or darker (-1) than paper."""
    threshold, share = split(coarse)
    light = coarse > threshold
    if share < CLEAR_SPLIT:
        candidates = [_judged(coarse)] + [_judged(coarse - _running_median(coarse, part)) for part in WINDOWS]
        _, light = max(candidates, key=lambda candidate: candidate[0])
    return (light, 1) if _likeness_to_ink(light) > _likeness_to_ink(~light) else (~light, -1)


def _judged(flat: Grey) -> tuple[float, Mask]:
    threshold, share = split(flat)
    light = flat > threshold
    if share == 0:
        return -np.inf, light
    thickness = min(_thickness(light), _thickness(~light)) / _side(flat)
    return share - THICK_COSTS * thickness, light


def _likeness_to_ink(mask: Mask) -> float:
    """Ink is thin and does not run round the border; the border alone would fail where digits fill it."""
    border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return -float(np.log(_thickness(mask)) + np.log(border.mean() + 0.02))


def _thickness(mask: Mask) -> float:
    """Return the mean distance of a class's pixels to the other class, which is not empty."""
    return float(ndimage.distance_transform_edt(mask)[mask].mean())


def _running_median(coarse: Grey, part: float) -> Grey:
    step = max(1, round(_side(coarse) / 32))
    small = _shrunk(coarse, step)
    window = 2 * int(part * _side(small) / 2) + 1
    # the same median as SciPy's in half the time
    median = Image.fromarray(small).filter(ImageFilter.MedianFilter(window))
    return _enlarged(np.asarray(median), coarse.shape, step)


def _mean_of(coarse: Grey, chosen: Mask) -> Grey:
    """Return the blurred mean of the chosen pixels; far from any of them, their overall mean."""
    sigma = PAPER_BLUR * _side(coarse)
    weight = chosen.astype(np.float32)
    everywhere = np.float32(1e-4)
    total = ndimage.gaussian_filter(coarse * weight, sigma) + everywhere * coarse[chosen].mean()
    return np.asarray(total / (ndimage.gaussian_filter(weight, sigma) + everywhere), dtype=np.float32)


def _side(picture: Grey) -> float:
    return float(np.sqrt(picture.size))


def _shrunk(picture: Grey, step: int) -> Grey:
    return picture if step == 1 else np.asarray(Image.fromarray(picture).reduce(step))


def _enlarged(picture: Grey, shape: tuple[int, ...], step: int) -> Grey:
    if step == 1:
        return picture
    height, width = shape
    box = (0, 0, width / step, height / step)
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BILINEAR, box=box))
