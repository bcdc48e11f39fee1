"""A process that writes into a site all the while: what it leaves tells whether a backup was of one moment.

Each transaction leaves as many samples as claims, and each version has its file; old versions go, as when
somebody prunes. It says a line when it has begun.
"""

import sys
import tempfile
import time
from pathlib import Path

from django.db import transaction

from recognizer.models import ModelVersion
from recognizer.services.versions.file_store import path_of
from tests.support.given import claim, contributor, sample
from tests.support.versions import register_good_version

KEPT = 2
"""Versions beside the live one."""

PAUSE_SECONDS = 0.05
"""Between two transactions: others use the machine as well."""


def write_on() -> None:
    """Write until killed."""
    folder = Path(tempfile.mkdtemp())
    count = 0
    while True:
        with transaction.atomic():
            sample(of=claim(contributor(f"Person {count % 7}")))
        if count % 10 == 0:
            register_good_version(folder, f"Version {count}")
            drop_oldest()
        if count == 0:
            sys.stdout.write("It writes.\n")
            sys.stdout.flush()
        count += 1
        time.sleep(PAUSE_SECONDS)


def drop_oldest() -> None:
    """Delete all versions but the newest, then their files, as `prune_versions` does."""
    old = ModelVersion.objects.filter(shipped=False).order_by("-pk")[KEPT:]
    for version in list(old):
        version.delete()
        if not ModelVersion.objects.filter(file_sha256=version.file_sha256).exists():
            path_of(version.file_sha256).unlink(missing_ok=True)
