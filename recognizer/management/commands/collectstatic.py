"""Collect static files, unless what is there was collected from the very same."""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic

from digitweb import staticfiles
from digitweb.privacy import open_to_readers
from recognizer.services.locks import site_lock


class Command(collectstatic.Command):
    def collect(self) -> dict[str, list[str]]:
        """Collect, hash and compress only what has changed since; `--clear` does it in any case."""
        plain = self.post_process and not (self.clear or self.dry_run or self.symlink)
        if not plain or not isinstance(self.storage, staticfiles.HashedStaticFilesStorage):
            return super().collect()
        with site_lock("static"):
            collected = self.collect_if_changed(self.storage)
            folder = Path(self.storage.location)
            if not folder.is_relative_to(settings.DIGITWEB_DATA_DIR):
                open_to_readers(folder)  # it was put there for a server of another user
        return collected

    def collect_if_changed(self, storage: staticfiles.HashedStaticFilesStorage) -> dict[str, list[str]]:
        """Collect unless what is there was collected from the same files."""
        files = list(self.sources())
        state = digest(files)
        if storage.is_collected_from(state):
            return {"modified": [], "unmodified": [name for name, *_ in files], "post_processed": []}
        storage.mark_collected_from(None)
        collected = super().collect()
        storage.mark_collected_from(state)
        return collected

    def sources(self) -> Iterator[tuple[str, int, int]]:
        """Yield name, size and time of each file, in the order in which they are found."""
        for finder in get_finders():
            for name, storage in finder.list(self.ignore_patterns):
                found = Path(storage.path(name)).stat()
                yield name, found.st_size, found.st_mtime_ns


def digest(files: list[tuple[str, int, int]]) -> str:
    """Return one name for the state of files, and of what hashes and compresses them."""
    how = [django.__version__, version("whitenoise"), Path(staticfiles.__file__).read_text()]
    return hashlib.sha256(json.dumps([how, files]).encode()).hexdigest()
