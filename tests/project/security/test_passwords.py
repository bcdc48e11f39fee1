"""What is taken for a password: long ones of any characters, but for common and telling ones."""

import logging
import re

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.fixtures import Settings

from digitweb import settings as own_settings
from digitweb.security.passwords import OUR_WORDS, own_words
from tests.support.documents import documents

GOOD = (
    "correct horse battery",
    "830612947736",
    "只有我知道的一句很长的话",
    "x!" * 64,
    "UPPER lower but none else",
)
BAD = (
    "short",
    "elevenchars",
    "qwertyuiop123",
    "digitweb-digitweb",
    "DigitWeb2026",
    "admin-mnist-1",
    "operator-example",
)


@pytest.mark.parametrize("password", GOOD)
def test_long_ones_of_any_characters_are_taken(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", BAD)
def test_short_common_and_telling_ones_are_refused(password: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["digits.example.org"]
    with pytest.raises(ValidationError):
        validate_password(password)


def test_one_that_is_like_its_user_is_refused() -> None:
    with pytest.raises(ValidationError, match="too similar to the username"):
        validate_password("margarethe-von", User(username="margarethe-von-t"))


def test_a_word_of_this_site_within_a_long_one_is_no_harm() -> None:
    validate_password("my digits are nobody's business")


def test_hosts_are_words_of_this_site(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [".school.example", "192.0.2.1", "[::1]", "*"]
    assert {"school", "example", "digitweb"} <= set(own_words())
    assert "192" not in own_words()


def test_the_refusal_names_the_word() -> None:
    with pytest.raises(ValidationError, match='beside "digitweb", which is a word of this site'):
        validate_password("digitweb-2026")


@pytest.mark.django_db
def test_a_change_is_logged_and_the_password_is_not(caplog: pytest.LogCaptureFixture) -> None:
    user = User.objects.create_user("o\nne")
    with caplog.at_level(logging.INFO):
        user.set_password("a-long-new-passphrase")
        user.save()
    assert "The password of 'o\\nne' was set." in caplog.text
    assert "passphrase" not in caplog.text


@pytest.mark.django_db
def test_the_form_masks_it_and_lets_managers_fill_it_in(client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="off"' not in field


@pytest.mark.django_db
def test_it_is_taken_as_it_is_typed() -> None:
    word = " A Long Password with Ä and Spaces " + "x" * 100
    user = User.objects.create_user("ada", password=word)
    assert user.check_password(word)
    for other in (word.strip(), word.lower(), word[:72], word[:128]):
        assert not user.check_password(other)


def test_hashes_are_slow(settings: Settings) -> None:
    assert not hasattr(own_settings, "PASSWORD_HASHERS")
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the tests have one that is quick
    algorithm, rounds, salt, _digest = make_password("right").split("$")
    assert algorithm == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
    assert len(salt) >= 22


def test_the_words_are_written_down() -> None:
    (page,) = [document for document in documents() if document.path.name == "security.md"]
    (section,) = [section for section in page.sections if section.title == "Passwords and sessions"]
    assert set(OUR_WORDS) <= set(section.spans)
