"""How far readings may be trusted: `python -m benchmarks.confidence drawing 2000`, or `picture`.

Numbers are read by the version that ships, or by a file (`--model`): drawings by synthetic writers, most of
whom take their time, as people do who draw to be read; photographs of such and, where the folder of MNIST is
given (`--mnist`), as many of real digits of its validation set.

Printed are the weights by which evidence leads to the log odds of a reading being right, and for each
confidence from which a reading might be called recognized the share of these, and how many of them are wrong.
What was chosen is in `recognizer.services.recognition.verdicts`. `--weights` tries powers of the two opinions
instead.
"""

import argparse
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b

from recognizer.datasets.mnist import load_mnist
from recognizer.datasets.numbers import numbers, photograph
from recognizer.datasets.numbers.paper import photograph_of_ink
from recognizer.datasets.numbers.scanned import RealDigits

if TYPE_CHECKING:
    from recognizer.ink import Lattice
    from recognizer.services.recognition.verdicts import RowEvidence
    from recognizer.services.versions.registry import LoadedVersion

SEED = 40
HASTY = 0.2
"""How many of the writers write in a hurry."""
FROM = (0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
PENALTY = 0.5
"""Of the squares of the weights, in units of one reading: keeps a fit to little from running away."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of reading one number."""

    evidence: "RowEvidence"
    """What the calibration weighs."""
    is_right: bool


def lattices(kind: str, count: int, mnist: Path | None) -> Iterator[tuple[str, "Lattice"]]:
    """Yield numbers as drawings or as photographs, with their digits."""
    from recognizer.ink import (  # noqa: PLC0415 - after Django is set up
        lattice_from_ink,
        lattice_from_strokes,
        picture_of,
        picture_to_ink,
    )

    rng = np.random.default_rng(SEED)
    real = RealDigits(load_mnist(mnist).validation) if mnist else None
    for index, number in enumerate(numbers(count, seed=SEED, hasty=HASTY)):
        if kind == "drawing":
            yield number.text, lattice_from_strokes(number.strokes, mode="number")
        else:
            if real is not None and index % 2:
                row = real.row(number.text, rng)
                picture = picture_of(photograph_of_ink(row.ink, row.foot, rng))
            else:
                picture = picture_of(photograph(number, rng))
            yield number.text, lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")


def outcomes(
    read: Iterable[tuple[str, "Lattice"]], version: "LoadedVersion", *, is_picture: bool
) -> list[Outcome]:
    """Read numbers; those that are read by one opinion alone are left out."""
    from recognizer.services.recognition.reading import agreed_rows, likeliest_path  # noqa: PLC0415
    from recognizer.services.recognition.scorer import Scorer  # noqa: PLC0415
    from recognizer.services.recognition.verdicts import RowEvidence  # noqa: PLC0415

    found: list[Outcome] = []
    for text, lattice in read:
        scorer = Scorer(version)
        path = likeliest_path(lattice, scorer)
        rows = agreed_rows(lattice, path, scorer, version, is_picture=is_picture)
        if rows:
            answer = "".join(str(digit.digit) for row in rows for digit in row.digits)
            evidence = RowEvidence.together([row.evidence for row in rows])
            found.append(Outcome(evidence=evidence, is_right=answer == text))
    return found


def fitted(evidence: NDArray[np.floating], right: NDArray[np.bool_]) -> NDArray[np.floating]:
    """Return bias and weights of the log odds that make the outcomes likeliest (logistic regression)."""
    signs = np.where(right, 1.0, -1.0)

    def cost(weights: NDArray[np.floating]) -> float:
        odds = weights[0] + evidence @ weights[1:]
        return float(np.logaddexp(0, -signs * odds).sum() + PENALTY * np.square(weights[1:]).sum())

    # more evidence is never less confidence; the number of digits may count either way
    bounds = [(None, None), *[(0.0, None)] * (evidence.shape[1] - 1), (None, None)]
    start = np.zeros(evidence.shape[1] + 1)
    found: NDArray[np.floating] = fmin_l_bfgs_b(cost, start, approx_grad=True, bounds=bounds)[0]
    return found


def compare_weights(
    read: Iterable[tuple[str, "Lattice"]], version: "LoadedVersion", *, is_picture: bool
) -> None:
    """Print how many numbers are right with other powers of the lattice's opinion."""
    from recognizer.services.recognition import row_reading  # noqa: PLC0415
    from recognizer.services.recognition.reading import read_lattice  # noqa: PLC0415

    tried = (0.2, 0.5, 1.0, 2.0, 3.0)
    right, count = dict.fromkeys(tried, 0), 0
    for text, lattice in read:
        count += 1
        for weight in tried:
            row_reading.LATTICE_WEIGHT_OF_DRAWINGS = row_reading.LATTICE_WEIGHT_OF_PICTURES = weight
            reading = read_lattice(lattice, version, time.perf_counter(), is_picture=is_picture)
            right[weight] += reading.text == text
    for weight, found in right.items():
        print(f"| {weight} | {found / count:.4f} |")


def main() -> None:
    """Print what the fit gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["drawing", "picture"])
    parser.add_argument("count", type=int, help="how many numbers are read")
    parser.add_argument("--model", type=Path, help="another file than the one that ships")
    parser.add_argument("--mnist", type=Path, help="the folder of MNIST, for photographs of real digits")
    parser.add_argument("--weights", action="store_true", help="compare powers of the lattice's opinion")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
    django.setup()
    from recognizer.services.paths import PRETRAINED  # noqa: PLC0415
    from recognizer.services.versions.registry import loaded_file  # noqa: PLC0415

    version = loaded_file(options.model or PRETRAINED)
    read, is_picture = lattices(options.kind, options.count, options.mnist), options.kind == "picture"
    if options.weights:
        compare_weights(read, version, is_picture=is_picture)
        return
    found = outcomes(read, version, is_picture=is_picture)
    evidence = np.array([outcome.evidence.numbers for outcome in found])
    right = np.array([outcome.is_right for outcome in found])
    weights = fitted(evidence, right)
    confidence = 1 / (1 + np.exp(-(weights[0] + evidence @ weights[1:])))
    print(f"{len(found)} readings, {right.mean():.3f} right, confidence {confidence.mean():.3f}.")
    print("bias, and the weights of RowEvidence: " + ", ".join(f"{weight:.3f}" for weight in weights))
    print("| from | share | wrong |\n| --- | --- | --- |")
    for sure in FROM:
        chosen = confidence >= sure
        wrong = (~right[chosen]).mean() if chosen.any() else 0.0
        print(f"| {sure} | {chosen.mean():.3f} | {wrong:.4f} |")


if __name__ == "__main__":
    main()
