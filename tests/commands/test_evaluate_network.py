"""`manage.py evaluate_network`, as an operator types it."""

import gzip
import io
import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion
from recognizer.services.evaluation.smoke_digits import STROKES, known_digits

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SAMPLES = [
    {"label": digit, "strokes": [stroke.tolist() for stroke in strokes]} for digit, strokes in STROKES.items()
]


def evaluate(*arguments: str) -> str:
    output = io.StringIO()
    call_command("evaluate_network", *arguments, stdout=output)
    return output.getvalue()


def test_it_measures_the_active_version_on_mnist_and_on_the_drawn_benchmark(mnist: Mnist) -> None:
    output = evaluate()
    active = ModelVersion.objects.get(status="active")
    assert f"Version {active}" in output
    assert "MNIST test set: 99." in output
    assert "Drawn benchmark (synthetic writers whom no training sees): 9" in output
    assert "calibration error" in output
    assert "read as" in output


@pytest.mark.parametrize("name", ["drawn.json", "drawn.json.gz"])
def test_it_reads_drawings_from_a_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    text = json.dumps(SAMPLES).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    assert ": 100.00% right of 10;" in evaluate("--data", str(path))


def test_it_names_the_mistakes_the_most_confident_first(tmp_path: Path) -> None:
    path = tmp_path / "tiles.npz"
    images = np.stack([tile for _, tile in known_digits()])
    labels = np.arange(10)
    labels[[2, 7]] = 5  # what is read as 2 and 7 is said to be a 5
    np.savez(path, images=images, labels=labels)
    output = evaluate("--data", str(path))
    assert ": 80.00% right of 10;" in output
    assert "The most confident of 2 mistakes" in output
    lines = [line for line in output.splitlines() if line.startswith("  sample")]
    assert {line.split(",")[0] for line in lines} == {
        "  sample 2: 5 read as 2",
        "  sample 7: 5 read as 7",
    }
    confidences = [float(line.split()[-1]) for line in lines]
    assert confidences == sorted(confidences, reverse=True)
    assert "33.33%" in output  # the recall of 5, which is right once in three times


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.json", None, "cannot be read"),
        ("a.csv", b"1,2", r"expected a \.json, \.json\.gz or \.npz file"),
        ("a.json", b"{", "expected JSON"),
        ("a.json", b"[]", "expected a list of at least one sample"),
        ("a.json", b'[{"label": 3}]', 'sample 0 should have a "label" from 0 to 9 and "strokes"'),
        ("a.json", b'[{"label": 12, "strokes": [[[0, 0]]]}]', "a label from 0 to 9, found 12"),
        ("a.json.gz", b"no gzip", "cannot be read"),
        ("a.npz", b"no archive", 'expected arrays "images" and "labels"'),
    ],
)
def test_it_says_what_is_wrong_with_a_file(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        evaluate("--data", str(path))


def test_it_runs_nothing_that_an_archive_holds(tmp_path: Path) -> None:
    path = tmp_path / "objects.npz"
    np.savez(path, images=np.array([{}], dtype=object), labels=np.array([1]))
    with pytest.raises(CommandError, match='expected arrays "images" and "labels"'):
        evaluate("--data", str(path))


def test_it_names_the_versions_that_there_are() -> None:
    with pytest.raises(CommandError, match=r"There is no version 999\. There are: \d+ · digitweb"):
        evaluate("999")
