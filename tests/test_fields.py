"""A column keeps a phrase so that it can be said in another language later."""

import json

import pytest
from django.core import serializers

from recognizer.fields import PhraseField
from recognizer.models import ModelVersion, Status
from recognizer.phrases import Phrase

pytestmark = pytest.mark.django_db
WHY = Phrase("Layer {index}: {reason}", index=2, reason=Phrase("it is none"))


def failed(error: str) -> ModelVersion:
    version = ModelVersion.objects.create(name="Failed", status=Status.FAILED, error=error)
    version.refresh_from_db()
    return version


def test_a_phrase_comes_back_as_one() -> None:
    error = failed(WHY).error
    assert error == "Layer 2: it is none"
    assert isinstance(error, Phrase)
    assert error.translated(lambda template: f"⟦{template}⟧") == "⟦Layer 2: ⟦it is none⟧⟧"


def test_an_update_keeps_a_phrase_too() -> None:
    version = failed("")
    ModelVersion.objects.filter(pk=version.pk).update(error=WHY)
    version.refresh_from_db()
    assert isinstance(version.error, Phrase)


@pytest.mark.parametrize(
    "text", ["", "Cancelled by {name}.", "{", "{}", '{"template": 1}', '{"template": "{a}", "values": {}}']
)
def test_what_earlier_releases_wrote_stays_as_it_is(text: str) -> None:
    error = failed(text).error
    assert error == text
    assert not isinstance(error, Phrase)


def test_a_dump_can_be_loaded_again() -> None:
    version = failed(WHY)
    dump = serializers.serialize("json", [version])
    assert json.loads(dump)[0]["fields"]["error"].startswith('{"template": ')
    loaded = next(serializers.deserialize("json", dump)).object
    assert isinstance(loaded, ModelVersion)
    assert isinstance(loaded.error, Phrase)
    assert loaded.error == WHY


def test_it_is_a_text_to_the_database() -> None:
    assert PhraseField().get_internal_type() == "TextField"
