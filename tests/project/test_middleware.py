"""What pages get with their answers, and reading goes without."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from digitweb.middleware import READING
from digitweb.security.headers import NO_PAGE
from tests.support.site import BAR

pytestmark = pytest.mark.django_db


def test_reading_has_no_session_no_user_and_the_policy_of_what_is_no_page(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    response = client.post(READING, BAR, content_type="application/json")
    assert response.status_code == 200
    request = response.wsgi_request
    assert not [name for name in ("session", "user", "_messages") if hasattr(request, name)]
    assert response["Content-Security-Policy"] == NO_PAGE
    assert not response.cookies


def test_a_page_has_them_all(client: Client) -> None:
    response = client.get("/")
    request = response.wsgi_request
    assert all(hasattr(request, name) for name in ("session", "user", "_messages"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_safe_headers_are_those_of_all_answers(client: Client) -> None:
    for response in (client.get("/"), client.post(READING, BAR, content_type="application/json")):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


def test_caches_are_told_what_the_language_hangs_on(client: Client) -> None:
    for response in (client.get("/"), client.post(READING, BAR, content_type="application/json")):
        assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
