"""The model version that comes with digitweb, registered by `migrate`."""

import logging
from typing import Any

from django.db import connection

from recognizer.models import Deployment, DeploymentSource, ModelVersion
from recognizer.phrases import Phrase
from recognizer.services.paths import PRETRAINED
from recognizer.services.release.activation import Actor, activate, active_version
from recognizer.services.versions.file_store import store
from recognizer.services.versions.registry import register_file

logger = logging.getLogger(__name__)


def register_shipped_version(**_signal: Any) -> None:
    """Register the shipped file unless it is known, and put it live unless an operator chose another.

    An operator's own choice stays live; a site that runs an older shipped version moves on to the new one.
    """
    migrated = Deployment._meta.db_table in connection.introspection.table_names()
    if not migrated or not PRETRAINED.is_file():
        return  # migrated back to an older state, or a check has said that the file is missing
    stored = store(PRETRAINED.read_bytes())
    version = ModelVersion.objects.filter(file_sha256=stored.sha256).first()
    is_new = version is None
    if version is None:
        version = register_file(PRETRAINED, shipped=True)
        logger.info("Registered the shipped version %s.", version)
    active = active_version()
    if active is None or (is_new and active.shipped):
        # its figures were measured when it was made, perhaps on a benchmark of another release: no comparison
        activate(
            version,
            actor=Actor(source=DeploymentSource.INSTALL, name="migrate"),
            reason=Phrase("It ships with digitweb."),
            force=True,
        )
