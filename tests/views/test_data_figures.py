"""The figures of "good data beat clever algorithms" are those of docs/training.md."""

import re
from pathlib import Path

from recognizer.views.data_figures import DATA_FIGURES

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "training.md"


def test_each_figure_is_in_the_document_beside_its_command() -> None:
    rows = re.findall(
        r"^\| `(train_network [^`]*)` \| ([\d.]+) % \| ([\d.]+) % \|$", DOCUMENT.read_text(), re.MULTILINE
    )
    assert rows == [(figure.command, figure.mnist, figure.drawn) for figure in DATA_FIGURES]


def test_better_data_take_away_more_than_more_neurons() -> None:
    deck, larger, shown, _best = (figure.wrong for figure in DATA_FIGURES)
    assert 0.2 < (deck - larger) / deck < 0.25, "nearly a quarter"
    assert 0.7 < (deck - shown) / deck < 0.75, "nearly three quarters"
