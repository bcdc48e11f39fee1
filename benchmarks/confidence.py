"""How far readings may be trusted: `python -m benchmarks.confidence drawing 2000`, or `picture`.

Numbers by synthetic writers are read by the version that ships. Printed are the straight line from the log
odds that digits and division give to those of being right, and for each confidence from which a reading might
be called recognized the share of these, and how many of them are wrong. What was chosen is in
`recognizer.services.recognition.verdicts`.
"""

import argparse
import os
import time
from dataclasses import dataclass

import django
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fmin_bfgs

from recognizer.datasets.numbers import numbers, photograph

SEED = 40
FROM = (0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
NEAREST = 1e-4
"""To 0 and 1, of what is fitted."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of reading one number."""

    said: float
    """The product of the confidences of digits and division."""
    is_right: bool


def outcomes(kind: str, count: int) -> list[Outcome]:
    """Read numbers as drawings or as photographs; those in which no digit is found are left out."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
    django.setup()
    from recognizer.ink import (  # noqa: PLC0415 - after Django is set up
        lattice_from_ink,
        lattice_from_strokes,
        picture_of,
        picture_to_ink,
    )
    from recognizer.services.paths import PRETRAINED  # noqa: PLC0415
    from recognizer.services.recognition.reading import read_lattice  # noqa: PLC0415
    from recognizer.services.versions.registry import loaded_file  # noqa: PLC0415

    version = loaded_file(PRETRAINED)
    rng = np.random.default_rng(SEED)
    found: list[Outcome] = []
    for number in numbers(count, seed=SEED):
        if kind == "drawing":
            lattice = lattice_from_strokes(number.strokes, mode="number")
        else:
            picture = picture_of(photograph(number, rng))
            lattice = lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")
        # as if it were drawn: the confidence of pictures is what is fitted here
        reading = read_lattice(lattice, version, time.perf_counter(), is_picture=False)
        if reading.digits:
            found.append(Outcome(said=reading.confidence, is_right=reading.text == number.text))
    return found


def fitted(said: NDArray[np.floating], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Return bias and slope of the line from log odds to log odds that makes the outcomes likeliest."""
    bounded = said.clip(NEAREST, 1 - NEAREST)
    odds = np.log(bounded / (1 - bounded))
    signs = np.where(right, 1.0, -1.0)

    def cost(line: NDArray[np.floating]) -> float:
        return float(np.logaddexp(0, -signs * (line[0] + line[1] * odds)).sum())

    bias, slope = fmin_bfgs(cost, np.array([0.0, 1.0]), disp=False).tolist()
    return bias, slope


def main() -> None:
    """Print what the fit gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["drawing", "picture"])
    parser.add_argument("count", type=int, help="how many numbers are read")
    options = parser.parse_args()
    found = outcomes(options.kind, options.count)
    said = np.array([outcome.said for outcome in found])
    right = np.array([outcome.is_right for outcome in found])
    bias, slope = fitted(said, right)
    print(f"{len(found)} readings, {right.mean():.3f} right, confidence {said.mean():.3f} before the fit.")
    print(f"Log odds of being right: {bias:.3f} + {slope:.3f} × log odds of digits and division.")
    print("| from | before the fit: share | wrong | fitted: share | wrong |\n| --- | --- | --- | --- | --- |")
    bounded = said.clip(NEAREST, 1 - NEAREST)
    odds = bias + slope * np.log(bounded / (1 - bounded))
    for sure in FROM:
        cells = [f"{sure}"]
        for confidence in (said, 1 / (1 + np.exp(-odds))):
            chosen = confidence >= sure
            wrong = (~right[chosen]).mean() if chosen.any() else 0.0
            cells += [f"{chosen.mean():.3f}", f"{wrong:.4f}"]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
