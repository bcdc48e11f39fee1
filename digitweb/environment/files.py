"""Folders and files: the data folder, static files, the secret key, the log."""

import importlib.util
import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from digitweb.privacy import restrict_path


def folder_of_package(name: str) -> Path:
    """Return the folder of an installed package, which is not imported."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ImproperlyConfigured(f"The package {name} is not installed. Type `make run` once.")
    return Path(found.origin).parent


def made_data_folder(name: str) -> Path:
    """Return the data folder, made on first use; raise ImproperlyConfigured if that fails."""
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
    restrict_path(folder)
    return folder


def checked_static_folder(name: str, *, data_folder: Path) -> Path:
    """Return where static files are collected, which others may read; it must not hold the data folder."""
    folder = Path(name).expanduser().absolute() if name else data_folder / "static"
    if folder == data_folder or folder in data_folder.parents:
        raise ImproperlyConfigured(
            f"STATIC_DIR should name a folder of static files alone, which a web server may read; "
            f"{folder} holds the data folder, {data_folder}."
        )
    return folder


def read_or_create_secret_key(path: Path) -> str:
    """Return the secret key kept in `path`; on first use write a random one that only its owner can read."""
    try:
        return create_secret_key(path)
    except FileExistsError:
        return read_secret_key(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be written to {path}: {error.strerror}. "
            "See to that, or name another folder with DIGITWEB_DATA_DIR."
        ) from error


def create_secret_key(path: Path) -> str:
    """Write a new key atomically."""
    if path.exists():
        raise FileExistsError
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")  # of mode 0600
    key = get_random_secret_key()
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key + "\n")
        os.link(name, path)  # unlike a renaming it fails where another process was quicker
    finally:
        Path(name).unlink()
    return key


def read_secret_key(path: Path) -> str:
    """Return the secret key in `path`; an empty file is an error, not an empty key."""
    try:
        key = path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} should hold the secret key and cannot be read: {error.strerror}. Make it readable."
        ) from error
    if not key:
        raise ImproperlyConfigured(
            f"{path} should hold the secret key and is empty. Delete it to have a new one made."
        )
    return key


def checked_log_file(name: str) -> Path:
    """Return the file that logs go to; raise ImproperlyConfigured if it cannot be written."""
    path = Path(name).expanduser()
    if not path.is_absolute():
        raise ImproperlyConfigured(
            f'LOG_FILE should be a path from the root, such as /var/log/digitweb/site.log; it is "{name}".'
        )
    try:
        path.open("a").close()
    except OSError as error:
        raise ImproperlyConfigured(
            f"LOG_FILE should name a file that can be written; {path} cannot: {error.strerror}."
        ) from error
    return path
