"""Files of deleted versions in the data folder: removed with the version, and swept where that failed.

A process may die between the deletion and the removal, and earlier releases left things behind.
"""

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from recognizer.models import ModelVersion
from recognizer.services.course.array_cache import OF_VERSION
from recognizer.services.evaluation.sets import SetName, fingerprint
from recognizer.services.paths import evaluations_folder, learning_folder, runs_folder
from recognizer.services.training.files import checkpoint_of, is_held, lock_of
from recognizer.services.versions.file_store import is_old

ANSWERS = re.compile(rf"(?P<sha256>[0-9a-f]{{64}})-(?P<set>{'|'.join(SetName)})-(?P<fingerprint>\w+)\.npz")
"""What a version answers to a set, as it was then."""
DRAWN = re.compile(r"drawn-(?P<fingerprint>\w+)\.npz")
"""The drawn benchmark, as it was then."""
OF_RUN = re.compile(r"(?P<number>\d+)\.(checkpoint|lock)")
HALF_WRITTEN = (".*.tmp", ".*.part", ".secret-key-*")
"""Names that a file has until it is written whole; `.tmp` is what earlier releases gave it."""
HALF_WRITTEN_SECONDS = 24 * 3600
"""After which whatever was writing such a file is dead."""


def remove_files_after_deletion(instance: ModelVersion, **_signal: Any) -> None:
    """Remove a deleted version's files once its deletion is committed."""
    transaction.on_commit(partial(remove_version_files, instance.number, instance.file_sha256))


def remove_version_files(number: int, sha256: str) -> None:
    """Remove the files of a deleted version; its model file stays until `retention.sweep`."""
    for path in version_files(number, sha256):
        path.unlink(missing_ok=True)


def version_files(number: int, sha256: str, *, without: Collection[int] = ()) -> list[Path]:
    """Return the files of a deleted version that no other version shares, without its model file.

    Versions whose numbers are in `without` count as deleted too.
    """
    files = [checkpoint_of(number), *([] if is_held(number) else [lock_of(number)])]
    if (
        sha256
        and not ModelVersion.objects.filter(file_sha256=sha256).exclude(pk__in=[number, *without]).exists()
    ):
        files += evaluations_folder().glob(f"{sha256}-*.npz")
        files += learning_folder().glob(f"*-{sha256}.npy")
    return sorted(path for path in files if path.exists())


def leftovers(numbers: Collection[int], hashes: Collection[str]) -> list[Path]:
    """Return files in the data folder of deleted versions and outdated sets, and half-written files.

    `numbers` and `hashes` are those of the versions that there are. Whatever was written or used lately is
    left out: its version may be about to appear.
    """
    runs = matching(runs_folder(), OF_RUN, lambda match: is_of_no_run(int(match["number"]), numbers))
    return sorted([*filter(is_old, runs), *computed_leftovers(hashes)])


def computed_leftovers(hashes: Collection[str]) -> list[Path]:
    """Return the leftovers that can be recomputed, and half-written files."""
    found = (
        *matching(learning_folder(), OF_VERSION, lambda match: match["sha256"] not in hashes),
        *matching(evaluations_folder(), ANSWERS, lambda match: is_out_of_date(match, hashes)),
        *matching(evaluations_folder(), DRAWN, is_of_another_release),
    )
    return sorted({*filter(is_old, found), *half_written()})


def matching(folder: Path, name: re.Pattern[str], goes: Callable[[re.Match[str]], bool]) -> Iterator[Path]:
    """Yield the files of a folder whose names match and whose match satisfies `goes`."""
    for path in folder.iterdir():
        match = name.fullmatch(path.name)
        if match and goes(match):
            yield path


def is_of_no_run(number: int, numbers: Collection[int]) -> bool:
    """Whether neither such a version nor a process that trains it exists."""
    return number not in numbers and not is_held(number)


def is_out_of_date(match: re.Match[str], hashes: Collection[str]) -> bool:
    """Whether answers belong to no version, or to an outdated set."""
    return match["sha256"] not in hashes or match["fingerprint"] != fingerprint(SetName(match["set"]))


def is_of_another_release(match: re.Match[str]) -> bool:
    """Whether this is the drawn benchmark as another release draws it."""
    return match["fingerprint"] != fingerprint(SetName.DRAWN)


def half_written() -> Iterator[Path]:
    """Yield half-written files that no process works on."""
    for pattern in HALF_WRITTEN:
        for path in settings.DIGITWEB_DATA_DIR.rglob(pattern):
            if path.is_file() and is_old(path, HALF_WRITTEN_SECONDS):
                yield path
