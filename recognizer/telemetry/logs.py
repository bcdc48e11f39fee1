"""Lines of the log, as text or as JSON: each names its process, and the request that it is about."""

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from recognizer.telemetry.requests import current

LINE = "{asctime} {process} {levelname:7} {name}: {message}"
ACCESS = "digitweb.access"
"""The logger of one line a request."""
FIELDS = ("route", "method", "path", "status", "bytes", "milliseconds", "client")
"""What a line may hold beside what every line does; all else that a library adds is left out."""
NAMES_ADDRESS_FIELD = "names_address"
NAMES_ADDRESS = {NAMES_ADDRESS_FIELD: True}
MOST_CHARACTERS = 1000
"""Of a line of a traceback: whoever raises an error may quote what came, a drawing say."""


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What ends a line or steers a terminal."""


class LineFormatter(logging.Formatter):
    """A line of text, as people read it, and below it, indented, the traceback if there is one.

    What a message or an error quotes begins no line that could pass for one of ours.
    """

    def __init__(self) -> None:
        super().__init__(LINE, style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines."""
        record.message, record.asctime = record.getMessage(), self.formatTime(record)
        lines = [self.formatMessage(record)]
        if record.exc_info:
            below = shortened(self.formatException(record.exc_info)).split("\n")
            lines += [f"  {line}" for line in below]
        return "\n".join(without_controls(discreet(line, record)) for line in lines)


class JsonLineFormatter(JsonFormatter):
    """A JSON object in a line, as machines collect it."""

    def __init__(self) -> None:
        super().__init__(["message"], json_ensure_ascii=False)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Fill in the fields of a line: those that are listed here, and no others."""
        asked = current.get()
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"], log_data["logger"] = record.levelname, record.name
        log_data["message"] = discreet(record.getMessage(), record)
        log_data["process"] = record.process
        if asked is not None:
            log_data["request_id"], log_data["route"] = asked.id, asked.route
        for name in FIELDS:
            if name in record.__dict__:
                log_data[name] = record.__dict__[name]
        if message_dict.get("exc_info"):
            log_data["exception"] = discreet(shortened(message_dict["exc_info"]), record)


def without_controls(text: str) -> str:
    """Return a text with its control characters written out, as Python does."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def discreet(text: str, record: logging.LogRecord) -> str:
    """Return a text without the query and the addresses of the request that is being answered.

    Records that are about an address, and may name it, say so by `extra=NAMES_ADDRESS`.
    """
    asked = current.get()
    if asked is None or not asked.unsaid or hasattr(record, NAMES_ADDRESS_FIELD):
        return text
    return asked.discreet(text)


def shortened(traceback: str) -> str:
    """Return a traceback with its longest lines cut."""
    lines = traceback.split("\n")
    return "\n".join(line if len(line) <= MOST_CHARACTERS else f"{line[:MOST_CHARACTERS]}…" for line in lines)


FORMATTERS = {"line": LineFormatter, "json": JsonLineFormatter}


def configuration(kind: str, file: Path | None = None) -> dict[str, Any]:
    """Return Django's LOGGING for lines of a kind, "line" or "json", to standard error or a file.

    Any number of processes write whole lines to the file; one that has been renamed is opened anew.
    """
    formatter = FORMATTERS[kind]
    to_file = {"class": "logging.handlers.WatchedFileHandler", "filename": str(file), "encoding": "utf-8"}
    target = to_file if file else {"class": "logging.StreamHandler"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {kind: {"()": f"{formatter.__module__}.{formatter.__qualname__}"}},
        "filters": {"in one line": {"()": f"{InOneLine.__module__}.{InOneLine.__qualname__}"}},
        "handlers": {"console": {**target, "formatter": kind}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "recognizer": {"level": "INFO"},
            ACCESS: {"level": "INFO"},
            "axes": {"level": "ERROR"},  # the handler writes a line of its own for each failure
            "django.request": {"level": "ERROR"},  # a 404 is the client's news, not the operator's
            # anybody can ask for another host, as often as he likes
            "django.security.DisallowedHost": {"filters": ["in one line"]},
        },
    }


class InOneLine(logging.Filter):
    """Drops the traceback of a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its traceback."""
        record.exc_info = record.exc_text = None
        return True


def log_as_settings_say(environment: Mapping[str, str]) -> None:
    """Let a process without Django log in the same way; what the settings may be, others check."""
    kind, file = environment.get("LOG_FORMAT", "line").strip().lower(), environment.get("LOG_FILE")
    try:
        handler = WatchedFileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS.get(kind, LineFormatter)())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
