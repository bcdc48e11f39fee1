"""Answers of the API, made up: for what the page does whatever the network says."""

from typing import Any

# One white pixel.
TILE = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg=="
)


def answer(text: str, *, verdict: str = "recognized", confidence: float = 0.93) -> dict[str, Any]:
    """Return an answer in which the digits stand side by side and each is made of one stroke."""
    return {
        "text": text,
        "confidence": confidence,
        "verdict": verdict,
        "digits": [digit(int(character), position) for position, character in enumerate(text)],
        "ignored": [],
        "model": {"version": 12, "name": "test network"},
        "timings_ms": {"preprocess": 0.8, "network": 0.4},
    }


def digit(value: int, position: int) -> dict[str, Any]:
    """Return one digit of an answer; the rest of the probability goes to the next digit."""
    probabilities = [0.0] * 10
    probabilities[value] = 0.9
    probabilities[(value + 1) % 10] = 0.1
    return {
        "digit": value,
        "confidence": 0.9,
        "probabilities": probabilities,
        "box": [40 * position, 20, 30, 60],
        "strokes": [position],
        "tile": TILE,
    }


def problem(status: int, detail: str) -> dict[str, Any]:
    """Return the body of an error (RFC 9457)."""
    return {"type": "about:blank", "title": "Problem", "status": status, "detail": detail}
