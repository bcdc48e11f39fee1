"""What Pydantic objects to is said in our own words."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from recognizer.phrases import Phrase
from recognizer.services.errors import translated
from recognizer.services.validation_messages import MESSAGES, validation_message
from tests.support.brackets import in_brackets


class Named(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str


def refuse(value: int) -> int:
    raise ValueError(Phrase("expected another number than {number}", number=value))


CASES: list[tuple[Any, str, str]] = [
    (Named, "{}", "expected a value, found none"),
    (Named, '{"name": "a", "nickname": "b"}', "expected no field of this name"),
    (Named, "[]", "expected an object"),
    (Literal["a", "b", "c"], '"d"', "expected one of 'a', 'b', 'c'"),
    (Annotated[float, Field(gt=0)], "0", "expected more than 0, found 0"),
    (Annotated[float, Field(ge=0.05)], "-1.5", "expected at least 0.05, found -1.5"),
    (Annotated[float, Field(lt=1)], "1", "expected less than 1, found 1"),
    (Annotated[float, Field(le=1e9)], "1e12", "expected at most 1000000000, found 1000000000000"),
    (Annotated[int, Field(le=9)], "1" + "0" * 300, "found 100000000000000000...0000000000000000000"),
    (Annotated[float, Field(allow_inf_nan=False)], "NaN", "expected a finite number, found nan"),
    (Annotated[list[int], Field(min_length=2)], "[1]", "expected a list of at least 2, found one of 1"),
    (Annotated[list[int], Field(max_length=1)], "[1, 2]", "expected a list of at most 1, found one of 2"),
    (Annotated[str, Field(min_length=1)], '""', "expected a text with a length of at least 1"),
    (Annotated[str, Field(max_length=1)], '"ab"', "expected a text with a length of at most 1"),
    (Annotated[str, Field(pattern="^[0-9]$")], '"a"', "expected a text that fits ^[0-9]$"),
    (int, "[1,", "expected JSON, found something else at line 1, column 3"),
    (bool, "3", "expected true or false"),
    (int, "1.5", "expected a whole number"),
    (int, '"one"', "expected a whole number"),
    (float, "[]", "expected a number"),
    (str, "1", "expected a text"),
    (list[int], "1", "expected a list"),
    (tuple[int, int], '"12"', "expected a list"),
    (dict[str, int], "1", "expected an object"),
    (None, "1", "expected another value"),
    (Annotated[int, AfterValidator(refuse)], "7", "expected another number than 7"),
]


def first_message(kind: Any, text: str) -> tuple[str, str]:  # noqa: ANN401 - a type, or a form of one
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_json(text)
    found = caught.value.errors()[0]
    return found["type"], validation_message(found)


@pytest.mark.parametrize(("kind", "text", "said"), CASES)
def test_says_what_was_expected_and_what_came(kind: object, text: str, said: str) -> None:
    assert first_message(kind, text)[1].endswith(said)


@pytest.mark.parametrize(("kind", "text"), [case[:2] for case in CASES])
def test_says_it_in_the_readers_language(kind: object, text: str) -> None:
    with in_brackets():
        assert translated(first_message(kind, text)[1]).startswith("⟦")


def test_every_objection_was_made_here() -> None:
    made = {first_message(kind, text)[0] for kind, text, _ in CASES}
    of_a_dataclass = {"unexpected_keyword_argument"}
    assert MESSAGES.keys() - of_a_dataclass <= made
