"""What a store tells of a file without reading it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file in a store."""

    name: str
    """With its folder."""
    size: int
    """Bytes."""
    changed_at: datetime
    """When it was last written, by the store's own clock."""
