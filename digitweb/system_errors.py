"""Messages for errors of the system: a full disk, an unwritable folder, a database that does not answer.

Each is one line that ends with what to do; a traceback would not help whoever can mend it.
"""

import errno
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from recognizer.services.errors import StoreError

DISK_FULL = "The disk of {place} is full. Free some space, or name another folder with DIGITWEB_DATA_DIR."
UNWRITABLE = "{place} cannot be written. Make it writable, or name another folder with DIGITWEB_DATA_DIR."
UNREADABLE = "The disk of {place} does not hold the database as it should. See whether it is full or broken."
DAMAGED = "The database in {place} is damaged. Put a copy back, or move digitweb.sqlite3 away to begin anew."
IN_USE = "Another process has written to the database in {place} for long. Wait for it, then try again."
NOT_SET_UP = "The database is not set up for this release. Type: python manage.py migrate"
NO_ANSWER = "The database does not answer: {reason}. Start it, or correct DATABASE_URL."

BY_NUMBER = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EACCES: UNWRITABLE,
    errno.EPERM: UNWRITABLE,
    errno.EROFS: UNWRITABLE,
}
BY_NAME_IN_SQLITE = {
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_READONLY": UNWRITABLE,
    "SQLITE_CANTOPEN": UNWRITABLE,
    "SQLITE_IOERR": UNREADABLE,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_BUSY": IN_USE,
}
BY_STATE_IN_POSTGRES = {
    "53100": "The disk of the database server is full. Free some space there.",
    "42P01": NOT_SET_UP,
    "42703": NOT_SET_UP,
    "42501": "The user that DATABASE_URL names may not do this in the database. Grant it, or name another.",
}


def system_error_message(error: Exception) -> str | None:
    """Return the message for an error of the system; None for an error that is a fault of the program."""
    if isinstance(error, ImproperlyConfigured):
        return " ".join(str(error).split())
    if isinstance(error, DatabaseError):
        return database_error_message(error.__cause__ or error)
    if isinstance(error, StoreError):
        return f"{error} See to MODEL_STORE."
    if isinstance(error, OSError) and error.errno in BY_NUMBER:
        place = error.filename or settings.DIGITWEB_DATA_DIR
        return BY_NUMBER[error.errno].format(place=place) if is_ours(place) else None
    return None


def is_ours(place: object) -> bool:
    """Whether a path lies in the data folder."""
    return Path(str(place)).absolute().is_relative_to(settings.DIGITWEB_DATA_DIR)


def database_error_message(cause: BaseException) -> str | None:
    """Return the message for an error of SQLite's or PostgreSQL's driver, or None."""
    reason = str(cause).partition("\n")[0]
    if name := getattr(cause, "sqlite_errorname", None):
        if reason.startswith(("no such table", "no such column")):
            return NOT_SET_UP
        sentence = BY_NAME_IN_SQLITE.get("_".join(name.split("_")[:2]))
        return sentence and sentence.format(place=settings.DIGITWEB_DATA_DIR)
    if reason.startswith("connection failed"):
        return NO_ANSWER.format(reason=reason)
    return BY_STATE_IN_POSTGRES.get(getattr(cause, "sqlstate", None) or "")
