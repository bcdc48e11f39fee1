"""Columns of the database that Django does not have."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from recognizer.phrases import Phrase, as_json, from_json

if TYPE_CHECKING:
    Base = models.TextField[str, str]
else:
    Base = models.TextField


class PhraseField(Base):
    """A text that the site itself wrote, and can still say in another language where it is a phrase.

    A phrase is kept as the JSON of its template and its values; any other text, such as what earlier releases
    wrote, as it is. It is no place for what a person typed, which must not become a template.
    """

    def from_db_value(
        self, kept: str | None, _expression: object, _connection: BaseDatabaseWrapper
    ) -> str | None:
        """Return what was kept: a phrase, or a text."""
        return self.to_python(kept)

    def to_python(self, value: Any) -> str | None:  # noqa: ANN401 - Django's own signature
        """Return a phrase for the JSON of one; any other text as it is."""
        if not isinstance(value, str) or isinstance(value, Phrase):
            return value
        try:
            return from_json(json.loads(value)) if value.startswith("{") else value
        except (ValueError, TypeError, LookupError, AttributeError):
            return value

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Return what is to be kept."""
        return json.dumps(as_json(value)) if isinstance(value, Phrase) else super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return what `dumpdata` writes, so that `loaddata` makes a phrase of it again."""
        return str(self.get_prep_value(self.value_from_object(obj)))
