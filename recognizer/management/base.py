"""What the project's management commands have in common."""

from django.core.checks import Tags
from django.core.management.base import BaseCommand

OF_THE_ENVIRONMENT = (Tags.caches, Tags.files, Tags.security, Tags.staticfiles)
"""The checks of what whoever runs a command may have got wrong.

Pages and addresses, which take longest to import, are the program's own: the tests check them, and
`manage.py check` does.
"""


class SiteCommand(BaseCommand):
    """A command that checks its environment before it runs."""

    requires_system_checks = OF_THE_ENVIRONMENT
