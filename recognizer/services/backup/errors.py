"""What is wrong with a backup, in English: the commands alone say it."""

from typing import Any


class BackupRefused(Exception):
    """A backup cannot be written, read or restored; the message says why. Nothing has changed then."""

    def __init__(self, template: str, /, **values: Any) -> None:
        super().__init__(template.format(**values))
