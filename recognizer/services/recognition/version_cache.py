"""Cache of loaded versions: the live one, and the few others that readers look into or compare."""

import threading
from collections import OrderedDict
from dataclasses import replace

from recognizer.models import ModelVersion, Status
from recognizer.services.errors import UnknownVersion, VersionRefused
from recognizer.services.recognition.live import live_model
from recognizer.services.versions.registry import LoadedVersion, load_version
from recognizer.telemetry.metrics import found_in_cache

USABLE = (Status.READY, Status.ACTIVE, Status.RETIRED)
MAX_LOADED = 8


class VersionCache:
    """Cache of the `MAX_LOADED` versions that were used last, by the hash of their files."""

    def __init__(self) -> None:
        self._loaded: OrderedDict[str, LoadedVersion] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, row: ModelVersion) -> LoadedVersion:
        """Return the version of a row; raise VersionRefused if its file cannot be loaded."""
        live = live_model.loaded
        if live is not None and live.is_of(row):
            return live
        with self._lock:
            loaded = self._loaded.pop(row.file_sha256, None)
            found_in_cache("versions", hit=loaded is not None)
            loaded = self._loaded[row.file_sha256] = loaded or load_version(row)
            while len(self._loaded) > MAX_LOADED:
                self._loaded.popitem(last=False)
        # the file's network, under this row's name and number
        return replace(loaded, number=row.number, name=row.name, temperature=row.temperature)


version_cache = VersionCache()


def usable_version(number: int | None) -> LoadedVersion:
    """Return the version of this number, or the live one; raise UnknownVersion if it is not usable."""
    if number is None:
        return live_model.current()
    row = ModelVersion.objects.filter(number=number, status__in=USABLE).first()
    if row is None:
        raise UnknownVersion("There is no version {number} that could answer.", number=number)
    try:
        return version_cache.get(row)
    except VersionRefused:
        raise UnknownVersion("The file of version {number} cannot be loaded.", number=number) from None


def usable_versions() -> list[ModelVersion]:
    """Return the rows of all usable versions, the newest first."""
    return list(ModelVersion.objects.filter(status__in=USABLE).order_by("-number"))
