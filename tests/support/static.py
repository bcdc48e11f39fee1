"""Static files in tests without a running site."""

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class FoundFilesStorage(StaticFilesStorage):
    """Leave files their names, and refuse one that is not there, as a running site does."""

    def url(self, name: str | None) -> str:
        """Return the address of a file."""
        if not name or not finders.find(name):
            raise ValueError(f"There is no static file {name!r}.")
        return super().url(name)
