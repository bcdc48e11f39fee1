"""What is done with a reading once its answer was sent."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from recognizer.api.recognize.schemas import RecognizeOptions
from recognizer.ink import Stroke
from recognizer.models import Device
from recognizer.services.feedback.contributors import digest_of
from recognizer.services.recognition.reading import Reading
from recognizer.services.recognition.verdicts import Verdict
from recognizer.services.watching.shadow_reader import Answered, shadow_reader
from recognizer.services.watching.tallies import tallies
from recognizer.telemetry import metrics
from recognizer.telemetry.stages import StageSeconds


class AnswerThen(HttpResponse):
    """An answer after which something is to be done: the server closes it when it was sent."""

    def __init__(self, content: bytes, *, then: Callable[[], None], **options: Any) -> None:
        super().__init__(content, **options)
        self._then = then

    def close(self) -> None:
        """Do it."""
        super().close()
        self._then()


def watch(
    reading: Reading, ink: Sequence[Stroke] | bytes, options: RecognizeOptions, seconds: StageSeconds
) -> None:
    """Count a reading, and offer a drawing to the shadow."""
    measure(reading, options.mode, "picture" if isinstance(ink, bytes) else "strokes", seconds)
    if isinstance(ink, bytes):
        tallies.add(reading, Device.PICTURE)
        return
    tallies.add(reading, options.device)
    may_be_kept = settings.FEEDBACK and options.contributor is not None
    shadow_reader.offer(
        Answered(
            reading=reading,
            strokes=ink,
            device=options.device,
            contributor=digest_of(options.contributor or "") if may_be_kept else "",
        )
    )


def measure(reading: Reading, mode: str, kind: str, seconds: StageSeconds) -> None:
    """Count a reading for Prometheus: verdict, confidence, and the time of each stage."""
    metrics.READINGS.labels(str(reading.version_number), mode, kind, reading.verdict.value).inc()
    if reading.verdict != Verdict.EMPTY:
        metrics.READING_CONFIDENCE.labels(kind).observe(reading.confidence)
    stages = {
        **seconds.taken,
        "preprocess": reading.preprocess_ms / 1000,
        "network": (reading.network_ms - reading.rows_ms) / 1000,
    }
    if reading.rows_ms:
        stages["rows"] = reading.rows_ms / 1000
    for stage, taken in stages.items():
        metrics.STAGE_SECONDS.labels(stage, kind).observe(taken)
