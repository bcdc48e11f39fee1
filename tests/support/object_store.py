"""A server on this machine that speaks S3, and Django's settings for a store on it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto import settings as moto_settings
from moto.server import ThreadedMotoServer

in_both = pytest.mark.parametrize("shared", ["folder", "objects"], indirect=True)
"""Runs a test with a store of either kind."""

REGION = "us-east-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "for-tests", "AWS_SECRET_ACCESS_KEY": "kept-secret"}
"""The server takes any, unless it is told to be strict."""


@contextlib.contextmanager
def object_server(port: int = 0) -> Iterator[str]:
    """Run a server that speaks S3; yield its address.

    What it holds is this process's: one that is started later, perhaps on the same port, has it too.
    """
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def client(endpoint: str) -> Any:  # noqa: ANN401 - made by boto3 as it runs
    """Return a client of the server that has nothing to do with our own code."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


def new_bucket(endpoint: str) -> str:
    """Make an empty bucket; return its name."""
    name = f"digitweb-{uuid4()}"
    client(endpoint).create_bucket(Bucket=name)
    return name


@contextlib.contextmanager
def strict() -> Iterator[None]:
    """Let every server of this process refuse credentials that it does not know: all that there are."""
    before = moto_settings.INITIAL_NO_AUTH_ACTION_COUNT
    moto_settings.INITIAL_NO_AUTH_ACTION_COUNT = 0.0
    try:
        yield
    finally:
        moto_settings.INITIAL_NO_AUTH_ACTION_COUNT = before


def object_storage(endpoint: str, bucket: str, **options: object) -> dict[str, Any]:
    """Return the entry of Django's STORAGES for a bucket."""
    known = {"bucket_name": bucket, "location": "site", "endpoint_url": endpoint, "region_name": REGION}
    return {"BACKEND": "digitweb.model_store.objects.ObjectStore", "OPTIONS": {**known, **options}}


def folder_storage(location: object) -> dict[str, Any]:
    """Return the same for a folder."""
    return {"BACKEND": "digitweb.model_store.folder.FolderStore", "OPTIONS": {"location": str(location)}}


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """Listen, take every connection, and never answer; yield the address."""
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening, contextlib.ExitStack() as connections:
        listening.settimeout(0.05)

        def accept() -> None:
            while not ending.is_set():
                with contextlib.suppress(TimeoutError):
                    connections.enter_context(listening.accept()[0])

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            ending.set()
            thread.join()
