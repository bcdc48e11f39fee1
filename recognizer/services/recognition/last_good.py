"""Keep a second copy of the live version's file, to restore a damaged one from."""

import logging

from django.db import DatabaseError

from recognizer.datasets.errors import StorageError
from recognizer.datasets.storage import write_whole
from recognizer.models import ModelVersion
from recognizer.services.errors import VersionRefused
from recognizer.services.paths import PRETRAINED, live_folder
from recognizer.services.versions.file_store import SUFFIX, is_intact, path_of, remove, unneeded_copies
from recognizer.services.versions.registry import LoadedVersion, load_version

logger = logging.getLogger(__name__)


def load_or_restore(active: ModelVersion) -> LoadedVersion:
    """Load the active version; restore a damaged file from its copy first, if there is one."""
    try:
        version = load_version(active)
    except VersionRefused as error:
        if not restore(active.file_sha256):
            raise
        logger.warning("%s It was put back from a copy.", error)
        version = load_version(active)
    keep_copy(active.file_sha256)
    remove_unneeded_copies()
    return version


def restore(sha256: str) -> bool:
    """Restore the file of that hash from its copy; return whether there was one."""
    copy = live_folder() / f"{sha256}{SUFFIX}"
    for source in (copy, PRETRAINED):
        try:
            if is_intact(source, sha256):
                write_whole(path_of(sha256), source.read_bytes())
                return True
        except (OSError, StorageError) as error:
            logger.warning("The model file could not be put back from %s: %s", source, error)
    return False


def keep_copy(sha256: str) -> None:
    """Copy the live version's file, and remove all other copies."""
    try:
        folder = live_folder()
        copy = folder / f"{sha256}{SUFFIX}"
        if not copy.is_file():
            write_whole(copy, path_of(sha256).read_bytes())
        for other in folder.glob(f"*{SUFFIX}"):
            if other != copy:
                other.unlink(missing_ok=True)
    except (OSError, StorageError) as error:
        logger.warning("No second copy of the live model's file could be kept: %s", error)


def remove_unneeded_copies() -> None:
    """Remove this host's copies of files of deleted versions out of a store that hosts share."""
    try:
        for path in unneeded_copies(set(ModelVersion.objects.values_list("file_sha256", flat=True))):
            remove(path)
    except (OSError, DatabaseError) as error:
        logger.warning("Copies of deleted versions could not be removed: %s", error)
