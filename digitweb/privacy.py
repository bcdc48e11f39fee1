"""Restrict the data folder to its owner: it holds sessions, password hashes and the secret key."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

FOR_OTHERS = 0o077


def restrict_to_owner(folder: Path) -> None:
    """Remove the permissions of all others from a folder and its contents, but for links."""
    for path in (folder, *contents(folder)):
        restrict_path(path)


def restrict_path(path: Path) -> None:
    """Remove the permissions of all others from one file or folder, if we own it.

    A folder that everybody may write into, such as /tmp, is meant to be like that.
    """
    try:
        mode = path.lstat().st_mode
        if mode & FOR_OTHERS and not (stat.S_ISLNK(mode) or mode & stat.S_ISVTX):
            path.chmod(stat.S_IMODE(mode) & ~FOR_OTHERS)
    except (FileNotFoundError, PermissionError):  # gone meanwhile, or another user's
        return


def open_to_readers(folder: Path) -> None:
    """Let everybody read a folder and its contents, and nobody else write."""
    for path in (folder, *contents(folder)):
        path.chmod(0o755 if path.is_dir() else 0o644)


def contents(folder: Path) -> Iterator[Path]:
    """Yield all that lies in a folder."""
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *files))
