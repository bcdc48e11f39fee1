"""Downloads over HTTP that continue where they stopped."""

import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from recognizer.datasets.errors import SourceError
from recognizer.datasets.storage import storage_errors
from recognizer.phrases import Phrase, message_of

CHUNK = 1 << 16
ATTEMPTS = 3
"""Connections tried in one go; each continues where the one before broke off."""

Watch = Callable[[int, int | None], None]
"""Called with the bytes present so far and the total, None while that is unknown."""


class _BrokenOffError(Exception):
    """The connection ended early; what came so far is good."""


class _WrongFileError(Exception):
    """What the server has cannot be the file that is wanted; what came so far is worthless."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """One file on its way from a server to the disk.

    Bytes that `part` already holds are not asked for again, if the server knows ranges. When the connection
    breaks off, what has come stays in `part` and the next attempt, or the next run of the program, continues.
    """

    url: str
    """An http or https address."""
    part: Path
    """The file to complete; it need not exist."""
    limit: int
    """The most bytes to accept."""
    watch: Watch
    """Told about each piece that arrives."""
    timeout: float = 30.0
    """Seconds to wait for a connection, or for the next piece."""

    def run(self) -> None:
        """Complete `part`.

        Raises
        ------
        SourceError
            If the server refuses, stays silent, keeps breaking off or has more than `limit` bytes.
        StorageError
            If `part` cannot be written.
        """
        if not self.url.startswith(("https://", "http://")):
            raise SourceError("{url}: expected an http or https address.", url=self.url)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._continue()
            except _WrongFileError as error:
                self.part.unlink(missing_ok=True)
                raise SourceError("{url}: {reason}.", url=self.url, reason=message_of(error)) from error
            except _BrokenOffError as error:
                if attempt == ATTEMPTS:
                    raise SourceError(
                        "{url}: {reason}, {times} times in a row.",
                        url=self.url,
                        reason=message_of(error),
                        times=ATTEMPTS,
                    ) from error
            else:
                return

    def _continue(self) -> None:
        """Open one connection and take from it all that it gives."""
        with storage_errors(self.part):
            have = self.part.stat().st_size if self.part.exists() else 0
        headers = {"User-Agent": "digitweb"}
        if have:
            headers["Range"] = f"bytes={have}-"
        try:
            # run() has checked the scheme: no file: or ftp: here
            with urlopen(Request(self.url, headers=headers), timeout=self.timeout) as response:  # noqa: S310
                start, total = _extent(response, have)
                with storage_errors(self.part):
                    file = self.part.open("ab" if start else "wb")
                with file:
                    self._pour(response, file, start, total)
        except HTTPError as error:
            error.close()  # it holds the connection
            if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise SourceError(
                    "{url}: HTTP {code} {reason}.", url=self.url, code=error.code, reason=error.reason
                ) from error
            if error.headers.get("Content-Range") != f"bytes */{have}":
                raise _WrongFileError(
                    Phrase("the server's file is shorter than the {have} bytes begun", have=have)
                ) from error
        except URLError as error:
            raise SourceError("{url}: {reason}.", url=self.url, reason=error.reason) from error
        except (OSError, http.client.HTTPException) as error:
            raise _BrokenOffError(
                Phrase("the connection broke off ({reason})", reason=message_of(error))
            ) from error

    def _pour(self, response: http.client.HTTPResponse, file: BinaryIO, done: int, total: int | None) -> None:
        """Append the body to the file, piece by piece."""
        if total is not None and total > self.limit:
            raise _WrongFileError(
                Phrase(
                    "expected at most {limit} bytes, the server announces {total}",
                    limit=self.limit,
                    total=total,
                )
            )
        self.watch(done, total)
        while piece := response.read1(CHUNK):
            done += len(piece)
            if done > self.limit:
                raise _WrongFileError(
                    Phrase("expected at most {limit} bytes, the server sends more", limit=self.limit)
                )
            with storage_errors(self.part):
                file.write(piece)
            self.watch(done, total)
        if total is not None and done < total:
            raise _BrokenOffError(
                Phrase("the connection broke off after {done} of {total} bytes", done=done, total=total)
            )


def _extent(response: http.client.HTTPResponse, have: int) -> tuple[int, int | None]:
    """Return where in the file the response's body starts, and the length of the whole file if known."""
    if response.status != HTTPStatus.PARTIAL_CONTENT:
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if length.isdigit() else None
    content_range = response.headers.get("Content-Range", "")
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", content_range)
    if match is None or int(match[1]) != have:
        raise _WrongFileError(
            Phrase(
                "expected bytes from {have}, found Content-Range {content_range}",
                have=have,
                content_range=repr(content_range),
            )
        )
    return have, None if match[2] == "*" else int(match[2])
