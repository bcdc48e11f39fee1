"""Tags of versions in the admin: typed with commas between them, and a filter of the list."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recognizer.models import ModelVersion

MOST, MOST_CHARACTERS = 10, 30
"""Of a version, and of a tag."""


class TagsField(forms.CharField):
    """Words with commas between them; in Python a list with each of them once, in their order."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - what was typed, or a list
        """Return a list as it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Return the words; raise ValidationError where they are too many or too long."""
        typed = str(super().to_python(value)).replace("，", ",").replace("、", ",").split(",")
        words = list(dict.fromkeys(" ".join(word.split()) for word in typed if word.strip()))
        if len(words) > MOST:
            raise ValidationError(
                gettext("Expected at most %(most)d tags, found %(found)d.")
                % {"most": MOST, "found": len(words)}
            )
        if long := next((word for word in words if len(word) > MOST_CHARACTERS), None):
            raise ValidationError(
                gettext('Expected tags of at most %(most)d characters, found "%(long)s".')
                % {"most": MOST_CHARACTERS, "long": f"{long[:MOST_CHARACTERS]}…"}
            )
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        """Whether other words were typed."""
        return super().has_changed(self.prepare_value(initial), data)


class VersionForm(forms.ModelForm[ModelVersion]):
    """What a person says of a version."""

    tags = TagsField(
        label=capfirst(ModelVersion._meta.get_field("tags").verbose_name),
        required=False,
        help_text=ModelVersion._meta.get_field("tags").help_text,
    )


class TagFilter(SimpleListFilter):
    """Versions that have a tag."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterator[tuple[str, str]]:
        """Yield the tags that there are."""
        tags = {tag for tags in ModelVersion.objects.values_list("tags", flat=True) for tag in tags}
        for tag in sorted(tags):
            yield tag, tag

    def queryset(self, request: HttpRequest, queryset: QuerySet[ModelVersion]) -> QuerySet[ModelVersion]:
        """Return those that have it; not every database can look into a list."""
        tag = self.value()
        if tag is None:
            return queryset
        numbers = [number for number, tags in queryset.values_list("pk", "tags") if tag in tags]
        return queryset.filter(pk__in=numbers)
