"""What the processes beside the web server tell: how the queue stands, which tasks a worker has done."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import Metric

from recognizer.services.monitoring.figures import (
    DatabaseFigures,
    shadow_figures,
    site_figures,
    training_figures,
    version_figures,
)
from recognizer.telemetry import families, metrics
from recognizer.telemetry.families import Finding
from recognizer.telemetry.traces import span

STATUSES = {TaskResultStatus.READY: "waiting", TaskResultStatus.RUNNING: "running"}


def found_when_asked() -> tuple[Finding, ...]:
    """Return what finds the figures that nobody counts; it begins a thread."""
    return site_figures, DatabaseFigures(queue_figures, version_figures, training_figures, shadow_figures)


def queue_figures() -> Iterator[Metric]:
    """Yield what waits for workers, and what they do."""
    open_tasks = DBTaskResult.objects.filter(status__in=list(STATUSES))
    rows = open_tasks.order_by().values_list("task_path", "status").annotate(Count("pk"))
    found: dict[tuple[str, ...], float] = {
        (short(path), STATUSES[TaskResultStatus(status)]): float(count) for path, status, count in rows
    }
    yield families.QUEUE.of(found)
    oldest = open_tasks.filter(status=TaskResultStatus.READY).aggregate(Min("enqueued_at"))[
        "enqueued_at__min"
    ]
    yield families.QUEUE_AGE.single((timezone.now() - oldest).total_seconds() if oldest else 0.0)


def short(path: str) -> str:
    """Return a task's own name."""
    return path.rpartition(".")[2]


class TaskWatch:
    """Counts and times what a worker does, one task after the other."""

    def __init__(self) -> None:
        self._began = 0.0
        self._span = ExitStack()

    def start(self) -> None:
        """Listen to the worker of this process from now on."""
        task_started.connect(self._on_start, weak=False, dispatch_uid="digitweb-task-started")
        task_finished.connect(self._on_end, weak=False, dispatch_uid="digitweb-task-finished")

    def _on_start(self, task_result: Any, **_signal: Any) -> None:  # noqa: ANN401 - of a library
        self._began = time.monotonic()
        self._span.enter_context(span(f"task {short(task_result.task.module_path)}"))

    def _on_end(self, task_result: Any, **_signal: Any) -> None:  # noqa: ANN401 - of a library
        name = short(task_result.task.module_path)
        self._span.close()
        metrics.TASKS.labels(name, task_result.status.value.lower()).inc()
        metrics.TASK_SECONDS.labels(name).observe(time.monotonic() - self._began)


task_watch = TaskWatch()
"""Of this process."""
