"""What the documents say: their code, the commands in it, their tables, links and headings."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.support.site import ROOT

FOLDERS = (".", "deploy", "docs", "recognizer", "static")
HISTORY = "CHANGELOG.md"
"""Names what there was, whether it is still there or not."""

ASSIGNMENT = re.compile(r"([A-Z][A-Z0-9_]+)=(.*)")
PROMPT = "$ "


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of code."""

    language: str
    text: str

    def commands(self) -> list[str]:
        """Return what is typed in it, without what is printed."""
        joined = self.text.replace("\\\n", " ")
        return [line.removeprefix(PROMPT) for line in joined.splitlines() if line.startswith(PROMPT)]


@dataclass(kw_only=True)
class Section:
    """A heading, and all between it and the next."""

    title: str
    spans: list[str] = field(default_factory=list)
    """Code within sentences and tables."""
    rows: list[list[list[str]]] = field(default_factory=list)
    """Of tables, their head included: for each cell its spans, or its text where it has none."""


@dataclass(kw_only=True)
class Document:
    """A Markdown file."""

    path: Path
    sections: list[Section]
    blocks: list[Block] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def spans(self) -> list[str]:
        """All code within sentences and tables."""
        return [span for section in self.sections for span in section.spans]

    @property
    def commands(self) -> list[str]:
        """All that is typed in its examples."""
        return [
            command for block in self.blocks if block.language == "console" for command in block.commands()
        ]


@cache
def documents() -> tuple[Document, ...]:
    """Return README, CONTRIBUTING, and what lies in docs and beside the code."""
    found = [
        path for folder in FOLDERS for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
    ]
    return tuple(parsed(path) for path in sorted(found) if path.name != HISTORY)


def parsed(path: Path) -> Document:
    """Read one file."""
    tokens = MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8"))
    document = Document(path=path, sections=[Section(title="")])
    for before, token in zip([None, *tokens], tokens, strict=False):
        section = document.sections[-1]
        if token.type == "fence":
            document.blocks.append(Block(language=token.info, text=token.content))
        elif token.type == "tr_open":
            section.rows.append([])
        elif token.type == "inline" and before is not None and before.type == "heading_open":
            document.sections.append(Section(title=text_of(token)))
            document.anchors.append(anchor(text_of(token), document.anchors))
        elif token.type == "inline" and before is not None and before.type in {"td_open", "th_open"}:
            section.rows[-1].append(spans_of(token) or [text_of(token)])
        if token.type == "inline":
            document.sections[-1].spans += spans_of(token)
            document.links += links_of(token)
    return document


def spans_of(token: Token) -> list[str]:
    """Return the code in a line of text."""
    return [child.content for child in token.children or () if child.type == "code_inline"]


def links_of(token: Token) -> list[str]:
    """Return where the links and pictures in a line of text lead."""
    attributes = [child.attrs for child in token.children or ()]
    return [str(found) for attrs in attributes for name in ("href", "src") if (found := attrs.get(name))]


def text_of(token: Token) -> str:
    """Return a line of text without its marks."""
    return "".join(child.content for child in token.children or ())


def anchor(title: str, taken: list[str]) -> str:
    """Return the name by which GitHub leads to a heading; of equal ones the later get a number."""
    name = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    same = [other for other in taken if re.fullmatch(rf"{re.escape(name)}(-\d+)?", other)]
    return f"{name}-{len(same)}" if same else name


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A command as it would be typed."""

    line: str
    variables: dict[str, str]
    """Set before it."""
    words: list[str]


def typed(line: str) -> Typed:
    """Take a line apart as a shell does, comments left out."""
    words = shlex.split(line, comments=True)
    variables = {}
    while words and (found := ASSIGNMENT.fullmatch(words[0])):
        variables[found[1]] = found[2]
        words = words[1:]
    return Typed(line=line, variables=variables, words=words)


def all_typed() -> Iterator[tuple[Document, Typed]]:
    """Yield every line of every example, and every span that can be taken apart, with its document."""
    for document in documents():
        for line in [*document.commands, *document.spans]:
            try:
                yield document, typed(line)
            except ValueError:  # a quotation mark that is none: no command
                continue


def options_of(words: list[str]) -> set[str]:
    """Return the options among the words of a command, without their values."""
    return {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}


def management_command(words: list[str]) -> tuple[str, list[str]] | None:
    """Return name and arguments of a management command, or None if this is something else."""
    if words and Path(words[0]).name == "python":
        words = words[1:]
    if len(words) > 1 and words[0] == "manage.py" and re.fullmatch(r"[a-z_]+", words[1]):
        return words[1], words[2:]
    return None
