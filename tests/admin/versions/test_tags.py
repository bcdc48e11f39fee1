"""Versions have notes and tags, and the list can be filtered by a tag."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from recognizer.admin.versions.tags import MOST, MOST_CHARACTERS, TagsField
from recognizer.models import ModelVersion
from tests.support.versions import register_good_version

LIST = reverse("admin:recognizer_modelversion_changelist")


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", []),
        (" , ,", []),
        ("exam", ["exam"]),
        ("exam,  old   paper ,exam", ["exam", "old paper"]),
        ("考试，纸、旧", ["考试", "纸", "旧"]),
        (",".join(map(str, range(MOST))), [str(number) for number in range(MOST)]),
    ],
)
def test_tags_are_words_with_commas_between_them(typed: str, tags: list[str]) -> None:
    assert TagsField(required=False).clean(typed) == tags


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (",".join(map(str, range(MOST + 1))), "Expected at most 10 tags, found 11."),
        ("x" * (MOST_CHARACTERS + 1), f'Expected tags of at most 30 characters, found "{"x" * 30}…".'),
    ],
)
def test_too_many_or_too_long_ones_are_refused(typed: str, error: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TagsField(required=False).clean(typed)
    assert refused.value.messages == [error]


@pytest.mark.django_db
def test_what_is_typed_is_kept_shown_and_found(admin_client: Client, tmp_path: Path) -> None:
    version, other = (register_good_version(tmp_path, name) for name in ("First", "Second"))
    page = reverse("admin:recognizer_modelversion_change", args=[version.number])
    typed = {"name": "First", "label": "", "tags": "exam, <b>paper", "notes": "Read the scans of May."}
    admin_client.post(page, typed)
    found = ModelVersion.objects.get(pk=version.pk)
    assert (found.tags, found.notes) == (["exam", "<b>paper"], "Read the scans of May.")
    shown = admin_client.get(page).content.decode()
    assert 'value="exam, &lt;b&gt;paper"' in shown
    listed = admin_client.get(LIST).content.decode()
    assert '<span class="version-tag">exam</span>' in listed
    assert "<b>paper" not in listed
    filtered = admin_client.get(LIST, {"tag": "exam"}).content.decode()
    assert f"/{version.number}/change/" in filtered
    assert f"/{other.number}/change/" not in filtered
    searched = admin_client.get(LIST, {"q": "scans of May"}).content.decode()
    assert f"/{version.number}/change/" in searched
    assert f"/{other.number}/change/" not in searched
