"""What the API answers, as types for JavaScript, made from the API's own description.

    python -m tests.support.api_types

writes them into `static/js/net/answers.js`; a test fails while they are not the same.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import django

from tests.support.site import ROOT

FILE = ROOT / "static" / "js" / "net" / "answers.js"

HEAD = """/**
 * What the API answers. What is not known is left out of an answer, never null.
 *
 * Made from the API's description by `python -m tests.support.api_types`.
"""
NULL = {"type": "null"}
PLAIN = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean"}


def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    from recognizer.api.endpoints import api  # noqa: PLC0415 - needs Django to be set up

    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return found


def module() -> str:
    """Return the source of the JavaScript module."""
    types = [
        line
        for name, schema in description()["components"]["schemas"].items()
        for line in typedef(name, schema)
    ]
    return "\n".join([HEAD.rstrip("\n"), *types, " */", "export {};", ""])


def typedef(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that define an answer."""
    yield " *"
    yield said(f" * @typedef {{object}} {name}", schema)
    for field, kind in schema["properties"].items():
        written = f"[{field}]" if NULL in kind.get("anyOf", []) else field
        yield said(f" * @property {{{type_of(kind)}}} {written}", kind)


def said(definition: str, schema: dict[str, Any]) -> str:
    """Return a line with what the description says of it."""
    words = " ".join(schema.get("description", "").split()).removesuffix(".")
    return f"{definition}  {words}" if words else definition


def type_of(schema: dict[str, Any]) -> str:
    """Return the type of what a schema describes."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(kind) for kind in schema["anyOf"] if kind != NULL))
    if schema["type"] == "array":
        return array_of(schema)
    if schema["type"] == "object":
        return f"Record<string, {type_of(schema['additionalProperties'])}>"
    return PLAIN[schema["type"]]


def array_of(schema: dict[str, Any]) -> str:
    """Return the type of an array; short ones of one length are tuples."""
    if "prefixItems" in schema:
        return f"[{', '.join(map(type_of, schema['prefixItems']))}]"
    of = type_of(schema["items"])
    length = schema.get("maxItems", 0)
    if length == schema.get("minItems") and length <= 4:
        return f"[{', '.join([of] * length)}]"
    return f"({of})[]" if " " in of else f"{of}[]"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
    django.setup()
    FILE.write_text(module())
