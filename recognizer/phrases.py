"""Sentences that can still be said in another language after they were written in English.

The libraries (`nn`, `ink`, `datasets`) know nothing of Django and so of no reader's language. What they have
to say they raise as a `Phrase`: a plain English string, which remembers what it was made of for a site that
translates.
"""

from collections.abc import Callable
from typing import Any, Self

MAX_SHOWN = 60
"""Characters of what is shown of something that a client or a file has."""


def shortened(text: str) -> str:
    """Return a text, or the beginning of a long one."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def encodable(text: str) -> str:
    r"""Return a text that can be written anywhere: half a character, which JSON may have, as ``\ud800``."""
    return text.encode("utf-8", "backslashreplace").decode()


class Phrase(str):
    """An English sentence made of a template and values.

    `Phrase("Expected {expected} inputs, found {found}.", expected=784, found=783)` is the sentence with both
    numbers in it. The template is a literal, so that `makemessages` finds it; its fields are bare names. A
    value may be a phrase itself; what is neither text nor integer is kept as the text that it makes.
    """

    template: str
    """What a catalogue of translations knows the sentence by, with the fields of `str.format`."""
    values: dict[str, str | int]

    def __new__(cls, template: str, **values: Any) -> Self:
        """Return the sentence in English."""
        plain = {
            name: value if isinstance(value, Phrase | int) else encodable(str(value))
            for name, value in values.items()
        }
        phrase = super().__new__(cls, template.format(**plain))
        phrase.template = template
        phrase.values = plain
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Let the sentence pass from a process to another and keep what it was made of."""
        return (self.template,), self.values

    def translated(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language into which `translate` brings its template."""
        values = {
            name: value.translated(translate) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        return translate(self.template).format(**values)


class PhraseError(Exception):
    """An error that can still be said in another language: `ShapeError("got {shape}", shape=shape)`.

    Its message is a `Phrase`. A text that comes from elsewhere and may hold braces is given without values
    and kept as it is; so is a phrase.
    """

    def __init__(self, template: str = "", /, **values: Any) -> None:
        is_text = isinstance(template, Phrase) or not {"{", "}"}.isdisjoint(template)
        super().__init__(template if is_text and not values else Phrase(template, **values))


def phrase_errors() -> set[type[PhraseError]]:
    """Return every class of such errors that is loaded."""
    found = {PhraseError}
    while more := {child for parent in found for child in parent.__subclasses__()} - found:
        found |= more
    return found


def as_json(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return a text as JSON keeps it: a phrase as its template and values, any other text as it is."""
    if not isinstance(text, Phrase):
        return text
    return {
        "template": text.template,
        "values": {
            name: as_json(value) if isinstance(value, str) else value for name, value in text.values.items()
        },
    }


def from_json(kept: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the phrase or the text that was kept so."""
    if isinstance(kept, str):
        return kept
    values = {
        name: value if isinstance(value, int) else from_json(value) for name, value in kept["values"].items()
    }
    return Phrase(kept["template"], **values)


def message_of(error: BaseException) -> str:
    """Return what an error says: the phrase itself if it carries one, so that a phrase can be made of it."""
    message = error.args[0] if error.args else ""
    return message if isinstance(message, Phrase) else str(error)
