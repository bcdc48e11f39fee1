"""A phrase is an English string that remembers what it was made of."""

import json
import pickle
from pathlib import Path

import pytest

from recognizer.phrases import Phrase, PhraseError, as_json, from_json, message_of

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


def test_passes_through_json_whole() -> None:
    inner = Phrase("Expected {expected} inputs, found {found}.", expected=784, found=783)
    phrase = Phrase("Layer {index}: {reason}", index=2, reason=inner)
    again = from_json(json.loads(json.dumps(as_json(phrase))))
    assert isinstance(again, Phrase)
    assert again == phrase
    assert again.translated(in_german) == "Schicht 2: 783 statt 784 Eingaben."


def test_a_text_passes_through_json_as_it_is() -> None:
    assert from_json(as_json("{index}")) == "{index}"


@pytest.mark.parametrize("value", [Path("a/b"), (2, 3), float("nan"), 0.1, None, ValueError("why")])
def test_keeps_what_no_json_has_as_the_text_that_it_makes(value: object) -> None:
    phrase = Phrase("found {found}", found=value)
    assert phrase == f"found {value}"
    assert phrase.values == {"found": str(value)}


def test_half_a_character_is_told_in_signs_that_can_be_written() -> None:
    phrase = Phrase("found {found} in {place}", found="a\udfff", place=Phrase("line {line}", line="\ud800"))
    assert phrase == r"found a\udfff in line \ud800"
    assert phrase.encode()


def test_an_error_is_raised_with_a_template_and_its_values() -> None:
    error = PhraseError("Expected {expected} inputs, found {found}.", expected=784, found=783)
    assert str(error) == "Expected 784 inputs, found 783."
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    phrase = message_of(again)
    assert isinstance(phrase, Phrase)
    assert phrase.translated(in_german) == "783 statt 784 Eingaben."


@pytest.mark.parametrize("text", ["a {brace", "{found}", "no }", Phrase("Layer {index}", index="{2}")])
def test_an_error_without_values_says_a_text_as_it_is(text: str) -> None:
    assert message_of(PhraseError(text)) == text


def test_an_error_may_say_nothing() -> None:
    assert str(PhraseError()) == ""


def test_an_error_says_its_phrase() -> None:
    phrase = Phrase("Layer {index}: {reason}", index=2, reason="none")
    assert message_of(ValueError(phrase)) is phrase
    assert message_of(FileNotFoundError(2, "No such file")) == "[Errno 2] No such file"
    assert message_of(ValueError()) == ""
