"""The first administrator, and whether the password that was printed is still there."""

import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from recognizer.services.first_admin import make_first_admin, mark, still_has_first_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path


def test_it_has_a_password_of_its_own_by_chance() -> None:
    password = make_first_admin()
    assert len(password) == 22
    assert User.objects.get(username="admin").check_password(password)
    assert password not in mark().read_text()
    assert not stat.S_IMODE(mark().stat().st_mode) & 0o077


def test_it_is_noticed_as_long_as_it_stays() -> None:
    assert still_has_first_password() is None
    make_first_admin()
    assert still_has_first_password() == "admin"
    User.objects.update(username="renamed")
    assert still_has_first_password() == "renamed"
    user = User.objects.get()
    user.set_password("another password of theirs")
    user.save()
    assert still_has_first_password() is None
