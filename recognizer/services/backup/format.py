"""What a backup is: a tar archive, its manifest first, what it names after it, the manifest's hash last.

The manifest says of every other member how long it is and its SHA-256, so that nothing is taken in that was
not written so. Tables are rows of JSON, which belong to no kind of database: what SQLite wrote, PostgreSQL
reads, and the other way round.
"""

import hashlib
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from recognizer.services.backup.errors import BackupRefused

FORMAT: Final = "digitweb-backup-1"
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
"""The last member: what is whole ends with it."""
SECRET = "secret-key"  # noqa: S105 - its name
MAX_MANIFEST_BYTES = 32 * 1024 * 1024
MAX_NUMBER = 2**63 - 1

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
MemberName = Annotated[
    str,
    Field(
        pattern=r"^(secret-key|tables/[a-z0-9_]{1,63}\.jsonl\.gz"
        r"|models/[0-9a-f]{64}\.safetensors|datasets/[0-9a-f]{64}\.npz)$"
    ),
]
"""All names that there are: none leads out of a folder. In this kind of pattern $ is the very end."""


class Record(BaseModel):
    """A part of the manifest, which has what it says and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Member(Record):
    """A file in the archive."""

    name: MemberName
    size: Count
    sha256: Sha256


class Table(Record):
    """A table of the database."""

    app: str
    model: str
    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,63}$")]
    columns: list[str]
    rows: Count
    last: Count
    """The highest number that the table ever gave to a row by itself; 0 if none."""

    @property
    def member(self) -> str:
        """The name of the file of its rows."""
        return f"tables/{self.name}.jsonl.gz"


class Manifest(Record):
    """What a backup says of itself."""

    format: Literal["digitweb-backup-1"]
    digitweb: str
    """The release that wrote it."""
    taken_at: str
    """When the database was as it is here: ISO 8601, UTC."""
    database: str
    """SQLite or PostgreSQL; it may be restored into either."""
    migrations: list[tuple[str, str]]
    """Those that were applied: app and name."""
    tables: list[Table]
    members: list[Member]
    missing: list[str]
    """Files that the database names and that were lost or damaged when the backup was written."""

    @model_validator(mode="after")
    def _tables_are_members(self) -> Self:
        names = [member.name for member in self.members]
        if len(set(names)) < len(names) or not {table.member for table in self.tables} <= set(names):
            raise ValueError("each table has a member, and each member a name of its own")
        return self

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def size(self) -> int:
        """The bytes of all members."""
        return sum(member.size for member in self.members)

    def encoded(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return self.model_dump_json(indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return a manifest; raise BackupRefused if it is none, or of a format that a later release made."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))[:80]
        raise BackupRefused(
            "The manifest is none of {format}: {place}: {reason}.",
            format=FORMAT,
            place=place or MANIFEST,
            reason=first["msg"][:200],
        ) from None


def seal_of(content: bytes) -> bytes:
    """Return what the last member holds: the hash of the manifest."""
    return f"{hashlib.sha256(content).hexdigest()}\n".encode()


def member_name(kind: str, sha256: str) -> str:
    """Return the name of a stored file in the archive."""
    return f"{kind}/{sha256}{'.safetensors' if kind == 'models' else '.npz'}"
