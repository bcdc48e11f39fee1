"""The first administrator, whose password is printed once, and should not stay."""

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

USERNAME = "admin"
PASSWORD_BYTES = 16


def make_first_admin() -> str:
    """Make an administrator with a random password, and return it; keep a hash of the password's hash."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = get_user_model().objects.create_superuser(USERNAME, password=password)
    mark().write_text(digest_of(user.password) + "\n")
    return password


def still_has_first_password() -> str | None:
    """Return the name of whoever still has the password that was printed, or None."""
    if not mark().is_file():
        return None
    first = mark().read_text().strip()
    users = get_user_model().objects.filter(is_active=True, is_superuser=True)
    return next((user.get_username() for user in users if digest_of(user.password) == first), None)


def digest_of(encoded: str) -> str:
    """Return a hash of an encoded password, which changes whenever the password does."""
    return hashlib.sha256(encoded.encode()).hexdigest()


def mark() -> Path:
    """Return the file that keeps it."""
    folder: Path = settings.DIGITWEB_DATA_DIR
    return folder / "first-password"
