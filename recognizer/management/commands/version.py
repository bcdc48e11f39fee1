"""`manage.py version`: which digitweb this is, and what it runs on, as a report of a fault should say."""

import platform
from typing import Any

import django
import numpy as np
from django.core.management.base import BaseCommand

from digitweb import __version__
from recognizer.services.training.environment import revision


class Command(BaseCommand):
    help = (
        "Print the version of digitweb, and its commit, Python, Django and NumPy (--version: Django's alone)."
    )
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"digitweb {__version__}")
        runs_on = {
            "commit": revision(),
            "Python": platform.python_version(),
            "Django": django.get_version(),
            "NumPy": np.__version__,
        }
        self.stdout.write(", ".join(f"{name} {value}" for name, value in runs_on.items() if value))
