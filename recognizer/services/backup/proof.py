"""A restore proves itself: all rows, all references, all files, and a version that reads."""

from collections.abc import Iterable, Mapping

from django.db import DatabaseError, connection

from recognizer.phrases import message_of
from recognizer.services.backup.database.rows import Model
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.files import NamedFile, is_stored
from recognizer.services.backup.format import Manifest
from recognizer.services.errors import VersionRefused
from recognizer.services.release.activation import active_version
from recognizer.services.release.preflight import (
    Candidate,
    check_file,
    check_finiteness,
    check_known_digits,
    check_shapes,
)

LIVE_CHECKS = (check_file, check_shapes, check_finiteness, check_known_digits)


def prove_counts(manifest: Manifest, tables: Mapping[str, Model]) -> None:
    """Raise BackupRefused unless each table has as many rows as the manifest says."""
    for table in manifest.tables:
        found = tables[table.name]._base_manager.count()
        if found != table.rows:
            raise BackupRefused(
                "Table {table}: expected {expected} rows, found {found}.",
                table=table.name,
                expected=table.rows,
                found=found,
            )


def prove_references() -> None:
    """Raise BackupRefused unless every row that is referred to is there."""
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise BackupRefused(
            "A row refers to one that is not there: {reason}", reason=str(error).strip()[:300]
        ) from error


def prove_files(files: Iterable[NamedFile], manifest: Manifest) -> None:
    """Raise BackupRefused unless every file that the database names is in the store, whole.

    Those that were lost before the backup was written are missing still.
    """
    for file in files:
        if file.member not in manifest.missing and not is_stored(file):
            raise BackupRefused(
                "The database names {file}, which is not whole in the store.", file=file.member
            )


def prove_live_version(manifest: Manifest) -> str:
    """Return what is live and reads known digits, or why nothing is; raise BackupRefused if it does not."""
    live = active_version()
    if live is None:
        return "No version is live."
    if any(live.file_sha256 in name for name in manifest.missing):
        return f"Version {live} is live, and its file was lost before the backup was written."
    candidate = Candidate(live, None)
    try:
        findings = [check(candidate) for check in LIVE_CHECKS]
    except VersionRefused as error:
        raise BackupRefused(
            "Version {version} is live and does not read: {reason}", version=live, reason=message_of(error)
        ) from error
    return f"Version {live} is live. {findings[-1]}"
