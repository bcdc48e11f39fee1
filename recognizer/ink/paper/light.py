"""Uneven light and either polarity → how far each pixel stands out from its paper."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

from recognizer.ink.pieces import Mask, grown

Grey = NDArray[np.float32]

LIGHT_SIDE = 128
"""Pixels along the side of a square of the size on which light and polarity are judged."""

WINDOWS = (0.8, 0.4)
"""Windows of the median that is taken for the light, as parts of the picture's side."""

CLEAR_SCORE = 0.8
"""Two classes of grey that score so much are ink and paper as they stand: the part of the variance that lies
between them, without what the thickness of the thinner one costs."""

CLEAR_SHARE = 0.985
"""Part of the variance between two classes of grey from which there is nothing else: no shadow lies on it."""

THICK_COSTS = 2.0
"""How much of that part a whole picture's thickness of a class outweighs: shadows are thick, ink is not."""

PEN = 0.1
"""What is thinner than this part of the side is thin."""

MAX_SHADOW_RATIO = 4.0
"""So many times as much light as in a shadow falls beside it at most."""

MAX_THIN_INK_AT_BORDER = 0.05
"""Part of the picture's border along which thin ink lies at most."""

STEADY = 0.3
"""Paper about thin ink varies by less than this part of the ink's contrast,"""
MAX_UNSTEADY_LIGHT = 0.3
"""but for this part of it, at the edge of a shadow."""

PAPER_BLUR = 0.12
"""Standard deviation of the blur that makes the paper from what is not ink, as a part of the side."""

PAPER_GRAIN = 3.0
"""The same in pixels of the picture on which it is blurred: so smooth a paper needs no finer one."""

LEVELS = 256
"""Into which a range of values is divided to be split."""


def relief(light: Grey) -> Grey:
    """
    Return how much each pixel differs from the paper about it, positive towards ink.

    The light falls slowly over the paper or with the edge of a shadow; ink is what is thin. Three pictures
    compete: the one that came and two with a running median subtracted. The one that splits most clearly into
    two classes, neither of them thick, says where the ink is; the rest, smoothed, is the paper. Where a deep
    shadow leaves none of them clear, what is thin may split more clearly by itself; then all else is paper.

    Parameters
    ----------
    light
        Grey picture (h, w), 0 to 255, dark ink on light paper or the other way round.
    """
    step = max(1, round(side_of(light) / LIGHT_SIDE))
    coarse = shrunk(light, step)
    if np.ptp(coarse) == 0:
        return np.zeros_like(light)
    classes = classes_of(coarse)
    if not classes.is_clear:
        flattened = [classes_of(coarse - _running_median(coarse, part)) for part in WINDOWS]
        classes = max(classes, *flattened, key=lambda candidate: candidate.score)
        for direction in (-1, 1):
            if _score_of_thin(coarse, direction) > classes.score:
                return np.float32(direction) * _thin(light, direction)[0]
    is_light = classes.likeness_to_ink(light=True) > classes.likeness_to_ink(light=False)
    ink, towards_ink = (classes.light, 1) if is_light else (~classes.light, -1)
    around = grown(ink)
    paper = mean_of(coarse, ~ink if around.all() else ~around)
    return np.float32(towards_ink) * (light - enlarged(paper, light.shape, step))


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
    low, high = float(values.min()), float(values.max())
    level = (values - np.float32(low)) * np.float32((LEVELS - 1e-3) / (high - low))
    count = np.bincount(level.astype(np.uint8).ravel(), minlength=LEVELS)
    width = (high - low) / LEVELS
    middle = low + width * (np.arange(LEVELS) + 0.5)
    below = np.cumsum(count)[:-1]
    above = values.size - below
    sums = np.cumsum(count * middle)
    # the lowest and the highest level are never empty, so no class is
    gap = sums[:-1] / below - (sums[-1] - sums[:-1]) / above
    between = below * above * gap**2 / values.size**2
    best = int(between.argmax())
    return low + width * (best + 1), float(between[best]) / variance


@dataclass(frozen=True, kw_only=True)
class Classes:
    """The two classes of a picture."""

    light: Mask
    """Where the lighter one is."""
    share: float
    """Part of the whole variance that lies between them; 0 where all is the same."""
    thickness: tuple[float, float]
    """Mean distance of the darker and of the lighter one's pixels to the other class, in pixels."""

    def contrast(self, values: Grey) -> float:
        """Return the difference between the medians of both in a picture; neither is empty."""
        return float(np.median(values[self.light]) - np.median(values[~self.light]))

    @property
    def score(self) -> float:
        """How much they look like ink and paper."""
        if self.share == 0:
            return -np.inf
        return self.share - THICK_COSTS * min(self.thickness) / side_of(self.light)

    @property
    def is_clear(self) -> bool:
        """Whether they are ink and paper as they stand."""
        return self.share >= CLEAR_SHARE or self.score >= CLEAR_SCORE

    def likeness_to_ink(self, *, light: bool) -> float:
        """Ink is thin and does not run round the border; the border alone would fail where digits fill it."""
        mask = self.light if light else ~self.light
        return -float(np.log(self.thickness[light]) + np.log(along_border(mask) + 0.02))


def _thin(light: Grey, direction: int) -> tuple[Grey, Grey]:
    """Return how much what is thin is lighter (1) or darker (-1) than its paper, and the paper.

    That is what is lost when a grey picture is opened or closed (Serra 1982, the top hat). The edge of a
    shadow stays in the paper as sharp as it is; what lies in the shadow counts as if it were lit like the
    rest.
    """
    size = max(3, round(PEN * side_of(light)))
    if direction == 1:
        paper = ndimage.grey_opening(light, size)
        return light - paper, paper
    paper = ndimage.grey_closing(light, size)
    brighter = np.minimum(paper.max() / np.maximum(paper, 1), np.float32(MAX_SHADOW_RATIO))
    return (light - paper) * brighter, paper


def _score_of_thin(coarse: Grey, direction: int) -> float:
    """Return how much what is thin looks like ink: not at all where it is a part of what is thick."""
    thin, paper = _thin(coarse, direction)
    classes = classes_of(thin)
    if not classes.share:
        return -np.inf
    ink = classes.light if direction == 1 else ~classes.light
    if along_border(ink) > MAX_THIN_INK_AT_BORDER:
        return -np.inf  # there it is the fall of light that is cut off
    steps = ndimage.maximum_filter(paper, 5) - ndimage.minimum_filter(paper, 5)
    unsteady = (steps[grown(ink)] > STEADY * classes.contrast(thin)).mean()
    return classes.score if unsteady < MAX_UNSTEADY_LIGHT else -np.inf


def classes_of(flat: Grey) -> Classes:
    """Return the two classes of a picture (h, w) of any range."""
    threshold, share = split(flat)
    light = flat > threshold
    thickness = (_thickness(~light), _thickness(light)) if share else (np.inf, np.inf)
    return Classes(light=light, share=share, thickness=thickness)


def _thickness(mask: Mask) -> float:
    """Return the mean distance of a class's pixels to the other class, as a rook goes; neither is empty."""
    return float(ndimage.distance_transform_cdt(mask, "taxicab")[mask].mean())


def along_border(mask: Mask) -> float:
    """Return along which part of the picture's border a mask lies."""
    return float(np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]]).mean())


def _running_median(coarse: Grey, part: float) -> Grey:
    step = max(1, round(side_of(coarse) / 32))
    small = shrunk(coarse, step)
    window = 2 * int(part * side_of(small) / 2) + 1
    # the same median as SciPy's in half the time
    median = Image.fromarray(small).filter(ImageFilter.MedianFilter(window))
    return enlarged(np.asarray(median), coarse.shape, step)


def mean_of(coarse: Grey, chosen: Mask) -> Grey:
    """Return the blurred mean of the chosen pixels; far from any of them, their overall mean."""
    sigma = PAPER_BLUR * side_of(coarse)
    step = max(1, int(sigma / PAPER_GRAIN))
    weight = chosen.astype(np.float32)
    everywhere = np.float32(1e-4)
    blurred = [
        ndimage.gaussian_filter(shrunk(part, step), sigma / step) for part in (coarse * weight, weight)
    ]
    mean = (blurred[0] + everywhere * coarse[chosen].mean()) / (blurred[1] + everywhere)
    return enlarged(mean.astype(np.float32), coarse.shape, step)


def side_of(picture: NDArray[Any]) -> float:
    """Return the side of a square as large as a picture, in pixels."""
    return float(np.sqrt(picture.size))


def shrunk(picture: Grey, step: int) -> Grey:
    """Return a picture so many times smaller; each pixel is the mean of those in its place."""
    return picture if step == 1 else np.asarray(Image.fromarray(picture).reduce(step))


def enlarged(picture: Grey, shape: tuple[int, ...], step: int) -> Grey:
    """Return a picture that was shrunk by so much in its old shape again."""
    if step == 1:
        return picture
    height, width = shape
    box = (0, 0, width / step, height / step)
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BILINEAR, box=box))
