"""A sheet shows samples of each label and part, and how many there are."""

import numpy as np

from recognizer.models import Part
from recognizer.services.data_sets.sheet import ENLARGED, rows_of, samples_sheet, strip_of
from recognizer.services.evaluation.contact_sheet import CELL, TITLE_WIDTH
from tests.services.data_sets.made import people_data


def test_rows_hold_samples_of_their_label_and_part_alone() -> None:
    data = people_data(40)
    for label, part, count, tiles in rows_of(data, 5):
        own = data.of(part)
        images = {image.tobytes() for image in own.images[own.labels == label]}
        assert count == len(images)
        assert len(tiles) == min(5, count)
        assert {tile.tobytes() for tile in tiles} <= images


def test_lots_are_drawn_by_the_seed() -> None:
    data = people_data(40)
    first, again, other = (
        b"".join(tiles.tobytes() for *_, tiles in rows_of(data, 3, seed)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_the_sheet_has_a_row_for_each_that_there_is() -> None:
    data = people_data(4).of(Part.TRAINING)
    sheet = samples_sheet(data, columns=2)
    assert sheet.size == (TITLE_WIDTH + 2 * CELL, len(set(data.labels.tolist())) * CELL)
    pixels = np.asarray(sheet)
    side = ENLARGED * 28
    left, top = TITLE_WIDTH + (CELL - side) // 2, (CELL - side) // 2
    shown = pixels[top : top + side : ENLARGED, left : left + side : ENLARGED]
    assert any(np.array_equal(255 - shown, tile) for tile in data.images[data.labels == data.labels.min()])


def test_a_strip_has_its_tiles_side_by_side() -> None:
    tiles = people_data().images[:3]
    strip = strip_of(tiles)
    assert strip.shape == (28, 3 * 28 + 2 * 4)
    assert np.array_equal(strip[:, 32:60], tiles[1])
    assert strip_of(tiles[:0]).shape == (28, 4)
