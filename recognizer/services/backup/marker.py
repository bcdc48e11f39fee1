"""The mark of a restore that has begun: until it has ended, nothing else sets the site up."""

import json
from pathlib import Path

from django.conf import settings

from recognizer.datasets.storage import write_whole
from recognizer.services.backup.errors import BackupRefused

NAME = "restore-unfinished"


def marker() -> Path:
    """Return the path of the mark; it need not exist."""
    folder: Path = settings.DIGITWEB_DATA_DIR
    return folder / NAME


def set_marker(backup: str) -> None:
    """Mark that this backup, given by its manifest's SHA-256, is being restored."""
    write_whole(marker(), json.dumps({"backup": backup}).encode())


def unfinished_backup() -> str | None:
    """Return which backup a restore began and did not end, as its manifest's SHA-256."""
    try:
        return str(json.loads(marker().read_bytes())["backup"])
    except FileNotFoundError:
        return None
    except (ValueError, LookupError, TypeError):
        return "unknown"


def refuse_unfinished_restore() -> None:
    """Raise BackupRefused if a restore has begun and not ended."""
    if unfinished_backup() is not None:
        raise BackupRefused(
            "A restore has begun here and not ended. Run it again, or delete {path} to go on as it is.",
            path=marker(),
        )
