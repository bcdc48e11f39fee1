"""What a page says to people: its text, and what its attributes say."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

SAYING = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-waiting", "data-label")
"""Attributes that are shown or read out."""

SILENT = frozenset({"script", "style", "code", "kbd", "pre", "math", "samp"})
"""Elements whose content is no language: programs, keys, formulas."""

OPEN, CLOSE = "⟦", "⟧"


class _Sayings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in SILENT or attributes.get("translate") == "no":
            self._silent.append(tag)
        self.found += [value for name in SAYING if (value := attributes.get(name))]
        if tag == "meta" and attributes.get("name") == "description":
            self.found.append(attributes.get("content") or "")
        if tag == "input" and attributes.get("type") in {"submit", "button", "reset"}:
            self.found.append(attributes.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def sayings(page: str) -> str:
    """Return all that a page says, a line for each piece."""
    parser = _Sayings()
    parser.feed(page)
    return "\n".join(piece.strip() for piece in parser.found if piece.strip())


def outside_brackets(text: str) -> str:
    """Return what stands outside of all brackets."""
    depth = 0
    kept: list[str] = []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        if depth == 0 and character != CLOSE:
            kept.append(character)
    return "".join(kept)


def words(text: str) -> Iterator[str]:
    """Yield the words of two Latin letters or more."""
    yield from re.findall(r"(?<![\w.@/{-])[A-Za-z][a-z]+(?![\w@/}])", text)
