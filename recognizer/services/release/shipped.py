"""The model version that comes with digitweb, registered by `migrate`."""

import logging
from typing import Any

from django.db import connection

from recognizer.models import Deployment, DeploymentSource, ModelVersion, Status, Webhook, WebhookDelivery
from recognizer.phrases import Phrase
from recognizer.services.errors import StoreError
from recognizer.services.paths import PRETRAINED
from recognizer.services.versions.file_store import sha256_of, store

logger = logging.getLogger(__name__)


def register_shipped_version(**_signal: Any) -> None:
    """Register the shipped file unless it is known, and put it live unless an operator chose another.

    An operator's own choice stays live; a site that runs an older shipped version moves on to the new one.
    """
    if not is_migrated() or not PRETRAINED.is_file():
        return  # migrated back to an older state, or a check has said that the file is missing
    version = ModelVersion.objects.filter(file_sha256=sha256_of(PRETRAINED)).first()
    try:
        store(PRETRAINED.read_bytes())
    except StoreError as error:
        if version is None:
            raise
        logger.warning("The shipped version's file could not be stored again. %s", error)
    active = ModelVersion.objects.filter(status=Status.ACTIVE).first()
    if version is None or active is None:
        put_in(version, active)


def put_in(version: ModelVersion | None, active: ModelVersion | None) -> None:
    """Register the shipped file where it is not, and put it live instead of nothing or an older one."""
    # Both import the network library, which takes long, and hardly ever is there anything to do.
    from recognizer.services.release.activation import Actor, activate  # noqa: PLC0415
    from recognizer.services.versions.registry import register_file  # noqa: PLC0415

    is_new = version is None
    if version is None:
        version = register_file(PRETRAINED, shipped=True)
        logger.info("Registered the shipped version %s.", version)
    if active is None or (is_new and active.shipped):
        # its figures were measured when it was made, perhaps on a benchmark of another release: no comparison
        activate(
            version,
            actor=Actor(source=DeploymentSource.INSTALL, name="migrate"),
            reason=Phrase("It ships with digitweb."),
            force=True,
        )


def is_migrated() -> bool:
    """Whether the tables that an activation needs have all the columns that this release knows."""
    introspection = connection.introspection
    with connection.cursor() as cursor:
        present = set(introspection.table_names(cursor))
        for model in (ModelVersion, Deployment, Webhook, WebhookDelivery):
            if model._meta.db_table not in present:
                return False
            description = introspection.get_table_description(cursor, model._meta.db_table)
            found = {column.name for column in description}
            if not {field.column for field in model._meta.concrete_fields} <= found:
                return False
    return True
