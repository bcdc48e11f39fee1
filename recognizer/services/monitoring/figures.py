"""Figures for Prometheus that lie in the database, on the disk and in the cache."""

import shutil
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.services.monitoring.checks import State, cache_state, disk_state
from recognizer.services.recognition.background_job import BackgroundJob
from recognizer.services.watching.shadow import running_shadows
from recognizer.telemetry import families
from recognizer.telemetry.families import Finding, Metric

PATIENCE_SECONDS = 1.0
"""How long the database may take; without its figures the others are told."""


def site_figures() -> Iterator[Metric]:
    """Yield how disk and cache stand."""
    yield families.CACHE_UP.single(cache_state() == State.OK)
    yield families.DISK_OK.single(disk_state() == State.OK)
    yield families.DISK_FREE.single(shutil.disk_usage(settings.DIGITWEB_DATA_DIR).free)


class DatabaseFigures:
    """Figures of the database, which may hang: it is asked in a thread of its own."""

    def __init__(self, *find: Finding) -> None:
        self._find_each = find
        self._found: list[Metric] | None = None
        self._job = BackgroundJob(self._find, name="database-figures")

    def __call__(self) -> Iterator[Metric]:
        """Yield them, and whether the database answers; that alone if it does not in time."""
        self._job.begin()
        found = self._found if self._job.wait(patience=PATIENCE_SECONDS) else None
        yield families.DATABASE_UP.single(found is not None)
        yield from found or ()

    def _find(self) -> None:
        self._found = None
        try:
            self._found = [metric for find in self._find_each for metric in find()]
        finally:
            connection.close()  # whether one can be had is asked each time, and none is held in between


def version_figures() -> Iterator[Metric]:
    """Yield versions by status, and the one that is live."""
    counts = Counter(dict.fromkeys(Status.values, 0))
    counts.update(dict(ModelVersion.objects.order_by().values_list("status").annotate(Count("pk"))))
    yield families.VERSIONS.of({(status,): float(count) for status, count in counts.items()})
    live = ModelVersion.objects.filter(status=Status.ACTIVE).values_list("number", "name")
    yield families.MODEL.of({(str(number), name): 1.0 for number, name in live})


def training_figures() -> Iterator[Metric]:
    """Yield how far the trainings have come that run."""
    running = list(TrainingRun.objects.filter(version__status=Status.TRAINING).select_related("version"))
    now = timezone.now()
    yield families.TRAINING_EPOCHS.of({(str(run.pk),): float(run.epoch) for run in running})
    yield families.TRAINING_ELAPSED.of({(str(run.pk),): run.seconds for run in running})
    yield families.TRAINING_ACCURACY.of(
        {
            (str(run.pk),): last["validation_correct"] / last["validation_size"]
            for run in running
            if run.version.epochs and (last := run.version.epochs[-1])["validation_size"]
        }
    )
    yield families.TRAINING_SILENCE.of(
        {(str(run.pk),): (now - run.heartbeat).total_seconds() for run in running if run.heartbeat}
    )


def shadow_figures() -> Iterator[Metric]:
    """Yield what the shadow has read."""
    yield families.SHADOW.of(
        {
            (str(shadow.pk), result): float(count)
            for shadow in running_shadows()
            for result, count in (
                ("agreed", shadow.agreed),
                ("differed", shadow.readings - shadow.agreed),
                ("dropped", shadow.dropped),
            )
        }
    )
