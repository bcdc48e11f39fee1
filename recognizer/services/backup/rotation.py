"""A folder of backups: each has its time for a name, and the oldest go."""

import re
from datetime import datetime
from pathlib import Path

NAME = re.compile(r"digitweb-\d{8}T\d{6}Z\.tar")


def name_at(moment: datetime) -> str:
    """Return the name of a backup that is written at a moment, in UTC."""
    return f"digitweb-{moment:%Y%m%dT%H%M%SZ}.tar"


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, the oldest first; files of other names are none."""
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file())


def remove_older(folder: Path, keep: int) -> list[Path]:
    """Remove all backups in a folder but the newest, at least one; return what was removed."""
    older = backups_in(folder)[: -max(keep, 1)]
    for path in older:
        path.unlink(missing_ok=True)
    return older
