"""Make this site the one that a backup holds: all of it, or nothing."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection

from recognizer.datasets.storage import write_whole
from recognizer.services.backup.database.exclusive import alone
from recognizer.services.backup.database.rows import Model, load
from recognizer.services.backup.database.schema import (
    Schema,
    drop,
    migrate_forward,
    migrate_to,
    present_schema,
    schema_of,
)
from recognizer.services.backup.database.sequences import count_on
from recognizer.services.backup.departures import Applied, Withdrawals, apply, known_withdrawals
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.files import NamedFile, named_files, put
from recognizer.services.backup.format import SECRET, Manifest
from recognizer.services.backup.marker import marker, set_marker, unfinished_backup
from recognizer.services.backup.proof import (
    prove_counts,
    prove_files,
    prove_live_version,
    prove_references,
)
from recognizer.services.backup.reading import unpack
from recognizer.services.backup.staging import staging
from recognizer.services.locks import site_lock
from recognizer.services.paths import runs_folder

LOCK = "set-up"
"""No migration begins meanwhile; the lock of `migrate`."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was restored."""

    manifest: Manifest
    steps: int
    """Migrations that the backup lacked."""
    forgotten: Applied
    """What had been taken back since the backup was written."""
    live: str
    """A sentence on the version that is live."""
    keeps_key: bool
    """Whether SECRET_KEY is set for this process, which counts more than the key that was restored."""


def restore(source: BinaryIO, *, overwrite: bool = False) -> Restored:
    """Put a backup in the place of this site.

    It is read and checked whole, then loaded in one transaction with all proofs; only then it counts. Files
    are named by their hash and harm nobody before. Whoever kills this process finds the site as it was, or as
    it is to be; a mark in the data folder says that the restore has to be run again.

    Raises
    ------
    BackupRefused
        If it is no backup, or damaged, or of a later release; if there is a site with contents and
        `overwrite` does not say otherwise; if the site runs; if what was restored does not prove whole.
    """
    with staging() as folder:
        manifest, seal = unpack(source, folder)
        aims_at = schema_of(
            manifest.migrations,
            otherwise="The backup is of a later release than this one: its {names} are unknown here.",
        )
        with site_lock(LOCK):
            present = present_schema()
            if not overwrite and unfinished_backup() != seal:
                refuse_contents(present)
            with alone(), marked(seal):
                restored = loaded(manifest, folder, present, aims_at)
            finish(folder)
    return restored


@contextmanager
def marked(seal: str) -> Iterator[None]:
    """Mark that this backup is being restored; what fails in the block has changed nothing."""
    before = unfinished_backup()
    set_marker(seal)
    try:
        yield
    except BaseException:
        if before is None:
            marker().unlink(missing_ok=True)
        raise


def refuse_contents(present: Schema) -> None:
    """Raise BackupRefused if there is more than an installation that nobody has used yet."""
    found = []
    for app, name, values in (
        ("auth", "User", {}),
        ("recognizer", "ModelVersion", {"shipped": False}),
        ("recognizer", "Contributor", {}),
    ):
        try:
            model = present.apps.get_model(app, name)
        except LookupError:
            continue
        if count := model._base_manager.filter(**values).count():
            found.append(f"{model._meta.verbose_name_plural}: {count}")
    if found:
        raise BackupRefused(
            "There is a site here already ({contents}). To lose it, say --overwrite.",
            contents=", ".join(found),
        )


def loaded(manifest: Manifest, folder: Path, present: Schema, aims_at: Schema) -> Restored:
    """Load all in the present transaction, prove it, and bring it to this release."""
    known = known_withdrawals(present)
    if set(present.applied) != set(aims_at.applied):  # else the tables are there already
        drop(present)
        migrate_to(manifest.migrations)
    tables = {model._meta.db_table: model for model in aims_at.tables}
    load_tables(manifest, folder, tables)
    prove_counts(manifest, tables)
    prove_references()
    files = named_files(aims_at.apps)
    put_files(files, manifest, folder)
    prove_files(files, manifest)
    return brought_forward(manifest, tables, known)


def brought_forward(manifest: Manifest, tables: Mapping[str, Model], known: Withdrawals) -> Restored:
    """Bring what was loaded to this release, and forget what was taken back since."""
    ContentType.objects.clear_cache()
    steps = migrate_forward()
    present = {model._meta.db_table: model for model in present_schema().tables}
    for table in manifest.tables:
        if table.name in present:
            count_on(present[table.name], table.last)
    forgotten = apply(known)
    prove_references()
    return Restored(
        manifest=manifest,
        steps=steps,
        forgotten=forgotten,
        live=prove_live_version(manifest),
        keeps_key=bool(os.environ.get("SECRET_KEY")),
    )


def empty(tables: Iterable[str]) -> None:
    """Delete what migrations put in, and let references wait for their rows."""
    quoted = [connection.ops.quote_name(name) for name in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own tables


def load_tables(manifest: Manifest, folder: Path, tables: Mapping[str, Model]) -> None:
    """Put the backup's rows in the place of those that migrations made."""
    empty(tables)
    for table in manifest.tables:
        if table.name not in tables:
            raise BackupRefused("Its migrations make no table {table}.", table=table.name)
        try:
            count = load(tables[table.name], table, folder)
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise BackupRefused(
                "Table {table}: the database refuses a row: {reason}", table=table.name, reason=reason[:300]
            ) from error
        if count != table.rows:
            raise BackupRefused(
                "Table {table}: expected {expected} rows, found {found}.",
                table=table.name,
                expected=table.rows,
                found=count,
            )


def put_files(files: list[NamedFile], manifest: Manifest, folder: Path) -> None:
    """Put the files that the database names into the store."""
    members = {member.name for member in manifest.members}
    for file in files:
        if file.member in members:
            put(file, folder / file.member)


def finish(folder: Path) -> None:
    """Do what no transaction does: the key, and what trainings before left; then take the mark away."""
    write_whole(settings.DIGITWEB_DATA_DIR / SECRET, (folder / SECRET).read_bytes())
    for path in runs_folder().glob("*.checkpoint"):
        path.unlink(missing_ok=True)  # of other versions, which had the same numbers
    marker().unlink(missing_ok=True)
