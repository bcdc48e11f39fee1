"""System checks: wrong configuration is said at start-up, with an id."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.files)
def check_data_folder(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Report a data folder that cannot be written: models, the database and MNIST go there."""
    folder = settings.DIGITWEB_DATA_DIR
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The data folder {folder} is not writable.",
            hint="Set DIGITWEB_DATA_DIR to a folder that the server's user may write.",
            id="recognizer.E001",
        )
    ]
