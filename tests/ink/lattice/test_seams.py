import numpy as np

from recognizer.ink.lattice.seams import seams


def test_a_seam_runs_through_the_paper_between_two_strokes() -> None:
    ink = np.zeros((20, 40), dtype=np.uint8)
    ink[:, 5:10] = ink[:, 30:35] = 255
    free = [seam for seam in seams(ink) if seam.cost == 0]
    between = [seam for seam in free if seam.columns.min() >= 10 and seam.columns.max() < 30]
    assert len(between) == 1
    assert between[0].columns.shape == (20,)


def test_a_seam_slants_with_the_writing() -> None:
    ink = np.zeros((30, 60), dtype=np.uint8)
    for row in range(30):
        ink[row, 15 - row // 2 : 20 - row // 2] = 255
        ink[row, 25 - row // 2 : 30 - row // 2] = 255
    middle = [seam for seam in seams(ink) if 12 < seam.columns[15] < 18]
    assert [seam.cost for seam in middle] == [0]


def test_a_seam_cuts_the_thinnest_place_where_two_pieces_touch() -> None:
    ink = np.zeros((30, 60), dtype=np.uint8)
    ink[5:25, 5:25] = ink[5:25, 35:55] = 255
    ink[12:14, 25:35] = 255
    cheapest = min((seam for seam in seams(ink) if 20 < seam.columns[15] < 40), key=lambda seam: seam.cost)
    assert cheapest.cost == 2


def test_seams_do_not_cross() -> None:
    rng = np.random.default_rng(3)
    ink = (rng.random((40, 90)) > 0.7).astype(np.uint8) * 255
    columns = np.stack([seam.columns for seam in seams(ink)])
    assert (np.diff(columns, axis=0) >= 0).all()


def test_it_takes_any_shape() -> None:
    for shape in ((1, 1), (1, 50), (50, 1)):
        assert all(seam.columns.shape == (shape[0],) for seam in seams(np.zeros(shape, dtype=np.uint8)))
