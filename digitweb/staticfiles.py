"""Static files under hashed names, JavaScript imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # an untyped library
    """Name each file by its content, so that browsers may keep it for ever, and rewrite ES-module imports."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 10
    """Modules that import modules that import modules: each step takes a pass."""
