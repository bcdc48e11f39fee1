"""What the tests of backups fill a site with, and how they look at all of it."""

import io
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from recognizer.models import DataSet, Deployment, DeploymentSource, ModelVersion
from recognizer.phrases import Phrase
from recognizer.services.backup.database.schema import present_schema
from recognizer.services.backup.format import Manifest
from recognizer.services.backup.restoring import Restored, restore
from recognizer.services.backup.writing import write_backup
from recognizer.tasks import sort_waiting_samples
from tests.services.data_sets.given import crowd, made
from tests.support.given import claim, contributor, sample
from tests.support.versions import register_good_version


def fill(folder: Path) -> ModelVersion:
    """Put something of each kind of value into the database; return a version beside the live one."""
    User.objects.create_user("Ägnes 数字", password="a", first_name="'; --")
    version = register_good_version(folder, "A second one")
    version.hyperparameters = {"learning_rate": 1e-300, "n": None, "深": [1, 2.5, True, "\u2028"]}
    version.save()
    Deployment.objects.create(
        source=DeploymentSource.COMMAND,
        to_number=7,
        to_name="Seven",
        reason=Phrase("Said by {who}.", who="a test"),
    )
    crowd()
    made()
    sample(of=claim(contributor("Dora"), confidence=0.1 + 0.2, strokes=None), cut_out=bytes(range(256)))
    sort_waiting_samples.enqueue()
    return version


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables that are in backups."""
    return {
        model._meta.db_table: [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in model._base_manager.order_by("pk").values_list(
                *(field.attname for field in model._meta.concrete_fields)
            )
        ]
        for model in present_schema().kept
    }


def backed_up() -> tuple[bytes, Manifest]:
    """Return a backup of the site, with its manifest."""
    out = io.BytesIO()
    manifest = write_backup(out, release="9.9.9")
    return out.getvalue(), manifest


def restored(backup: bytes, *, overwrite: bool = True) -> Restored:
    """Restore a backup."""
    return restore(io.BytesIO(backup), overwrite=overwrite)


def data_set_files(folder: Path) -> set[str]:
    """Return the hashes of the data sets' files in a data folder."""
    return {path.stem for path in (folder / "datasets").glob("*.npz")}


def ready_data_sets() -> set[str]:
    """Return the hashes of the data sets that can be trained on."""
    return set(DataSet.objects.filter(state="ready").values_list("sha256", flat=True))
