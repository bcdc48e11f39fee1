"""All that is counted and timed, by Prometheus' conventions; `docs/monitoring.md` says what each means."""

from recognizer.telemetry import slots

SLOT = slots.claim()
"""This process's place among those of the site, such as "web-1"; None where it counts for itself alone."""

from prometheus_client import (  # noqa: E402 - after the slot
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    values,
)

disable_created_metrics()  # type: ignore[no-untyped-call]  # files of several processes have none
if SLOT is not None:
    values.ValueClass = values.MultiProcessValue(slots.identifier_of(SLOT))  # type: ignore[no-untyped-call]

registry = CollectorRegistry()
"""Of this process."""

SECONDS_OF_REQUEST = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SECONDS_OF_STAGE = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
SECONDS_OF_TASK = (1.0, 10.0, 60.0, 300.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0, 43200.0)
CONFIDENCE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)

# -- requests ------------------------------------------------------------------------------------

REQUESTS = Counter(
    "digitweb_http_requests", "Requests answered.", ["route", "method", "status"], registry=registry
)
REQUEST_SECONDS = Histogram(
    "digitweb_http_request_duration_seconds",
    "Time from a request's arrival in a thread to its answer.",
    ["route"],
    buckets=SECONDS_OF_REQUEST,
    registry=registry,
)
IN_FLIGHT = Gauge(
    "digitweb_http_requests_in_flight",
    "Requests that are being answered.",
    multiprocess_mode="livesum",
    registry=registry,
)
THROTTLED = Counter(
    "digitweb_throttled_requests",
    "Requests refused because a limit was reached.",
    ["limit"],
    registry=registry,
)
ERRORS = Counter("digitweb_errors", "What went wrong, by kind.", ["kind"], registry=registry)

# -- recognition ---------------------------------------------------------------------------------

STAGE_SECONDS = Histogram(
    "digitweb_recognition_stage_seconds",
    "Time that a stage of reading took.",
    ["stage", "kind"],
    buckets=SECONDS_OF_STAGE,
    registry=registry,
)
READINGS = Counter(
    "digitweb_readings", "Readings answered.", ["version", "mode", "kind", "verdict"], registry=registry
)
READING_CONFIDENCE = Histogram(
    "digitweb_reading_confidence",
    "Confidence of readings in which something was found.",
    ["kind"],
    buckets=CONFIDENCE,
    registry=registry,
)
LIVE_VERSION = Gauge(
    "digitweb_live_version",
    "Number of the version by which a web process answers; 0 where it has none.",
    multiprocess_mode="liveall",
    registry=registry,
)

# -- what goes on beside requests ------------------------------------------------------------------

CACHE_REQUESTS = Counter(
    "digitweb_cache_requests", "What was looked for in a cache.", ["cache", "result"], registry=registry
)
TASKS = Counter(
    "digitweb_tasks_finished", "Tasks that a worker has done.", ["task", "status"], registry=registry
)
TASK_SECONDS = Histogram(
    "digitweb_task_duration_seconds",
    "Time that a task took a worker.",
    ["task"],
    buckets=SECONDS_OF_TASK,
    registry=registry,
)
TRAININGS = Counter(
    "digitweb_trainings_ended",
    "Trainings that this site's workers have ended.",
    ["result"],
    registry=registry,
)
TRAINING_SECONDS = Histogram(
    "digitweb_training_duration_seconds",
    "Time that a training took, with the stretches before it was interrupted.",
    ["result"],
    buckets=SECONDS_OF_TASK,
    registry=registry,
)
CLAIMS = Counter(
    "digitweb_feedback_claims", "Readings that people gave, by what they said.", ["kind"], registry=registry
)

if SLOT is not None:  # the process before this one in the slot may have died in the midst of requests
    IN_FLIGHT.set(0)


def found_in_cache(cache: str, *, hit: bool) -> None:
    """Count what was looked for in a cache."""
    CACHE_REQUESTS.labels(cache, "hit" if hit else "miss").inc()


def count_training(result: str, seconds: float) -> None:
    """Count a training that has ended: finished, stopped, interrupted or failed."""
    TRAININGS.labels(result).inc()
    TRAINING_SECONDS.labels(result).observe(seconds)
