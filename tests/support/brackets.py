"""A language in which every sentence is the English one in brackets: what has none cannot be translated."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.utils.translation.trans_real import DjangoTranslation


def bracketed(_language: DjangoTranslation, sentence: str) -> str:
    return f"⟦{sentence}⟧"


def bracketed_count(_language: DjangoTranslation, one: str, more: str, count: int) -> str:
    return f"⟦{one if count == 1 else more}⟧"


@contextmanager
def in_brackets() -> Iterator[None]:
    """Let all that is translated come in brackets."""
    with (
        patch.object(DjangoTranslation, "gettext", bracketed),
        patch.object(DjangoTranslation, "ngettext", bracketed_count),
    ):
        yield
