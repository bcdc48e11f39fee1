"""Figures that nobody counts: they are found when Prometheus asks."""

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import django
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.core import Metric as Metric  # noqa: PLC0414 - for whoever finds figures
from prometheus_client.registry import Collector

import digitweb


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A kind of figure: its name, what it is, and by what it is told apart."""

    name: str
    help: str
    labels: tuple[str, ...] = ()

    def of(self, values: Mapping[tuple[str, ...], float]) -> Metric:
        """Return the figures by their labels."""
        family = GaugeMetricFamily(self.name, self.help, labels=self.labels)
        for labels, value in values.items():
            family.add_metric(labels, value)
        return family

    def single(self, value: float) -> Metric:
        """Return the one figure there is."""
        return self.of({(): value})


BUILD = Figure(
    name="digitweb_build_info",
    help="Which release runs; always 1.",
    labels=("version", "python", "django"),
)
DATABASE_UP = Figure(name="digitweb_database_up", help="Whether the database answers in time: 1 or 0.")
CACHE_UP = Figure(
    name="digitweb_cache_up", help="Whether the cache answers in time: 1 or 0; 1 for one in memory."
)
DISK_FREE = Figure(name="digitweb_data_disk_free_bytes", help="Free bytes of the data folder's disk.")
DISK_OK = Figure(
    name="digitweb_data_disk_ok",
    help="Whether the data folder can be written and has MIN_FREE_DISK left: 1 or 0.",
)
QUEUE = Figure(
    name="digitweb_queue_tasks",
    help="Tasks that wait for a worker, or are being done.",
    labels=("task", "status"),
)
QUEUE_AGE = Figure(
    name="digitweb_queue_oldest_waiting_seconds",
    help="For how long the oldest waiting task has waited; 0 where none does.",
)
VERSIONS = Figure(
    name="digitweb_model_versions",
    help="Model versions by status: trainings are among them.",
    labels=("status",),
)
MODEL = Figure(
    name="digitweb_model_info", help="The version that is live; always 1.", labels=("version", "name")
)
TRAINING_EPOCHS = Figure(
    name="digitweb_training_epochs_done", help="Epochs of a training that runs.", labels=("version",)
)
TRAINING_ACCURACY = Figure(
    name="digitweb_training_accuracy_ratio",
    help="Validation accuracy of the last epoch of a training that runs: 0 to 1.",
    labels=("version",),
)
TRAINING_ELAPSED = Figure(
    name="digitweb_training_elapsed_seconds", help="Seconds of a training that runs.", labels=("version",)
)
TRAINING_SILENCE = Figure(
    name="digitweb_training_silence_seconds",
    help="Seconds since a training that runs last gave a sign of life.",
    labels=("version",),
)
SHADOW = Figure(
    name="digitweb_shadow_readings",
    help="What the shadow that runs has read, and what was left out.",
    labels=("version", "result"),
)

FIGURES = tuple(value for value in list(globals().values()) if isinstance(value, Figure))


def build() -> Metric:
    """Return which release runs."""
    return BUILD.of({(digitweb.__version__, platform.python_version(), django.__version__): 1})


Finding = Callable[[], Iterable[Metric]]


class Found(Collector):
    """Figures that a function finds when it is asked."""

    def __init__(self, *find: Finding) -> None:
        self._find = find

    def collect(self) -> Iterator[Metric]:
        """Yield all that is found."""
        for find in self._find:
            yield from find()

    def describe(self) -> Iterable[Metric]:
        """Return nothing: what there will be need not be found out to register."""
        return []
