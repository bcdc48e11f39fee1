"""Static files under hashed names, JavaScript imports included."""

from pathlib import Path
from typing import Any

from django.core.files import File
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCES = "collected-from"
"""Names, in the folder of collected files, the state of what they were collected from."""


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # an untyped library
    """Name each file by its hash, so that browsers may cache it for ever, and rewrite ES-module imports."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 10
    """Modules that import modules that import modules: each step takes a pass."""

    def _save(self, name: str, content: File[Any]) -> str:
        """Write a file atomically: a partial one, of a full disk, would be served ever after."""
        partial = f"{name}.partial"
        self.delete(partial)
        Path(self.path(super()._save(partial, content))).replace(self.path(name))
        return name

    def create_compressor(self, **options: Any) -> Compressor:
        """Compress by gzip alone, whatever else happens to be installed: Brotli takes five times as long."""
        return super().create_compressor(**options, use_brotli=False)

    def is_collected_from(self, sources: str) -> bool:
        """Whether all files are there, collected from sources of this digest."""
        mark = Path(self.path(SOURCES))
        if not mark.is_file() or mark.read_text() != sources:
            return False
        names, _manifest_hash = self.load_manifest()
        return all(Path(self.path(name)).is_file() for name in (*names, *names.values()))

    def mark_collected_from(self, sources: str | None) -> None:
        """Store the digest of the sources, or None for an unknown state."""
        mark = Path(self.path(SOURCES))
        if sources is None:
            mark.unlink(missing_ok=True)
        else:
            mark.write_text(sources)
