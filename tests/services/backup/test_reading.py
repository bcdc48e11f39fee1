"""A backup that is not the one that was written is refused before anything is made of it."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from recognizer.services.backup import reading
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.format import FORMAT, MANIFEST, SEAL, SECRET, seal_of
from recognizer.services.backup.reading import unpack

MODEL = f"models/{sha256(b'weights').hexdigest()}.safetensors"
CONTENTS = {SECRET: b"key\n", "tables/a.jsonl.gz": gzip.compress(b"[1]\n", mtime=0), MODEL: b"weights" * 3000}


def manifest(contents: dict[str, bytes] = CONTENTS, **changes: Any) -> bytes:
    """Return the manifest of these members."""
    table = {"app": "a", "model": "a", "name": "a", "columns": ["id"], "rows": 1, "last": 1}
    known = {
        "format": FORMAT,
        "digitweb": "1.0.0",
        "taken_at": "2026-01-01T00:00:00+00:00",
        "database": "SQLite",
        "migrations": [["recognizer", "0001_initial"]],
        "tables": [table],
        "members": [
            {"name": name, "size": len(content), "sha256": sha256(content).hexdigest()}
            for name, content in contents.items()
        ],
        "missing": [],
    }
    return json.dumps({**known, **changes}).encode()


def archive(members: list[tuple[str, bytes]], **kinds: bytes) -> bytes:
    """Return a tar archive of these; `kinds` are those of members that are no files, by their place."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w|") as tar:
        for place, (name, content) in enumerate(members):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.type = kinds.get(f"at{place}", tarfile.REGTYPE)
            info.linkname = "/etc/passwd" if info.type in {tarfile.SYMTYPE, tarfile.LNKTYPE} else ""
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def whole(head: bytes | None = None, contents: dict[str, bytes] = CONTENTS) -> bytes:
    head = manifest() if head is None else head
    return archive([(MANIFEST, head), *contents.items(), (SEAL, seal_of(head))])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data" / "staged"
    made.mkdir(parents=True)
    return made


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_whole_is_unpacked(folder: Path) -> None:
    found, seal = unpack(io.BytesIO(whole()), folder)
    assert found.rows == 1
    assert seal == sha256(manifest()).hexdigest()
    assert written(folder) == CONTENTS


def test_it_is_refused_wherever_it_is_cut_off(folder: Path) -> None:
    """Only the empty blocks at the end of the archive may be missing."""
    backup = whole()
    end = backup.index(seal_of(manifest())) + 65
    for length in [*range(0, end, 997), end - 1]:
        with pytest.raises(BackupRefused):
            unpack(io.BytesIO(backup[:length]), folder)


def test_it_is_refused_wherever_a_bit_is_flipped(folder: Path) -> None:
    """But in what the archive says of time, owner and padding, of which nothing is made."""
    backup = bytearray(whole())
    taken_in = [place for content in (manifest(), *CONTENTS.values()) for place in places_of(backup, content)]
    for place in taken_in:
        backup[place] ^= 1
        with pytest.raises(BackupRefused):
            unpack(io.BytesIO(bytes(backup)), folder)
        backup[place] ^= 1
    unpack(io.BytesIO(bytes(backup)), folder)


def places_of(backup: bytearray, content: bytes) -> Iterator[int]:
    start = backup.index(content)
    yield from range(start, start + len(content), max(1, len(content) // 60))


ESCAPES = ["../outside", "/etc/outside", "models/../../outside", "tables/..", "models/a.safetensors", "x\0y"]


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_is_none_of_ours_is_refused(folder: Path, name: str) -> None:
    contents = {**CONTENTS, name: b"evil"}
    with pytest.raises(BackupRefused, match=r"The manifest is none of digitweb-backup-1: members\.3\.name"):
        unpack(io.BytesIO(whole(manifest(contents), contents)), folder)
    with pytest.raises(BackupRefused, match=r"expected the file manifest\.sha256, found"):
        unpack(io.BytesIO(whole(manifest(), contents)), folder)
    assert {path.name for path in folder.parent.iterdir()} == {"staged"}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_only_files_are_taken_in(folder: Path, kind: bytes) -> None:
    members = [(MANIFEST, manifest()), (SECRET, b""), *list(CONTENTS.items())[1:]]
    with pytest.raises(BackupRefused, match="expected the file secret-key"):
        unpack(io.BytesIO(archive(members, at1=kind)), folder)
    assert written(folder) == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda members: members[0].update(size=2**63), r"members\.0\.size"),
        (lambda members: members[0].update(size=2**62), "more than is free in"),
        (lambda members: members[0].update(size=-1), r"members\.0\.size"),
        (lambda members: members[0].update(size=5), "secret-key has 4 bytes, expected 5"),
        (lambda members: members[0].update(sha256="0" * 64), "secret-key has another SHA-256"),
        (lambda members: members.append(members[0]), "each member a name of its own"),
        (lambda members: members.pop(1), "each table has a member"),
    ],
)
def test_a_manifest_that_lies_is_refused(
    folder: Path, change: Callable[[list[dict[str, Any]]], object], said: str
) -> None:
    head = json.loads(manifest())
    change(head["members"])
    with pytest.raises(BackupRefused, match=said):
        unpack(io.BytesIO(whole(json.dumps(head).encode())), folder)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"", r"The manifest is none of"),
        (b"[]", r"The manifest is none of"),
        (b'{"format": "digitweb-backup-2"}', r"The manifest is none of digitweb-backup-1: format"),
        (manifest(more=1), r"more: Extra inputs are not permitted"),
        (b"\xff\xfe", r"The manifest is none of"),
        (b"[" * 100_000, r"The manifest is none of"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(folder: Path, head: bytes, said: str) -> None:
    with pytest.raises(BackupRefused, match=said):
        unpack(io.BytesIO(whole(head)), folder)


@pytest.mark.parametrize(
    "content", [b"", b"no archive", bytes(10240), gzip.compress(whole()), b"\x80" * 2048]
)
def test_what_is_no_archive_is_refused(folder: Path, content: bytes) -> None:
    with pytest.raises(BackupRefused):
        unpack(io.BytesIO(content), folder)


def test_a_large_manifest_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_MANIFEST_BYTES", 100)
    with pytest.raises(BackupRefused, match=r"manifest.json has \d+ bytes, at most 100 are expected"):
        unpack(io.BytesIO(whole()), folder)


def test_the_disk_is_not_filled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "free_bytes", lambda _folder: reading.SPARE_BYTES + 10_000)
    with pytest.raises(BackupRefused, match="It holds 0 MB, more than is free in"):
        unpack(io.BytesIO(whole()), folder)
    assert written(folder) == {}
