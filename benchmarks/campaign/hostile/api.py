"""Hostile requests to the API: recognition, pictures, the lessons, what people give."""

import base64
import random
from typing import Any

from benchmarks.campaign.hostile.attempts import Attempt, File, broken, encoded, multipart
from benchmarks.campaign.hostile.pictures import picture, picture_file
from benchmarks.campaign.hostile.values import anything, as_json, mutated, number, raw_text, text

API = "/api/v1/"
JSON = "application/json"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "BREW", "post")
CONTENT_TYPES: tuple[str | bytes, ...] = (
    "", JSON, "application/json; charset=utf-16", "application/json; charset=none", "application/json;" * 200,
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=\0", 'multipart/form-data; boundary="', "multipart/mixed; boundary=a",
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "text/plain",
    "image/png",
    "a" * 5000, "/", ";", ",", b"\xff\xfe", "application/json\tx", "application/xml; charset=\"",
)  # fmt: skip
BAR = [[40, 10], [40, 90]]


def zigzag(rng: random.Random, points: int, side: float = 100.0) -> list[list[float]]:
    """Return a stroke that goes anywhere."""
    return [[rng.uniform(0, side), rng.uniform(0, side)] for _ in range(points)]


def strokes(rng: random.Random) -> Any:  # noqa: ANN401, PLR0911 - any JSON, of eight kinds
    """Return strokes, most of them hard to read or more than can be."""
    choice = rng.random()
    if choice < 0.35:
        return mutated([BAR, zigzag(rng, rng.randrange(30))], rng)
    if choice < 0.6:
        return [zigzag(rng, rng.randrange(12), 10 ** rng.uniform(-9, 9)) for _ in range(rng.randrange(20))]
    if choice < 0.7:
        extreme = rng.choice((1e9, -1e9, 1e-300, 0, 999_999_999.9))
        return [[[extreme, 0], [0, extreme]], [[extreme * rng.random(), extreme]] * rng.randrange(1, 50)]
    if choice < 0.8:
        return [[[x, y]] for x in range(rng.randrange(1, 32)) for y in range(rng.randrange(1, 32))]
    if choice < 0.84:
        return [zigzag(rng, rng.choice((2, 100, 4000, 20_000)))]
    if choice < 0.88:
        return [zigzag(rng, rng.choice((1, 2, 20))) for _ in range(rng.choice((100, 1000, 1001)))]
    if choice < 0.94:
        return [[[x * 10 + x % 3, 0], [x * 10, 40]] for x in range(rng.choice((10, 60, 300)))]
    return [rng.choice((BAR, [], [[0, 0]], [[5, 5]] * 300)) for _ in range(rng.randrange(8))]


def post(path: str, body: Any, rng: random.Random, **more: Any) -> Attempt:  # noqa: ANN401 - any JSON
    """Return a request with JSON, at times by another method or as something else."""
    headers: dict[str, str | bytes] = {"Content-Type": JSON, **more.pop("headers", {})}
    if rng.random() < 0.04:
        headers["Content-Type"] = rng.choice(CONTENT_TYPES)
    method = rng.choice(METHODS) if rng.random() < 0.03 else "POST"
    content = body if isinstance(body, bytes) else as_json(body, rng)
    return Attempt(method=method, target=API + path, headers=headers, body=content, **more)


def recognize(rng: random.Random) -> Attempt:
    """Return a question to be read, of strokes, or of a form without a right picture."""
    if rng.random() < 0.1:
        return form_of_recognition(rng)
    body: Any = {
        "strokes": strokes(rng),
        "mode": rng.choice(("number", "digit", text(rng))[: 2 + (rng.random() < 0.1)]),
    }
    for name, value in (
        ("include", rng.choice((["tiles"], ["ink"], ["tiles", "ink"] * 5, ["tiles"] * 11, anything(rng)))),
        ("device", rng.choice(("mouse", "pen", text(rng)))),
        ("contributor", rng.choice(("A" * 43, text(rng)))),
        ("image", text(rng)),
    ):
        if rng.random() < 0.12:
            body[name] = value
    if rng.random() < 0.3:
        body = mutated(body, rng)
    return post("recognize", body, rng, name="strokes")


def form_of_recognition(rng: random.Random) -> Attempt:
    """Return a form whose fields are none that are asked for."""
    fields: list[tuple[str, bytes | File]] = [
        (rng.choice(("image", "mode", "include", "strokes", text(rng)[:100])), raw_text(rng))
        for _ in range(rng.randrange(6))
    ]
    if rng.random() < 0.5:
        fields.append((rng.choice(("image", "mode", "")), File(content=raw_text(rng), name=text(rng)[:300])))
    if rng.random() < 0.1:
        fields = fields * rng.choice((100, 1500))
    headers, body = multipart(fields, rng.choice(("b", "a" * 70, "x-y_z")))
    return Attempt(
        method="POST", target=API + "recognize", headers=headers, body=broken(body, rng), name="form"
    )


def pictures(rng: random.Random) -> Attempt:
    """Return a question with a hostile picture, in a form, as base64 or as a data URL."""
    if rng.random() < 0.5:
        name, file = picture_file(rng)
        headers, body = multipart(
            [("image", file), *([("mode", raw_text(rng))] if rng.random() < 0.1 else [])]
        )
        return Attempt(
            method="POST", target=API + "recognize", headers=headers, body=broken(body, rng), name=name
        )
    name, content = picture(rng)
    begin = rng.choice(("", "", "data:image/png;base64,", "data:;base64,", "data:image/png,", "data:"))
    written = begin + base64.b64encode(content).decode()
    if rng.random() < 0.05:
        written = written[: rng.randrange(len(written) + 1)] + rng.choice(("=", "\n", "é", "===", "-_"))
    question = {"image": written, "mode": rng.choice(("digit", "number"))}
    if rng.random() < 0.3:
        question["include"] = ["ink", "tiles"]  # type: ignore[assignment]
    return post("recognize", question, rng, name=name)


DRAWING = {"strokes": [BAR]}
TILE = {"tile": base64.b64encode(bytes(784)).decode()}
NETWORK = {"start": "trained"}
LESSONS: dict[str, Any] = {
    "drawing": {"drawing": DRAWING},
    "inside": {"drawing": DRAWING, "version": 1},
    "neuron": {"drawing": DRAWING, "version": 1, "layer": 0, "unit": 0, "place": [0, 0]},
    "evidence": {"drawing": TILE, "version": 1, "method": "gradient", "digit": 1, "against": 7},
    "neighbours": {"drawing": TILE, "version": 1},
    "perceptron": {"weights": [1, -1], "bias": 0.5, "inputs": [[0, 1], [1, 1]]},
    "adder": {"x1": 0, "x2": 1},
    "curve": {"weight": 3, "bias": 0},
    "recurrent": {"weight": 1, "bias": 0, "loop": 2},
    "change": {"drawing": DRAWING, "digit": 3, "dw": 0.1, "db": 0.1},
    "descent": {"surface": "bowl", "start": [1, 1], "learning_rate": 0.1, "steps": 10, "optimizer": "sgd",
    "momentum": 0.9},
    "cost": {"network": {"start": "fresh", "seed": 1}, "first": 0},
    "mini-batch": {"network": NETWORK, "size": 10, "draw": 0},
    "mini-batch-errors": {"network": {"training": "0" * 16, "epoch": 1}},
    "backpropagation": {"drawing": TILE, "label": 3, "network": NETWORK, "cost": "quadratic",
    "learning_rate": 0.5, "steps": 0, "neuron": 0},
    "saturation": {"weight": 2, "bias": 2, "learning_rate": 0.15, "steps": 300},
    "trainings": {"hidden": 1, "epochs": 1, "samples": 100, "seed": 0, "client": "a" * 8,
    "learning_rate": 3.0, "cost": "quadratic"},
    "trainings/{id}/stop": {"client": "a" * 8},
    "trainings/{id}/answers": {"drawing": TILE, "since": 0},
}  # fmt: skip
LOOKED_AT = ("versions", "surfaces", "training", "source/{id}", "trainings/{id}", "{id}")


def lessons(rng: random.Random) -> Attempt:
    """Return a question of a learning page."""
    name = rng.choice((*LESSONS, *LOOKED_AT) if rng.random() < 0.95 else ("trainings",))
    path = "learn/" + name.replace("{id}", segment(rng))
    if name in LOOKED_AT:
        query = "?" + encoded([(text(rng)[:50], raw_text(rng))]).decode() if rng.random() < 0.3 else ""
        return Attempt(
            method=rng.choice(METHODS) if rng.random() < 0.1 else "GET", target=API + path + query, name=name
        )
    body = LESSONS[name]
    for _ in range(rng.randrange(1, 4)):
        body = mutated(body, rng)
    return post(path, body, rng, name=name)


def segment(rng: random.Random) -> str:
    """Return a part of an address, escaped or not."""
    written = raw_text(rng)[:4000]
    if rng.random() < 0.1:
        return rng.choice(
            ("0" * 16, "f" * 16, "..", ".", "%2e%2e", "%2f", "%", "%zz", "%00", "1", "9" * 19, "9" * 400)
        )
    return "".join(f"%{byte:02X}" for byte in written)


def feedback(rng: random.Random) -> Attempt:
    """Return a gift that is none, or a question about gifts."""
    choice = rng.random()
    if choice < 0.3:
        path = rng.choice(
            ("feedback", "feedback/export", f"feedback/{segment(rng)}", f"feedback/{number(rng)}")
        )
        headers: dict[str, str | bytes] = {"Contributor": rng.choice(("A" * 43, "", raw_header(rng)))}
        query = (
            "?" + encoded([(rng.choice(("before", text(rng)[:30])), raw_text(rng))]).decode()
            if rng.random() < 0.5
            else ""
        )
        method = rng.choice(METHODS) if rng.random() < 0.2 else rng.choice(("GET", "DELETE"))
        return Attempt(method=method, target=API + path + query, headers=headers, name="given")
    of_picture = rng.random() < 0.3
    content = base64.b64encode(picture(rng)[1] if rng.random() < 0.3 else raw_text(rng)).decode()
    digit = {
        "said": rng.choice((7, "none", None)),
        **({"image": content} if of_picture else {"strokes": [0]}),
    }
    body: Any = {
        "contributor": "A" * 43,
        "consent": 1,
        "receipt": receipt(rng),
        "device": "mouse",
        "digits": [digit],
    }
    if not of_picture:
        body["strokes"] = strokes(rng)
    return post("feedback", mutated(body, rng) if rng.random() < 0.7 else body, rng, name="gift")


def receipt(rng: random.Random) -> str:
    """Return a receipt that the site has not signed."""
    return rng.choice(
        ("a:b:c", ":", "::", "eyJhIjoxfQ:1tXxXx:" + "A" * 43, "." * 100, "e" * 100_000, text(rng))
    )


def raw_header(rng: random.Random) -> bytes:
    """Return bytes that may stand in a header: no end of a line."""
    return bytes(byte for byte in raw_text(rng)[:3000] if byte not in b"\r\n\0")
