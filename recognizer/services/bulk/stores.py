"""Object stores by fsspec, an extra: `s3://bucket/folder` and whatever else fsspec opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

from recognizer.services.bulk.errors import BulkError, NoPictures, StoreSilent, UnreadableFile

FSSPEC = (
    '"{address}" lies in an object store, which needs fsspec: pip install -r requirements-s3.txt for S3, '
    "requirements-dask.txt for fsspec alone."
)


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """A file in an object store."""

    address: str
    below: str
    """Its path below the folder that was asked for."""
    is_named: bool = False
    """Whether it was asked for itself."""


def is_address(path: str) -> bool:
    """Whether a path leads into an object store."""
    return "://" in path


def is_pattern(path: str) -> bool:
    """Whether a path stands for all that fit it."""
    return any(character in path for character in "*?[")


def files_at(address: str) -> Iterator[StoredObject]:
    """Yield the files at an address, in the order of their names: itself, all below it, all that fit it.

    Raises NoPictures if there is nothing, StoreSilent if the store cannot be asked.
    """
    with explained(address):
        system, path = _system(address)
        is_one = system.exists(path) or not is_pattern(path)
        places = [path] if is_one else sorted(system.glob(path))
        if not places:
            raise FileNotFoundError(path)
        for place in places:
            yield from _files(system, place)


def opened(address: str) -> IO[bytes]:
    """Open a file of a store. Raises FileNotFoundError, PermissionError, or StoreSilent."""
    with explained(address, may_be_missing=True):
        system, path = _system(address)
        return cast("IO[bytes]", system.open(path, "rb"))


@contextmanager
def explained(address: str, *, may_be_missing: bool = False) -> Iterator[None]:
    """Turn what a store's library raises into one sentence: each library has exceptions of its own."""
    try:
        yield
    except BulkError:
        raise
    except (FileNotFoundError, PermissionError) as error:
        if may_be_missing:
            raise
        raise NoPictures(
            f'Expected a file, a folder or a pattern that fits some, found nothing at "{address}" '
            f"({_first_line(error)})."
        ) from error
    except Exception as error:
        raise StoreSilent(
            f'"{address}" could not be asked: {type(error).__name__}: {_first_line(error)}'
        ) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - optional
    except ImportError:
        raise UnreadableFile(FSSPEC.format(address=address)) from None
    try:
        # kept listings would be all of a store in memory, and hide what came since
        system, path = url_to_fs(address, use_listings_cache=False)
    except (ImportError, ValueError) as error:  # no library for it, or no such kind of store
        raise UnreadableFile(f'"{address}" cannot be opened: {_first_line(error)}') from error
    return system, path


def _files(system: Any, path: str) -> Iterator[StoredObject]:  # noqa: ANN401 - fsspec has no types
    if system.isfile(path):
        yield StoredObject(address=system.unstrip_protocol(path), below=path, is_named=True)
        return
    root = path.rstrip("/")
    for name in _below(system, root):
        yield StoredObject(address=system.unstrip_protocol(name), below=name.removeprefix(root).lstrip("/"))


def _below(system: Any, folder: str) -> Iterator[str]:  # noqa: ANN401
    entries = ((entry["name"].rstrip("/"), entry["type"]) for entry in system.ls(folder, detail=True))
    for name, kind in sorted(entries):
        if name == folder:  # S3 has keys that stand for a folder
            continue
        if kind == "directory":
            yield from _below(system, name)
        else:
            yield name
