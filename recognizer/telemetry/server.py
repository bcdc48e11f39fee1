"""Answer Prometheus: the counts of all processes of a site together, and what is found when it asks."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from recognizer.telemetry import families, metrics

RETRY_SECONDS = 10.0
"""After which an address that was taken is tried again."""
OWN_NAME = "metrics"
"""Of the process that answers for others, among the processes."""

logger = logging.getLogger(__name__)


class Slots(Collector):
    """The counts of the processes that have their slots in a folder, added up."""

    def __init__(self, folder: str) -> None:
        self._collector = MultiProcessCollector(None, folder)  # type: ignore[no-untyped-call]

    def collect(self) -> Iterator[Metric]:
        """Yield each metric; what the library calls `pid` is the name of a slot."""
        for metric in self._collector.collect():  # type: ignore[no-untyped-call]
            metric.samples = [
                sample._replace(
                    labels={
                        "process" if name == "pid" else name: value for name, value in sample.labels.items()
                    }
                )
                for sample in metric.samples
            ]
            yield metric

    def describe(self) -> list[Metric]:
        """Return nothing: it is not known before there are counts."""
        return []


class Processes(Collector):
    """Memory, time and open files of each process, which the library tells of a single one alone."""

    def __init__(self, processes: Callable[[], dict[str, int]]) -> None:
        self._processes = processes

    def collect(self) -> Iterator[Metric]:
        """Yield each metric with the figures of all processes."""
        found: dict[str, Metric] = {}
        for name, process in self._processes().items():
            of_process = ProcessCollector("digitweb", pid=lambda number=process: number, registry=None)  # type: ignore[misc]
            for metric in of_process.collect():
                family = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                for sample in metric.samples:
                    family.add_sample(sample.name, {"process": name}, sample.value)
        yield from found.values()

    def describe(self) -> list[Metric]:
        """Return nothing, as above."""
        return []


def processes_in(folder: str) -> dict[str, int]:
    """Return the processes that have a slot in a folder, and this one, with their ids."""
    found = {path.stem: int(path.read_text() or 0) for path in sorted(Path(folder).glob("*.pid"))}
    return {**found, OWN_NAME: os.getpid()}


def registry_of_folder(folder: str, *find: families.Finding) -> CollectorRegistry:
    """Return all that is told of the processes with slots in a folder."""
    registry = CollectorRegistry()
    registry.register(Slots(folder))
    registry.register(Processes(lambda: processes_in(folder)))
    registry.register(families.Found(lambda: [families.build()], *find))
    return registry


def registry_of_process(name: str, *find: families.Finding) -> CollectorRegistry:
    """Return all that is told of this process alone."""
    registry = CollectorRegistry()
    registry.register(OwnCounts())
    registry.register(Processes(lambda: {name: os.getpid()}))
    registry.register(families.Found(lambda: [families.build()], *find))
    return registry


class OwnCounts(Collector):
    """The counts in this process's memory."""

    @staticmethod
    def collect() -> Iterator[Metric]:
        """Yield each metric."""
        yield from metrics.registry.collect()

    @staticmethod
    def describe() -> list[Metric]:
        """Return nothing: two registries share them."""
        return []


def start(
    address: tuple[str, int], registry: CollectorRegistry, stopped: threading.Event
) -> WSGIServer | None:
    """Answer on the address from now on; while it is taken say so once, and try again until told to stop."""
    host, port = address
    is_said = False
    while not stopped.is_set():
        try:
            server, _thread = start_http_server(port, host, registry)
        except OSError as error:
            if not is_said:
                logger.error(  # noqa: TRY400 - the address says it all
                    "Metrics cannot be told on %s:%d: %s. Trying again every %.0f s; the site goes on.",
                    host,
                    port,
                    error.strerror,
                    RETRY_SECONDS,
                )
            is_said = True
            stopped.wait(RETRY_SECONDS)
        else:
            logger.info(
                "Metrics are told on http://%s:%d/metrics.", f"[{host}]" if ":" in host else host, port
            )
            return server
    return None
