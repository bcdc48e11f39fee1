"""Hostile requests to the admin by somebody who is logged in and has every permission."""

import html
import random
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from benchmarks.campaign.hostile.addresses import (
    EXPORTS,
    FIELDS,
    FORMS,
    LOOKUPS,
    OF_LISTS,
    OF_PAGES,
    OF_POSTED,
    PAGES,
    POSTED,
    TABLES,
)
from benchmarks.campaign.hostile.api import METHODS, segment
from benchmarks.campaign.hostile.attempts import Attempt, Fields, File, broken, encoded, multipart
from benchmarks.campaign.hostile.files import MODELS, SETS
from benchmarks.campaign.hostile.values import raw_text, text
from benchmarks.campaign.wire import Answer, exchange, request_bytes

ACCOUNTS = "auth/user/"


class FormParser(HTMLParser):
    """Finds the fields of a page's forms, with the values that they have."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str, str]] = []
        """Name, kind and value."""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and self.select:
            self.fields.append((self.select, "option", given.get("value", "")))
        elif tag in {"input", "textarea", "button"} and given.get("name"):
            self.fields.append((given["name"], given.get("type", tag), given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Note that a choice is at its end."""
        if tag == "select":
            self.select = ""


@dataclass
class Session:
    """Somebody who is logged in."""

    url: str
    username: str
    password: str
    cookies: dict[str, str] = field(default_factory=dict)
    forms: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def headers(self) -> dict[str, str | bytes]:
        """Return what the browser sends with every request."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "X-CSRFToken": self.cookies.get("csrftoken", "")}

    def ask(self, method: str, path: str, fields: list[tuple[str, bytes]] | None = None) -> Answer:
        """Ask for a page of the admin."""
        more: dict[str, str | bytes] = self.headers()
        body = b""
        if fields is not None:
            more["Content-Type"] = "application/x-www-form-urlencoded"
            body = encoded(fields)
        answer = exchange(self.url, request_bytes(method, path, more, body), method=method)
        self.cookies.update(answer.cookies)
        return answer

    def log_in(self) -> None:
        """Log in."""
        self.cookies.clear()
        self.ask("GET", "/admin/login/")
        fields = [("username", self.username.encode()), ("password", self.password.encode())]
        fields.append(("csrfmiddlewaretoken", self.cookies["csrftoken"].encode()))
        answer = self.ask("POST", "/admin/login/?next=/admin/", fields)
        if answer.status != 302:
            raise RuntimeError(f"Not logged in: {answer.status}")

    def form(self, path: str) -> list[tuple[str, str, str]]:
        """Return the fields of a page's forms, as they were when it was asked for first."""
        if path not in self.forms:
            parser = FormParser()
            parser.feed(html.unescape(self.ask("GET", f"/admin/{path}").body.decode("utf-8", "replace")))
            self.forms[path] = parser.fields
        return self.forms[path]


def filled(pattern: str, rng: random.Random) -> str:
    """Return an address with numbers and names in it, some of which there are."""

    def one(_match: re.Match[str]) -> str:
        choice = rng.random()
        if choice < 0.4:
            return rng.choice(("1", "2", "3", *EXPORTS))
        if choice < 0.7:
            return rng.choice(
                (
                    "0",
                    "-1",
                    "99999999999",
                    "9223372036854775807",
                    "9223372036854775808",
                    "9" * 30,
                    "9" * 400,
                    "1.0",
                    "١",
                )
            )
        return segment(rng)[:600]

    return re.sub(r"\{\}", one, pattern)


def query(rng: random.Random, names: tuple[str, ...]) -> str:
    """Return a query with names that are known and values that are hostile."""
    pairs = []
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        choice = rng.random()
        if choice < 0.45:
            name = "__".join(filter(None, (rng.choice(FIELDS), rng.choice(LOOKUPS))))
        elif choice < 0.9:
            name = rng.choice(names)
        else:
            name = text(rng)[:60]
        value = (
            rng.choice((b"1", b"2026", b"0", b"1,2", b"id", b"-1.2.3", b"true"))
            if rng.random() < 0.25
            else raw_text(rng)[:5000]
        )
        pairs.append((name, value))
    return "?" + encoded(pairs).decode() if pairs else ""


def pages(rng: random.Random) -> Attempt:
    """Return a look at a list, at an object or at another page."""
    choice = rng.random()
    names: tuple[str, ...] = OF_LISTS
    if choice < 0.45:
        path = f"{rng.choice(TABLES)}/"
    elif choice < 0.6:
        kind = rng.choice(("change", "history", "delete"))
        path = filled(f"{rng.choice(TABLES)}/{{}}/{kind}/", rng)
    else:
        path, names = filled(rng.choice(PAGES), rng), OF_PAGES
    method = rng.choice(METHODS) if rng.random() < 0.04 else "GET"
    if method in {"POST", "post"}:
        method = "GET"
    return Attempt(
        method=method,
        target=f"/admin/{path}{query(rng, names)}",
        name=path.split("/")[1] if "/" in path else path,
    )


def forms(rng: random.Random, session: Session) -> Attempt:
    """Return a form of the admin with some fields changed, or a post to where there is none."""
    if rng.random() < 0.35:
        path = filled(rng.choice(POSTED), rng)
        fields = [(rng.choice(OF_POSTED), raw_text(rng)) for _ in range(rng.randrange(5))]
        if rng.random() < 0.15:
            json = {"Content-Type": "application/json"}
            return Attempt(
                method="POST",
                target=f"/admin/{path}",
                headers=json,
                body=raw_text(rng),
                name=path.split("{")[0],
            )
        return posted(path, fields, rng, session)
    path = rng.choice(FORMS)
    names: dict[str, list[str]] = {}
    for name, _kind, value in session.form(path):
        names.setdefault(name, []).append(value)
    names.pop("csrfmiddlewaretoken", None)
    if path == ACCOUNTS:  # its one action deletes accounts, perhaps that of this session
        names.pop("action", None)
    chosen: Fields = [
        (name, rng.choice(values).encode("utf-8", "replace"))
        for name, values in names.items()
        if rng.random() < 0.9
    ]
    changed = [
        (name, raw_text(rng) if rng.random() < 3 / (len(names) + 1) else value) for name, value in chosen
    ]
    if rng.random() < 0.3:
        changed += [
            (
                rng.choice(
                    ("action", "_selected_action", "select_across", "index", "_save", "post", text(rng)[:50])
                ),
                raw_text(rng),
            )
        ]
    return posted(path, changed, rng, session)


def posted(path: str, fields: Fields, rng: random.Random, session: Session) -> Attempt:
    """Return a form with the token of its session, now and then without or with another."""
    token = session.cookies.get("csrftoken", "").encode() if rng.random() < 0.97 else raw_text(rng)
    fields = [*fields, ("csrfmiddlewaretoken", token)]
    if rng.random() < 0.3:
        more, body = multipart(fields)
        return Attempt(
            method="POST", target=f"/admin/{path}", headers=more, body=broken(body, rng), name=path
        )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    plain = [(name, value) for name, value in fields if isinstance(value, bytes)]
    return Attempt(method="POST", target=f"/admin/{path}", headers=headers, body=encoded(plain), name=path)


def imports(rng: random.Random, session: Session) -> Attempt:
    """Return an upload of a hostile model file or data set."""
    kind, makers = rng.choice((("modelversion", MODELS), ("dataset", SETS)))
    maker = rng.choice(makers)
    file = File(
        name=rng.choice(("a.safetensors", "a.npz", "", "../../a", "a" * 400, "a\0b", text(rng)[:100])),
        content=maker(rng),
    )
    fields: Fields = [
        ("file", file),
        ("name", raw_text(rng)[:300]),
        ("reason", raw_text(rng)[:300]),
        ("csrfmiddlewaretoken", session.cookies.get("csrftoken", "").encode()),
    ]
    headers, body = multipart(fields)
    path = f"/admin/recognizer/{kind}/import/"
    return Attempt(
        method="POST", target=path, headers=headers, body=broken(body, rng), name=f"{kind} {maker.__name__}"
    )
