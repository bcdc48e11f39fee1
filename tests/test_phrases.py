"""A phrase is an English string that remembers what it was made of."""

import pickle

from recognizer.phrases import Phrase

GERMAN = {
    "Expected {expected} inputs, found {found}.": "{found} statt {expected} Eingaben.",
    "Layer {index}: {reason}": "Schicht {index}: {reason}",
}


def in_german(template: str) -> str:
    return GERMAN.get(template, template)


def test_is_the_sentence_in_english() -> None:
    assert Phrase("Expected {expected} inputs, found {found}.", expected=784, found=783) == (
        "Expected 784 inputs, found 783."
    )


def test_is_translated_with_its_values_where_the_language_wants_them() -> None:
    phrase = Phrase("Expected {expected} inputs, found {found}.", expected=784, found=783)
    assert phrase.translated(in_german) == "783 statt 784 Eingaben."


def test_translates_a_phrase_within_a_phrase() -> None:
    inner = Phrase("Expected {expected} inputs, found {found}.", expected=784, found=783)
    phrase = Phrase("Layer {index}: {reason}", index=2, reason=inner)
    assert phrase == "Layer 2: Expected 784 inputs, found 783."
    assert phrase.translated(in_german) == "Schicht 2: 783 statt 784 Eingaben."


def test_passes_from_a_process_to_another_whole() -> None:
    error = ValueError(Phrase("Expected {expected} inputs, found {found}.", expected="{784}", found=783))
    phrase = pickle.loads(pickle.dumps(error)).args[0]  # noqa: S301  # our own bytes
    assert phrase == "Expected {784} inputs, found 783."
    assert phrase.translated(in_german) == "783 statt {784} Eingaben."
