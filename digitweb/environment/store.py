"""The store that several hosts share: a folder or an object store."""

import importlib.util
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
STORE_PREFIX = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")


def checked_store(
    address: str, *, data_folder: Path, endpoint: str = "", region: str = "", keys: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return Django's settings for the store that hosts share; fail loudly for what is none."""
    if "://" not in address:
        return {
            "BACKEND": "digitweb.model_store.folder.FolderStore",
            "OPTIONS": {"location": checked_store_folder(address, data_folder)},
        }
    scheme, _, place = address.partition("://")
    bucket, slash, prefix = place.partition("/")
    if scheme != "s3" or not BUCKET.fullmatch(bucket) or not STORE_PREFIX.fullmatch(slash + prefix):
        raise ImproperlyConfigured(
            "MODEL_STORE should be a folder or like s3://bucket/prefix; "
            f'it begins with "{scheme}" and cannot be read as such.'
        )
    if bool(keys[0]) != bool(keys[1]):
        raise ImproperlyConfigured(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY should be set together; one of them is empty."
        )
    if not all(importlib.util.find_spec(name) for name in ("boto3", "storages")):
        raise ImproperlyConfigured(
            "MODEL_STORE names an object store, which needs a library: pip install -r requirements-s3.txt"
        )
    options = {"bucket_name": bucket, "location": prefix.strip("/")}
    if endpoint:
        options["endpoint_url"] = checked_endpoint(endpoint)
    if region:
        options["region_name"] = region
    return {"BACKEND": "digitweb.model_store.objects.ObjectStore", "OPTIONS": options}


def checked_store_folder(name: str, data_folder: Path) -> str:
    """Return a folder that can be shared: by its whole path, and no host's own data folder."""
    folder = Path(os.path.normpath(name))
    if not folder.is_absolute():
        raise ImproperlyConfigured(
            f'MODEL_STORE should be a folder by its whole path or like s3://bucket/prefix; it is "{name}".'
        )
    if data_folder.is_relative_to(folder) or folder.is_relative_to(data_folder):
        raise ImproperlyConfigured(
            f"MODEL_STORE should be a folder outside the data folder of any host; {folder} and {data_folder} "
            "lie in one another."
        )
    return str(folder)


def checked_endpoint(url: str) -> str:
    """Return the address of an object store; fail loudly for another, but show no password."""
    try:
        parts = urlsplit(url)
        _port = parts.port  # raises where it is no number
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname)
        fits = fits and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        fits = False
    if not fits:
        raise ImproperlyConfigured(
            "MODEL_STORE_ENDPOINT should be like https://storage.example.org:9000, with neither user nor "
            f'password; it begins with "{url.partition(":")[0][:20]}" and cannot be read as such.'
        )
    return url
