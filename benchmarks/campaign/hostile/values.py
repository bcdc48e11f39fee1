"""Values that programs stumble over: numbers, texts, dates, and JSON around them."""

import json
import random
from typing import Any

NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2, 10, 11, 255, 256, 1000, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63, 2**64,
    -(2**63) - 1,
    10**19, 10**50, 10**308, 0.1, -0.0, 1e-320, 1e308, -1e308, 1e9, 1.5, 0.9999999999999999, True, False,
    None,
)  # fmt: skip
TEXTS = (
    "", " ", "\0", "a\0b", "\n", "\r\nX-Injected: yes", "0", "-0", "-1", "1", "01", "+1", "1.0", "1e5",
    "1e999",
    "0x10", "0b1", "1_000", "１２", "²", "٣", "Ⅷ", "½", "NaN", "Infinity", "-Infinity", "null", "None",
    "true", "on",
    str(2**31), str(2**63 - 1), str(2**63), str(2**64), str(-(2**63) - 1), "9" * 400, "9" * 5000,
    "1" + "0" * 19,
    "9999-12-31", "10000-01-01", "0000-00-00", "0001-01-01", "2026-02-30", "-1-01-01", "2026-01-01T99:99:99Z",
    "9999-12-31T23:59:59.999999-23:59", "0001-01-01T00:00:00+23:59", "24:00:00",
    "' OR 1=1 --", '"; DROP TABLE x; --', "<script>alert(1)</script>", "{{7*7}}", "{% debug %}", "%s%n%x",
    "%(x)s",
    "%", "%%", "%00", "%ff", "\\", "\\u0000", "../../../../etc/passwd", "/etc/passwd",
    "file:///etc/passwd", "C:\\con",
    "\ud800", "\udfff", "\ufeff", "\u202e", "\u2028", "🙂" * 50, "é" * 1000, "a" * 300, "a" * 10_000,
    "a" * 100_000,
    "e\u0301" * 500, "(a+)+$", "[[[[", "*", "**", "_", "__", "pk", "id__in", "recognizer", "~", "1,2,3",
    ",,,", ",",
    "zh-hans", "en", "deck", "digit", "number", "json", "A" * 43,
)  # fmt: skip
RAW = (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00", b"\xfe\xff\x00a", b"\x80" * 100)
"""No UTF-8."""
NOT_JSON = (
    b"", b" ", b"{", b"[", b'"', b"}", b"nul", b"NaN", b"-", b"1e", b"{'a': 1}", b'{"a": 1,}', b'{"a" 1}',
    b"\xff\xfe",
    b"\xef\xbb\xbf{}", b'"\\ud800"', b'{"mode": "\\ud800"}', b'{"\\u0000": 1}', b"[" * 50_000,
    b'{"a":' * 90 + b"1",
    b"[" * 2_000 + b"]" * 2_000, b"9" * 5_000, b"-" + b"9" * 5_000, b"1e" + b"9" * 400, b"0." + b"1" * 5_000,
    b'{"strokes": ' + b"[" * 200 + b"]" * 200 + b"}", b'"' + b"a" * 200_000 + b'"', b"\x00" * 1000,
    b"<x/>", b"a=1",
)  # fmt: skip
DEEPEST = 40


def number(rng: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """Return a number that is rarely asked for, or one at random of any size."""
    if rng.random() < 0.7:
        return rng.choice(NUMBERS)
    return rng.choice((rng.uniform(-1, 1), rng.randrange(-100, 100))) * 10 ** rng.randrange(0, 20)


def text(rng: random.Random) -> str:
    """Return a text that is rarely typed, or characters of any kind."""
    if rng.random() < 0.85:
        return rng.choice(TEXTS)
    return "".join(
        chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), rng.randrange(0x110000))))
        for _ in range(rng.randrange(30))
    )


def raw_text(rng: random.Random) -> bytes:
    """Return the bytes of a text, which need be no UTF-8."""
    if rng.random() < 0.15:
        return rng.choice(RAW)
    return text(rng).encode("utf-8", "surrogatepass")


def anything(rng: random.Random, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON of any kind."""
    kind = rng.randrange(8 if depth < 4 else 5)
    if kind < 2:
        return number(rng)
    if kind < 5:
        return text(rng)
    if kind == 5:
        return [anything(rng, depth + 1) for _ in range(rng.randrange(5))]
    if kind == 6:
        return {text(rng)[:50]: anything(rng, depth + 1) for _ in range(rng.randrange(5))}
    nested: Any = number(rng)
    for _ in range(rng.randrange(DEEPEST)):
        nested = [nested] if rng.random() < 0.7 else {"a": nested}
    return nested


def mutated(body: Any, rng: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON with something in it replaced, left out, doubled or added."""
    if isinstance(body, dict) and body and rng.random() < 0.9:
        return mutated_object(dict(body), rng)
    if isinstance(body, list) and body and rng.random() < 0.8:
        changed = list(body)
        at = rng.randrange(len(changed))
        choice = rng.random()
        if choice < 0.6:
            changed[at] = mutated(changed[at], rng)
        elif choice < 0.75:
            del changed[at]
        elif choice < 0.9:
            changed *= rng.choice((2, 10, 300))
        else:
            changed.insert(at, anything(rng))
        return changed
    return number(rng) if isinstance(body, int | float) and rng.random() < 0.7 else anything(rng)


def mutated_object(body: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Return an object with one field changed."""
    name = rng.choice(list(body))
    choice = rng.random()
    if choice < 0.8:
        body[name] = mutated(body[name], rng)
    elif choice < 0.9:
        del body[name]
    else:
        body[text(rng)[:200]] = anything(rng)
    return body


def as_json(body: Any, rng: random.Random) -> bytes:  # noqa: ANN401 - any JSON
    """Write JSON, at times with what no reader takes: NaN, no UTF-8, an end that is missing."""
    written = json.dumps(body, ensure_ascii=rng.random() < 0.8).encode("utf-8", "surrogatepass")
    choice = rng.random()
    if choice < 0.04:
        return written[: rng.randrange(len(written) + 1)]
    if choice < 0.06:
        return flipped(written, rng)
    if choice < 0.08:
        return rng.choice(NOT_JSON)
    if choice < 0.1:
        return json.dumps(body).encode(rng.choice(("utf-16", "utf-32", "utf-8-sig", "utf-7")))
    return written


def flipped(content: bytes, rng: random.Random, most: int = 10) -> bytes:
    """Return bytes of which some are others."""
    changed = bytearray(content)
    for _ in range(rng.randrange(1, most + 1)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)
