"""The model version that comes with digitweb, registered by `migrate`."""

import hashlib
import logging
from pathlib import Path
from typing import Any

from recognizer.models import ModelVersion
from recognizer.services.versions import activate, register_file

PRETRAINED = Path(__file__).resolve().parent.parent / "pretrained" / "digitweb.safetensors"

logger = logging.getLogger(__name__)


def register_shipped_version(**_signal: Any) -> None:
    """Register the shipped file unless it is known, and put it live unless an operator chose another.

    An operator's own choice stays live; a site that runs an older shipped version moves on to the new one.
    """
    sha256 = hashlib.sha256(PRETRAINED.read_bytes()).hexdigest()
    if ModelVersion.objects.filter(file_sha256=sha256).exists():
        return
    version = register_file(PRETRAINED, shipped=True)
    active = ModelVersion.objects.filter(status="active").first()
    if active is None or active.shipped:
        activate(version)
    logger.info("Registered the shipped version %s.", version)
