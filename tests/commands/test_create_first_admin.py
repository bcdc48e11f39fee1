"""`manage.py create_first_admin`."""

import io
import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


def create() -> str:
    output = io.StringIO()
    call_command("create_first_admin", address="http://here", stdout=output)
    return output.getvalue()


def test_the_printed_password_works() -> None:
    said = create()
    found = re.search(r"Password: (\S+)", said)
    assert found
    user = authenticate(RequestFactory().post("/"), username="admin", password=found[1])
    assert user is not None
    assert user.is_superuser
    assert "http://here/admin/" in said


def test_a_site_with_users_is_left_alone() -> None:
    get_user_model().objects.create_user("somebody")
    assert create() == ""
    assert not get_user_model().objects.filter(username="admin").exists()
