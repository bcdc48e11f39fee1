"""What of that which was acknowledged is still there; run on a site's data by `manage.py shell`."""

import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from recognizer.models import Claim, DataSet, DataSetState, Deployment, ModelVersion, Review, Status
from recognizer.services.data_sets.files import load_data_set
from recognizer.services.errors import DataSetRefused, VersionRefused
from recognizer.services.versions.registry import load_version
from recognizer.tasks import close_dead_trainings


def absent(wanted: Iterable[Any], rows: Callable[[list[Any]], Iterable[Any]]) -> list[Any]:
    """Return what of the wanted is not among the rows."""
    asked = list(wanted)
    return sorted(set(asked) - set(rows(asked)))


LOOKED_UP: dict[str, Callable[[list[Any]], Iterable[Any]]] = {
    "gift": lambda keys: Claim.objects.filter(pk__in=keys).values_list("pk", flat=True),
    "review": lambda keys: Review.objects.filter(sample__in=keys).values_list("sample_id", flat=True),
    "import": lambda keys: ModelVersion.objects.filter(name__in=keys).values_list("name", flat=True),
    "training": lambda keys: ModelVersion.objects.filter(name__in=keys).values_list("name", flat=True),
    "activation": lambda keys: Deployment.objects.filter(reason__in=keys).values_list("reason", flat=True),
    "data set": lambda keys: DataSet.objects.filter(name__in=keys).values_list("name", flat=True),
    "backup": lambda keys: [key for key in keys if Path(key).is_file()],
}


def lost(acknowledged: dict[str, list[Any]]) -> list[str]:
    """Return what was acknowledged and is gone."""
    return [f"{kind} {key}" for kind, keys in acknowledged.items() for key in absent(keys, LOOKED_UP[kind])]


def broken(folder: Path) -> list[str]:
    """Return what is there and not whole: files of versions, of data sets, of backups."""
    found = []
    for version in ModelVersion.objects.filter(status__in=(Status.READY, Status.ACTIVE, Status.RETIRED)):
        try:
            load_version(version)
        except (VersionRefused, OSError) as error:
            found.append(f"version {version}: {error}")
    for data_set in DataSet.objects.filter(state=DataSetState.READY):
        try:
            load_data_set(data_set)
        except DataSetRefused as error:
            found.append(f"data set {data_set}: {error}")
    return [*found, *(f"backup {path}" for path in folder.glob("backup-*") if not is_whole(path))]


def is_whole(path: Path) -> bool:
    """Whether an archive can be read to its end."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return archive.testzip() is None
        with tarfile.open(path) as archive_:
            return all(archive_.extractfile(member) is not None for member in archive_ if member.isfile())
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError):
        return False


def training_without_process() -> list[str]:
    """Return the trainings that are said to run and do not, after what every page of the admin does."""
    close_dead_trainings()
    running = ModelVersion.objects.filter(status=Status.TRAINING).count()
    return [f"{running} trainings run at once"] if running > 1 else []


def main(acknowledged: Path) -> None:
    """Print what is lost or broken, as JSON."""
    kept = json.loads(acknowledged.read_text())
    print(json.dumps([*lost(kept), *broken(acknowledged.parent), *training_without_process()]))
