"""The model version that comes with digitweb, registered by `migrate`."""

import logging
from pathlib import Path
from typing import Any

from django.db import connection

from recognizer.models import ModelVersion, Status
from recognizer.services.storage import store_file
from recognizer.services.versions import activate, register_file

PRETRAINED = Path(__file__).resolve().parent.parent / "pretrained" / "digitweb.safetensors"

logger = logging.getLogger(__name__)


def register_shipped_version(**_signal: Any) -> None:
    """Register the shipped file unless it is known, and put it live unless an operator chose another.

    An operator's own choice stays live; a site that runs an older shipped version moves on to the new one.
    """
    migrated = ModelVersion._meta.db_table in connection.introspection.table_names()
    if not migrated or not PRETRAINED.is_file():
        return  # migrated back to nothing, or a check has said that the file is missing
    stored = store_file(PRETRAINED)
    version = ModelVersion.objects.filter(file_sha256=stored.sha256).first()
    is_new = version is None
    if version is None:
        version = register_file(PRETRAINED, shipped=True)
        logger.info("Registered the shipped version %s.", version)
    active = ModelVersion.objects.filter(status=Status.ACTIVE).first()
    if active is None or (is_new and active.shipped):
        activate(version)
