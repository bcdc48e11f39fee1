"""Take a backup apart: every byte is checked against the manifest before anything is made of it."""

import hashlib
import tarfile
from pathlib import Path
from typing import BinaryIO

from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.format import (
    MANIFEST,
    MAX_MANIFEST_BYTES,
    SEAL,
    Manifest,
    Member,
    read_manifest,
    seal_of,
)
from recognizer.services.backup.staging import free_bytes

CHUNK_BYTES = 1024 * 1024
SPARE_BYTES = 64 * 1024 * 1024
"""What is left free on the disk of the data folder."""


def unpack(source: BinaryIO, folder: Path) -> tuple[Manifest, str]:
    """Write a backup's members into a folder; return its manifest with the SHA-256 of this.

    Only what the manifest names is written, under names of ours, as long and with the content that it says.

    Raises
    ------
    BackupRefused
        If it is no backup, damaged, cut off, or too large for the disk; the folder may hold part of it then.
    """
    try:
        with tarfile.open(fileobj=source, mode="r|", bufsize=CHUNK_BYTES) as archive:
            return unpacked(archive, folder)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise BackupRefused(
            "It is no backup, or is damaged: {reason}.", reason=str(error)[:200] or type(error).__name__
        ) from error


def unpacked(archive: tarfile.TarFile, folder: Path) -> tuple[Manifest, str]:
    """Do so with an open archive."""
    content = read_small(archive, MANIFEST, MAX_MANIFEST_BYTES)
    manifest = read_manifest(content)
    if manifest.size > free_bytes(folder) - SPARE_BYTES:
        raise BackupRefused(
            "It holds {size} MB, more than is free in {folder}.",
            size=f"{manifest.size / 1e6:,.0f}",
            folder=folder.parent,
        )
    for member in manifest.members:
        write_member(archive, member, folder)
    seal = seal_of(content)
    if read_small(archive, SEAL, len(seal)) != seal:
        raise BackupRefused("It is damaged: the manifest is not the one that was written.")
    return manifest, seal.decode().strip()


def next_file(archive: tarfile.TarFile, name: str) -> tarfile.TarInfo:
    """Return the next member, which has to be a file of that name."""
    info = archive.next()
    if info is None:
        raise BackupRefused("It is cut off: {name} is missing.", name=name)
    if info.name != name or not info.isreg() or info.issparse():
        raise BackupRefused(
            "It is no backup, or is damaged: expected the file {name}, found {found}.",
            name=name,
            found=ascii(info.name)[:80],
        )
    return info


def read_small(archive: tarfile.TarFile, name: str, most: int) -> bytes:
    """Return the content of the next member, of at most so many bytes."""
    info = next_file(archive, name)
    if info.size > most:
        raise BackupRefused(
            "It is no backup, or is damaged: {name} has {size} bytes, at most {most} are expected.",
            name=name,
            size=info.size,
            most=most,
        )
    file = archive.extractfile(info)
    return file.read() if file else b""


def write_member(archive: tarfile.TarFile, member: Member, folder: Path) -> None:
    """Write the next member, which has to be this one, and refuse another content."""
    info = next_file(archive, member.name)
    if info.size != member.size:
        raise BackupRefused(
            "It is damaged: {name} has {found} bytes, expected {size}.",
            name=member.name,
            found=info.size,
            size=member.size,
        )
    target = folder / member.name
    target.parent.mkdir(exist_ok=True)
    file, digest = archive.extractfile(info), hashlib.sha256()
    with target.open("wb") as out:
        while file and (chunk := file.read(CHUNK_BYTES)):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != member.sha256:
        raise BackupRefused(
            "It is damaged: {name} has another SHA-256 than the manifest says.", name=member.name
        )
