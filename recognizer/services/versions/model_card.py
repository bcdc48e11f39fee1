"""The metadata of a model file, checked fact by fact: a file may come from anywhere."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Annotated, Any, ClassVar, Self
from unicodedata import category

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from recognizer import nn
from recognizer.nn.analysis.calibration import HIGHEST, LOWEST
from recognizer.nn.io.files import parse_json_object
from recognizer.phrases import Phrase, message_of
from recognizer.services.errors import VersionRefused
from recognizer.services.validation_messages import validation_message

METADATA_KEY = "digitweb.version"
MAX_DEPTH = 8
MAX_INTEGER = 2**63 - 1
MAX_FLOAT = 1e15

STRICT = ConfigDict(extra="forbid", strict=True)

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
DigitRow = Annotated[list[Count], Field(min_length=10, max_length=10)]


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """The facts of a version that its model file carries."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: Annotated[str, Field(min_length=1, max_length=100)]
    seed: Count
    hyperparameters: dict[str, Any]
    datasets: dict[str, str]
    command: str
    epochs: list[dict[str, Any]] = field(default_factory=list)
    mnist_accuracy: Share | None = None
    drawn_accuracy: Share | None = None
    confusion_matrix: Annotated[list[DigitRow], Field(max_length=10)] = field(default_factory=list)
    training_seconds: Annotated[float, Field(ge=0)] = 0.0
    temperature: Annotated[float, Field(ge=LOWEST, le=HIGHEST)] = 1.0
    """What brings the network's confidence in line with how often it is right."""
    environment: dict[str, str] = field(default_factory=dict)
    """On what it was trained; empty in older files."""

    def to_metadata(self) -> dict[str, str]:
        """Return the facts as the metadata of a safetensors file: text to text."""
        return {METADATA_KEY: json.dumps(asdict(self), sort_keys=True)}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> Self:
        """Parse a file's metadata; raise VersionRefused with the first invalid fact."""
        if METADATA_KEY not in metadata:
            raise VersionRefused(
                'The file has no "{key}" in its metadata: digitweb did not write it.', key=METADATA_KEY
            )
        try:
            values = parse_json_object(metadata[METADATA_KEY], Phrase("they"))
            check_plain(values)
            facts = TypeAdapter(cls).validate_json(json.dumps(values))
            check_epochs(facts.epochs)
            check_confusion(facts.confusion_matrix)
        except (nn.FileFormatError, ValueError) as error:
            raise VersionRefused(
                'The facts in the file\'s "{key}" cannot be: {reason}.',
                key=METADATA_KEY,
                reason=one_line_message(error),
            ) from error
        return facts


EPOCHS = TypeAdapter(list[nn.EpochRecord], config=STRICT)


def check_epochs(epochs: list[dict[str, Any]]) -> None:
    """Raise a ValueError unless each is the record of an epoch that was validated."""
    EPOCHS.validate_json(json.dumps(epochs))
    if any(value is None for epoch in epochs for value in epoch.values()):
        raise ValueError(Phrase("epochs: every record must have figures of the validation set"))


def check_confusion(matrix: list[list[int]]) -> None:
    """Raise a ValueError unless the matrix is complete or empty."""
    if len(matrix) not in {0, 10}:
        raise ValueError(Phrase("confusion_matrix: expected 10 rows, found {found}", found=len(matrix)))


def check_plain(value: Any, depth: int = 0) -> None:  # noqa: ANN401 - any JSON
    """Raise a ValueError for JSON that nests too deep, or holds control characters or huge numbers."""
    if depth > MAX_DEPTH:
        raise ValueError(
            Phrase("lists and objects may lie {depth} deep in each other, not deeper", depth=MAX_DEPTH)
        )
    match value:
        case dict():
            for name, inner in value.items():
                check_plain(name, depth)
                check_plain(inner, depth + 1)
        case list():
            for inner in value:
                check_plain(inner, depth + 1)
        case str() if any(category(character) in {"Cc", "Cs"} for character in value):
            raise ValueError(
                Phrase(
                    "a text must be one line without control characters; found {found}",
                    found=f"{value!a:.60}",
                )
            )
        case float() if not isfinite(value) or abs(value) > MAX_FLOAT:
            raise ValueError(
                Phrase(
                    "a number must lie within ±{most}; found {found}",
                    most=f"{MAX_FLOAT:g}",
                    found=f"{value:g}",
                )
            )
        case int() if abs(value) > MAX_INTEGER:
            raise ValueError(Phrase("an integer must lie within ±{most}", most=MAX_INTEGER))


def one_line_message(error: Exception) -> str:
    """Return an error's message in one line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        return Phrase("{place}: {reason}", place=place, reason=validation_message(first))
    return message_of(error)
