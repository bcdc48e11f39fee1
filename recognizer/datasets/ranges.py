"""Plain numbers of a dataclass, kept within ranges."""

from collections.abc import Mapping
from typing import Any

from recognizer.phrases import Phrase


def check_ranges(
    settings: Any,  # noqa: ANN401 - any dataclass of numbers
    ranges: Mapping[str, tuple[float, float]],
    error: type[Exception],
) -> None:
    """Refuse a field that is no number, or outside of its range.

    Parameters
    ----------
    settings
        A dataclass whose fields are annotated as int or float; an int will do for a float, never a bool.
    ranges
        For each field the lowest and the highest value.
    error
        What to raise; its text says what was expected and what came.
    """
    for name, (lowest, highest) in ranges.items():
        value = getattr(settings, name)
        whole = type(settings).__dataclass_fields__[name].type is int
        # bool is an int to Python, but nobody means it here; NaN fails the comparison
        is_number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if not is_number or not lowest <= value <= highest:
            kind = Phrase("a whole number") if whole else Phrase("a number")
            raise error(
                Phrase(
                    "{name}: expected {kind} from {lowest} to {highest}, found {value}.",
                    name=name,
                    kind=kind,
                    lowest=lowest,
                    highest=highest,
                    value=repr(value),
                )
            )
