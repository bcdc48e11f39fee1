"""`manage.py preview_handwriting`, as whoever judges the handwriting types it."""

import io
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from recognizer.datasets.handwriting import HASTY_STYLES, STYLES
from recognizer.datasets.handwriting.variation import Style
from recognizer.services.evaluation.contact_sheet import CELL, TITLE_WIDTH
from recognizer.services.evaluation.numbers_sheet import CAPTION, COLUMN, ROW, ROWS


def preview(*arguments: str) -> str:
    output = io.StringIO()
    call_command("preview_handwriting", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("options", "styles"), [([], STYLES), (["--hasty"], HASTY_STYLES)], ids=["careful", "hasty"]
)
def test_it_draws_each_style_in_a_row_of_its_own(
    tmp_path: Path, options: list[str], styles: dict[int, list[tuple[float, Style]]]
) -> None:
    path = tmp_path / "sheet.png"
    assert f"Wrote {path}" in preview(str(path), "--columns", "3", *options)
    rows = sum(map(len, styles.values()))
    sheet = np.asarray(Image.open(path))
    assert sheet.shape == (rows * CELL, TITLE_WIDTH + 3 * CELL)
    cells = sheet[:, TITLE_WIDTH:].reshape(rows, CELL, 3, CELL)
    assert (cells.min(axis=(1, 3)) < 128).all()  # ink in every cell


def test_it_shows_photographs_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "numbers.png"
    assert f"Wrote {path}" in preview(str(path), "--columns", "2", "--numbers")
    sheet = np.asarray(Image.open(path))
    assert sheet.shape == (ROWS * ROW, 2 * COLUMN)
    cells = sheet.reshape(ROWS, ROW, 2, COLUMN)[:, : ROW - CAPTION]
    assert (np.ptp(cells, axis=(1, 3)) > 20).all(), "Each cell has a photograph."
    captions = sheet.reshape(ROWS, ROW, 2, COLUMN)[:, ROW - CAPTION :]
    assert (captions.min(axis=(1, 3)) < 128).all(), "Each photograph has its number."


def test_the_same_seed_gives_the_same_sheet(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        preview(str(tmp_path / name), "--columns", "2", "--strangers")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--columns", "0"], "--columns: expected 1 to 100, found 0."),
        (["--seed", "-1"], "--seed: expected 0 or more, found -1."),
    ],
)
def test_it_refuses_what_cannot_be(tmp_path: Path, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        preview(str(tmp_path / "sheet.png"), *arguments)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["sheet.txt", "missing/sheet.png"])
def test_it_writes_png_into_folders_that_are_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match=r"output: expected a \.png file in an existing folder"):
        preview(str(tmp_path / name))
