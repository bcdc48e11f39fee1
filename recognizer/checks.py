"""System checks: wrong configuration is said at start-up, with an id."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name for it

from recognizer.services import paths


@register(Tags.files)
def check_shipped_model(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Report that no model came with this installation: a fresh site would recognise nothing."""
    if paths.PRETRAINED.is_file():
        return []
    return [
        Warning(
            f"The shipped model {paths.PRETRAINED} is missing.",
            hint="Check the installation, or train one: manage.py train_network --activate",
            id="recognizer.W001",
        )
    ]
