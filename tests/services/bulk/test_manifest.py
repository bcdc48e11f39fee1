"""The manifest of a bulk run: its chunks, and what differs from another."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from recognizer.services.bulk.errors import UnusableResults
from recognizer.services.bulk.manifest import HEAD, Run, read_manifest, write_manifest
from recognizer.services.bulk.sources import PictureSource

RUN = Run(mode="digit", model=64 * "a", paths=("scans/", "b.zip"), chunk=3)


def sources(*names: str) -> list[PictureSource]:
    return [PictureSource(file=name) for name in names]


SEVEN = [
    *sources("a.png", "bad-\udcff.png", "new\nline.png", "\u2028.png"),
    PictureSource(file="b.zip", member="c.png"),
    PictureSource(file="d.zip", problem="damaged"),
    PictureSource(file="s3://bucket/e.png"),
]


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = write_manifest(tmp_path, RUN, iter(SEVEN))
    manifest = read_manifest(tmp_path)
    assert manifest == written
    assert (manifest.pictures, manifest.chunks) == (7, 3)
    assert [manifest.sources(chunk) for chunk in range(3)] == [SEVEN[:3], SEVEN[3:6], SEVEN[6:]]
    assert [manifest.size(chunk) for chunk in range(3)] == [3, 3, 1]
    assert list(manifest.all_sources()) == SEVEN


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (RUN, ""),
        (replace(RUN, mode="number"), "--mode digit, not --mode number"),
        (replace(RUN, chunk=500), "--chunk 3, not --chunk 500"),
        (replace(RUN, model=64 * "b"), "model aaaaaaaaaaaa, not model bbbbbbbbbbbb, which is live now"),
        (replace(RUN, paths=("more/",)), "PATH scans/ b.zip, not PATH more/"),
        (
            replace(RUN, mode="number", paths=("scans/ b.zip",)),
            "--mode digit, not --mode number; PATH scans/ b.zip, not PATH 'scans/ b.zip'",
        ),
    ],
)
def test_it_says_what_differs(other: Run, said: str) -> None:
    assert RUN.differences(other) == said


@pytest.mark.parametrize(
    ("found", "changes"),
    [
        (SEVEN, (0, 0)),
        ([*SEVEN, *sources("new.png")], (1, 0)),
        (SEVEN[:5], (0, 2)),
        (sources("new.png", "a.png", "newer.png"), (2, 6)),
    ],
)
def test_it_knows_what_came_and_went(
    tmp_path: Path, found: Sequence[PictureSource], changes: tuple[int, int]
) -> None:
    manifest = write_manifest(tmp_path, RUN, SEVEN)
    assert manifest.is_of(found) == (changes == (0, 0))
    assert manifest.changes(found) == changes


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', "what is this", None])
def test_something_else_is_left_alone(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / HEAD).write_text(content)
    with pytest.raises(UnusableResults, match=r"is no ledger of this command\. Remove it\."):
        read_manifest(tmp_path)
    assert content is None or (tmp_path / HEAD).read_text() == content


def test_one_of_another_release_is_said_to_be(tmp_path: Path) -> None:
    write_manifest(tmp_path, RUN, SEVEN)
    head = json.loads((tmp_path / HEAD).read_text())
    (tmp_path / HEAD).write_text(json.dumps({**head, "format": 2}))
    with pytest.raises(UnusableResults, match="is of another release: expected format 1, found 2"):
        read_manifest(tmp_path)
