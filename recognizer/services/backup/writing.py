"""Write the whole site into one stream while it runs."""

import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from recognizer.services.backup.database.rows import dump
from recognizer.services.backup.database.schema import Schema, present_schema
from recognizer.services.backup.database.snapshot import snapshot
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.files import NamedFile, hold, named_files, second_copy
from recognizer.services.backup.format import FORMAT, MANIFEST, SEAL, SECRET, Manifest, Member, Table, seal_of
from recognizer.services.backup.staging import staging
from recognizer.services.locks import site_lock

LOCK = "set-up"
"""No migration begins while the database is read; the lock of `migrate`."""
TRIES = 5
"""For a picture of the database whose files are all there: others may be deleting some just then."""
CHUNK_BYTES = 1024 * 1024


def write_backup(out: BinaryIO, *, release: str, on_wait: Callable[[], object] = lambda: None) -> Manifest:
    """Write a backup by this release of digitweb; return its manifest, which names files that were lost.

    The database is read as it is at one moment. Right then every file that it names is given a second name,
    so whatever is deleted while the backup is written stays in it. Rows go before their files, and come
    after them: a row without its file means that the row has gone too since, and a new picture is taken. A
    file that is missing then as well is lost.
    """
    with staging() as folder:
        with site_lock(LOCK, on_wait=on_wait):
            manifest = staged(folder, release)
        write_archive(manifest, folder, out)
    return manifest


def staged(folder: Path, release: str) -> Manifest:
    """Put all that goes into a backup into a folder; return its manifest."""
    schema = present_schema()
    if not schema.applied:
        raise BackupRefused("There is no site yet: the database is empty.")
    before: set[NamedFile] | None = None
    for left in reversed(range(TRIES)):
        with snapshot():
            taken_at = timezone.now()
            missing = {file for file in named_files(schema.apps) if not hold(file, folder)}
            if missing and left and missing != before:
                before = missing
                continue
            tables = dump_all(schema, folder)
            named = set(named_files(schema.apps))
            break
    (folder / SECRET).write_text(f"{settings.SECRET_KEY}\n")
    lost = sorted(file.member for file in named if not is_whole(file, folder))
    return Manifest(
        format=FORMAT,
        digitweb=release,
        taken_at=taken_at.isoformat(),
        database=connection.display_name,
        migrations=list(schema.applied),
        tables=tables,
        members=members_of(folder, tables, sorted(file.member for file in named), without=lost),
        missing=lost,
    )


def dump_all(schema: Schema, folder: Path) -> list[Table]:
    """Write the rows of all tables."""
    return [dump(model, folder) for model in schema.kept]


def is_whole(file: NamedFile, folder: Path) -> bool:
    """Whether a held file has its hash; one of the live version is taken from its second copy if need be."""
    path = folder / file.member
    if path.is_file() and hash_of(path) == file.sha256:
        return True
    copy = second_copy(file)
    if copy is None:
        return False
    path.unlink(missing_ok=True)
    path.write_bytes(copy.read_bytes())
    return True


def members_of(folder: Path, tables: list[Table], files: list[str], *, without: list[str]) -> list[Member]:
    """Return what the archive holds after the manifest, in its order."""
    names = [SECRET, *(table.member for table in tables), *(name for name in files if name not in without)]
    return [
        Member(name=name, size=(folder / name).stat().st_size, sha256=hash_of(folder / name))
        for name in names
    ]


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(manifest: Manifest, folder: Path, out: BinaryIO) -> None:
    """Write manifest, members and seal."""
    content = manifest.encoded()
    with tarfile.open(fileobj=out, mode="w|", bufsize=CHUNK_BYTES, format=tarfile.PAX_FORMAT) as archive:
        add(archive, MANIFEST, len(content), io.BytesIO(content))
        for member in manifest.members:
            with (folder / member.name).open("rb") as file:
                add(archive, member.name, member.size, file)
        seal = seal_of(content)
        add(archive, SEAL, len(seal), io.BytesIO(seal))


def add(archive: tarfile.TarFile, name: str, size: int, content: BinaryIO) -> None:
    """Add a file that says nothing of whose it was or when."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    archive.addfile(info, content)
