"""Who asks in the admin for what he may not is logged, in one line."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_refusal_is_logged_with_name_address_and_place(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(User.objects.create_user("ada\n", is_staff=True))
    assert client.get(reverse("admin:auth_user_changelist"), REMOTE_ADDR="192.0.2.1").status_code == 403
    assert "'ada\\n' from 192.0.2.1 may not GET '/admin/auth/user/'." in caplog.text


def test_what_is_allowed_is_not(admin_client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert admin_client.get(reverse("admin:auth_user_changelist")).status_code == 200
    assert "may not" not in caplog.text


def test_a_missing_token_is_logged_by_django(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 403
    assert "Forbidden (CSRF cookie not set.): /admin/login/" in caplog.text
