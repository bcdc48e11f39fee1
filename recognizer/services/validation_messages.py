"""Translatable messages for Pydantic's validation errors."""

import re
import reprlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from recognizer.phrases import Phrase, message_of

MESSAGES: Mapping[str, str] = {
    "missing": gettext_noop("expected a value, found none"),
    "extra_forbidden": gettext_noop("expected no field of this name"),
    "unexpected_keyword_argument": gettext_noop("expected no field of this name"),
    "literal_error": gettext_noop("expected one of {expected}"),
    "greater_than": gettext_noop("expected more than {gt}, found {input}"),
    "greater_than_equal": gettext_noop("expected at least {ge}, found {input}"),
    "less_than": gettext_noop("expected less than {lt}, found {input}"),
    "less_than_equal": gettext_noop("expected at most {le}, found {input}"),
    "finite_number": gettext_noop("expected a finite number, found {input}"),
    "too_short": gettext_noop("expected a list of at least {min_length}, found one of {actual_length}"),
    "too_long": gettext_noop("expected a list of at most {max_length}, found one of {actual_length}"),
    "string_too_short": gettext_noop("expected a text with a length of at least {min_length}"),
    "string_too_long": gettext_noop("expected a text with a length of at most {max_length}"),
    "string_pattern_mismatch": gettext_noop("expected a text that fits {pattern}"),
    "json_invalid": gettext_noop("expected JSON, found something else at line {line}, column {column}"),
}
"""By Pydantic's types of error; the values are those that it gives, and `input`."""

KINDS: Mapping[str, str] = {
    "bool": gettext_noop("expected true or false"),
    "int": gettext_noop("expected a whole number"),
    "float": gettext_noop("expected a number"),
    "string": gettext_noop("expected a text"),
    "list": gettext_noop("expected a list"),
    "tuple": gettext_noop("expected a list"),
    "dict": gettext_noop("expected an object"),
    "model": gettext_noop("expected an object"),
    "dataclass": gettext_noop("expected an object"),
}
"""By the first word of the types of error that are about a value's kind: `list_type`, `int_from_float`."""

OTHER = gettext_noop("expected another value")

PLACE = re.compile(r"line (?P<line>\d+) column (?P<column>\d+)$")
"""Where JSON ends to be JSON, at the end of what Pydantic says of it."""


def validation_message(found: Mapping[str, Any]) -> str:
    """Return the message for one of the entries of `ValidationError.errors()`."""
    kind, context = str(found["type"]), found.get("ctx", {})
    if kind == "value_error":
        return message_of(context["error"])
    values = {name: number_text(value) for name, value in context.items()}
    if kind == "literal_error":
        values["expected"] = values["expected"].replace(" or ", ", ")
    if kind == "json_invalid":
        place = PLACE.search(values["error"])
        values |= place.groupdict() if place else {"line": "1", "column": "1"}
    if kind in MESSAGES:
        return Phrase(MESSAGES[kind], **{**values, "input": number_text(found["input"])})
    return Phrase(KINDS.get(kind.partition("_")[0], OTHER))


def number_text(value: object) -> str:
    """Return a number as one writes it: 1000000000, not 1000000000.0; of a very long one the two ends."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return value if isinstance(value, str) else reprlib.repr(value)
