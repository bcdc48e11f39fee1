"""What a page says to people: its text, and what its attributes say."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from recognizer.services.training.options import ARGUMENTS, INITIALIZER

SAYING = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-waiting", "data-label")
"""Attributes that are shown or read out."""

SILENT = frozenset({"script", "style", "code", "kbd", "pre", "math", "samp", "var", "cite"})
"""Elements whose content is no language of the page: programs, keys, formulas, works of others."""

BUTTONS = frozenset({"submit", "button", "reset"})

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
"""Characters, and punctuation as wide as they are."""

KEYS = {"Ctrl", "Control", "Command", "Mac", "Shift", "Esc", "Escape", "Del", "Delete", "Tab", "Enter"}
NAMES = {"digitweb", "David", "Rumelhart", "Geoffrey", "Hinton", "Ronald", "Williams", "Michael", "Nielsen"}
NAMES |= {"Python", "Nature", "Adam", "Nesterov", "Hadamard", "Cohen", "Wilson"}
TERMS = {"sigmoid", "softmax", "epoch", "Dropout", "cookie", "kappa", "Webhook"}
"""The field's own words, which Chinese keeps, or names once beside its own."""
FOR_MACHINES = {choice for option in (INITIALIZER, *ARGUMENTS.values()) for choice in option.choices}
FOR_MACHINES |= {"layers", "safetensors", "VersionRefused", "admin", "migrate"}
FOR_MACHINES |= {"backprop", "update", "train", "layer"}
"""Names of options, files, errors, accounts, and in the lecture's short program."""
OF_DJANGO = {"Search"}
"""Written in its template so that it cannot be translated."""
ALLOWED = KEYS | NAMES | TERMS | FOR_MACHINES | OF_DJANGO


class _Sayings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []
        """Open elements that say nothing, and what is open inside them under the same name."""
        self._option: str | None = None
        """The value of the option that was opened last."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        foreign = attributes.get("translate") == "no" or (tag != "html" and attributes.get("lang"))
        if tag in SILENT or foreign or (self._silent and self._silent[-1] == tag):
            self._silent.append(tag)
        self._option = attributes.get("value") if tag == "option" else None
        if foreign:
            return
        self.found += [value for name in SAYING if (value := attributes.get(name))]
        if tag == "meta" and attributes.get("name") == "description":
            self.found.append(attributes.get("content") or "")
        if tag == "input" and attributes.get("type") in BUTTONS:
            self.found.append(attributes.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data != self._option:
            self.found.append(data)


def sayings(page: str) -> list[str]:
    """Return all that a page says, piece by piece."""
    parser = _Sayings()
    parser.feed(page)
    return [piece.strip() for piece in parser.found if piece.strip()]


def words(text: str) -> Iterator[str]:
    """Yield the words of two Latin letters or more; what stands in code, paths and {braces} is none."""
    yield from re.findall(r"(?<![\w.@/{<-])[A-Za-z][a-z]+(?![\w@/}])", text, re.ASCII)


def english_in(page: str) -> list[str]:
    """Return what a page says with a word that is not Chinese."""
    return [said for said in sayings(page) if set(words(said)) - ALLOWED]


def chinese_in(page: str) -> list[str]:
    """Return what a page says with a Chinese character."""
    return [said for said in sayings(page) if CHINESE.search(said)]
