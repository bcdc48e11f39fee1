import numpy as np
from scipy import ndimage

from recognizer.ink.pictures.hatching import hatched
from recognizer.ink.pieces import TOUCHING


def test_parallel_lines_without_number_are_a_hatching_and_what_lies_between_is_none() -> None:
    y, x = np.mgrid[:300, :400]
    ink = (x + y) % 12 < 3
    ink[100:200, 150:250] = False
    ink[130:170, 170:200] = True
    labels, _ = ndimage.label(ink, TOUCHING)
    lines = hatched(labels)
    assert not lines[labels[150, 185]]
    assert (lines[labels] & ink).sum() > 0.95 * (ink.sum() - 40 * 30)


def test_a_page_of_ones_is_no_hatching() -> None:
    rng = np.random.default_rng(2)
    y, x = np.mgrid[:40, :30]
    ones = [np.abs(x - 15 - (y - 20) * lean) < 2 for lean in rng.normal(0.1, 0.06, 60)]
    labels, _ = ndimage.label(np.pad(np.hstack(ones), 2), TOUCHING)
    assert not hatched(labels).any()


def test_paper_without_ink_has_no_hatching() -> None:
    assert not hatched(np.zeros((3, 3), dtype=np.int32)).any()


def test_a_few_slanted_lines_are_one_already_and_as_many_upright_ones_are_not() -> None:
    y, x = np.mgrid[:200, :100]
    flat = (y + x // 3) % 16 < 3
    flat[:, :20] = flat[:, -20:] = False
    for ink, many in ((flat, True), (np.pad((x[:60] % 8) < 3, 3), False)):
        labels, count = ndimage.label(ink, TOUCHING)
        assert count >= 10
        assert hatched(labels)[1:].any() == many
