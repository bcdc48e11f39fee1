"""What a Dask worker does with a chunk. The scheduler imports this too, and knows nothing of Django."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from recognizer.services.bulk.model import kept

if TYPE_CHECKING:
    from recognizer.ink import Mode


def read_lines(lines: bytes, mode: "Mode", sha256: str) -> bytes:
    """Read the pictures of a chunk, given as its lines in the manifest; return the lines of their rows."""
    # models can only be imported once Django is set up, which here is after this module was
    from recognizer.services.bulk.manifest import source_of  # noqa: PLC0415
    from recognizer.services.bulk.reading import read_sources  # noqa: PLC0415

    sources = [source_of(line) for line in lines.splitlines()]
    rows = read_sources(sources, mode=mode, version=kept(sha256))
    return b"\n".join(json.dumps(asdict(row)).encode() for row in rows)
