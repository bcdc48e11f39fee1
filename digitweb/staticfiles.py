"""Static files under hashed names, JavaScript imports included."""

from pathlib import Path
from typing import Any

from django.core.files import File
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # an untyped library
    """Name each file by its content, so that browsers may keep it for ever, and rewrite ES-module imports."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 10
    """Modules that import modules that import modules: each step takes a pass."""

    def _save(self, name: str, content: File[Any]) -> str:
        """Write a file whole or not at all: half a one, of a full disk, would be taken for it ever after."""
        partial = f"{name}.partial"
        self.delete(partial)
        Path(self.path(super()._save(partial, content))).replace(self.path(name))
        return name
