"""An object store that speaks S3 as Django's storage: with time limits, and the errors of a file system.

It takes long to import: settings name it by its path, so that only who opens the store waits for it.
"""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ReadTimeoutError,
)
from botocore.exceptions import ConnectionError as NoConnectionError
from django.core.files import File
from storages.backends.s3 import S3Storage

from digitweb.model_store.entry import Entry

CONNECT_SECONDS = 2
ANSWER_SECONDS = 5
"""Between two parts of an answer as well."""
ATTEMPTS = 2
ONE_PART = 2**30
"""Bytes up to which a file is sent at once: it is there whole or not at all."""

NOT_THERE = {"404", "NoSuchKey"}
REFUSED = {
    "401",
    "403",
    "AccessDenied",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "SignatureDoesNotMatch",
}
WITHOUT_CREDENTIALS = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError)


class ObjectStore(S3Storage):  # type: ignore[misc]  # an untyped library
    """A bucket, or what lies in it under a prefix.

    Credentials are taken as every program for S3 takes them, from the environment or what the machine has.
    """

    def __init__(
        self,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        **options: Any,
    ) -> None:
        config = Config(
            connect_timeout=connect_seconds,
            read_timeout=answer_seconds,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            # Sums that not every server knows: content is held against its SHA-256 in any case.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if options.get("endpoint_url") else {},
        )
        transfer = TransferConfig(
            multipart_threshold=ONE_PART, use_threads=False, num_download_attempts=ATTEMPTS
        )
        super().__init__(client_config=config, transfer_config=transfer, file_overwrite=True, **options)

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield the files in a folder of the store."""
        prefix = self._normalize_name(folder).removesuffix("/") + "/"
        with system_errors(folder):
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix, Delimiter="/"):
                for found in page.get("Contents", ()):
                    name = f"{folder}/{found['Key'].removeprefix(prefix)}"
                    yield Entry(name=name, size=found["Size"], changed_at=found["LastModified"])

    def content(self, name: str, most: int) -> bytes:
        """Return what is in a file of at most so many bytes."""
        with system_errors(name):
            found = self.bucket.Object(self._normalize_name(name)).get()
            with closing(found["Body"]) as body:
                if found["ContentLength"] > most:
                    raise OSError(errno.EFBIG, "File too large", name)
                content: bytes = body.read()
                return content

    def keeps_what_is_deleted(self) -> bool:
        """Whether the bucket keeps older versions of its files, and so also what is deleted."""
        with system_errors(""):
            answer = self.connection.meta.client.get_bucket_versioning(Bucket=self.bucket_name)
            return "Status" in answer

    def _save(self, name: str, content: "File[bytes]") -> str:
        with system_errors(name):
            saved: str = super()._save(name, content)
            return saved

    def delete(self, name: str) -> None:
        """Delete a file; one that is gone is no error."""
        with system_errors(name):
            super().delete(name)


@contextmanager
def system_errors(name: str) -> Iterator[None]:
    """Raise what goes wrong with a file of the store as what would go wrong with one of a disk.

    Nothing of the library's own words is passed on: they hold addresses, and now and then a key.
    """
    try:
        yield
    except ClientError as error:
        raise error_of_answer(error, name) from None
    except WITHOUT_CREDENTIALS:
        raise PermissionError(errno.EACCES, "No credentials", name) from None
    except (ConnectTimeoutError, ReadTimeoutError):
        raise TimeoutError(errno.ETIMEDOUT, "Timed out", name) from None
    except (NoConnectionError, HTTPClientError):
        raise ConnectionError(errno.ECONNREFUSED, "No connection", name) from None
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, type(error).__name__, name) from None


def error_of_answer(error: ClientError, name: str) -> OSError:
    """Return the error of a file system that comes closest to what a store has answered."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in NOT_THERE:
        return FileNotFoundError(errno.ENOENT, "No such file", name)
    if code == "NoSuchBucket":
        return NotADirectoryError(errno.ENOTDIR, "No such bucket", name)
    if code in REFUSED or status in {401, 403}:
        return PermissionError(errno.EACCES, "Permission denied", name)
    return OSError(errno.EIO, f"HTTP {status}", name)
