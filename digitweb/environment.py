"""What the settings read from outside: environment variables and the data folder."""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

RATE = re.compile(r"0|[1-9]\d*/[1-9]?\d*[smhd]")


def made_data_folder(name: str) -> Path:
    """Return the data folder, made on first use; fail loudly if that cannot be."""
    folder = Path(name).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DIGITWEB_DATA_DIR should name a folder that can be written; "
            f"{folder} cannot be made: {error.strerror}."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"DIGITWEB_DATA_DIR should name a folder that can be written; {folder} cannot."
        )
    return folder


def read_or_create_secret_key(path: Path) -> str:
    """Return the secret key kept in `path`; on first use write a random one that only its owner can read."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_secret_key(path)
    with os.fdopen(descriptor, "w") as file:
        key = get_random_secret_key()
        file.write(key + "\n")
    return key


def read_secret_key(path: Path) -> str:
    """Return the secret key in `path`; an empty file is an error, not an empty key."""
    key = path.read_text().strip()
    if not key:
        raise ImproperlyConfigured(
            f"{path} should hold the secret key and is empty. Delete it to have a new one made."
        )
    return key


def checked_rate(rate: str, *, name: str = "RECOGNIZE_RATE") -> str:
    """Return `rate` if it reads like "30/s" or is "0" (no limit); fail loudly otherwise."""
    if not RATE.fullmatch(rate):
        raise ImproperlyConfigured(
            f'{name} should be a number of requests per period such as "30/s", "600/m" or "5000/h", '
            f'or "0" for no limit; it is "{rate}".'
        )
    return rate


def checked_margin(margin: str) -> float:
    """Return how much worse a version may be, in percentage points; fail loudly for anything else."""
    try:
        points = float(margin)
    except ValueError:
        points = -1
    if not 0 <= points <= 100:
        raise ImproperlyConfigured(
            f'ACTIVATION_MARGIN should be percentage points from 0 to 100, such as 0.2; it is "{margin}".'
        )
    return points
