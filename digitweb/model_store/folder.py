"""A shared folder as Django's storage: files appear in it whole or not at all."""

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from digitweb.model_store.entry import Entry
from recognizer.atomic_files import write_atomically


class FolderStore(FileSystemStorage):
    """A folder that several hosts have mounted.

    It is never made: a folder that is missing is one that is not mounted, and files in its place would be
    this host's alone.
    """

    def __init__(self, location: str) -> None:
        super().__init__(location=location, allow_overwrite=True)

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield the files in a folder of the store; none if there is no such folder yet."""
        self._check_mounted()
        place = Path(self.path(folder))
        if not place.is_dir():
            return
        for path in sorted(place.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                about = path.stat()
                changed_at = datetime.fromtimestamp(about.st_mtime, UTC)
                yield Entry(name=f"{folder}/{path.name}", size=about.st_size, changed_at=changed_at)

    def content(self, name: str, most: int) -> bytes:
        """Return what is in a file of at most so many bytes."""
        self._check_mounted()
        with Path(self.path(name)).open("rb") as file:
            if os.fstat(file.fileno()).st_size > most:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
            return file.read()

    def keeps_what_is_deleted(self) -> bool:
        """Whether what is deleted is kept: not by the folder itself."""
        return False

    def _save(self, name: str, content: "File[bytes]") -> str:
        """Write a file whole; others read what was there before until then."""
        self._check_mounted()
        path = Path(self.path(name))
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, content.chunks())
        return name

    def delete(self, name: str) -> None:
        """Delete a file; one that is gone is no error."""
        self._check_mounted()
        super().delete(name)

    def _check_mounted(self) -> None:
        if not Path(self.location).is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.location))
