"""Figures that lie in the database, and what is told while it hangs."""

import threading
from collections.abc import Iterable, Iterator

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from recognizer.models import ModelVersion, Shadow, Status, TrainingRun
from recognizer.services.monitoring.figures import (
    DatabaseFigures,
    shadow_figures,
    site_figures,
    training_figures,
    version_figures,
)
from recognizer.telemetry import families
from recognizer.telemetry.families import Metric
from tests.support.patience import wait_until


def samples(metrics: Iterable[Metric]) -> dict[str, dict[tuple[str, ...], float]]:
    """Return the values of each metric by those of its labels."""
    return {
        metric.name: {tuple(sample.labels.values()): sample.value for sample in metric.samples}
        for metric in metrics
    }


def a_training(**changes: object) -> ModelVersion:
    version = ModelVersion.objects.create(name="new", status=Status.TRAINING)
    TrainingRun.objects.create(version=version, spec={"recipe": {"epochs": 3}}, **changes)
    return version


@pytest.mark.django_db
def test_versions_are_counted_by_status_and_the_live_one_is_named() -> None:
    live = ModelVersion.objects.get(status=Status.ACTIVE)
    a_training()
    found = samples(version_figures())
    assert found["digitweb_model_versions"]["training",] == 1
    assert found["digitweb_model_versions"]["active",] == 1
    assert set(found["digitweb_model_versions"]) == {(status,) for status in Status.values}
    assert found["digitweb_model_info"] == {(str(live.number), live.name): 1}


@pytest.mark.django_db
def test_a_training_tells_how_far_it_has_come() -> None:
    version = a_training(epoch=2, seconds=12.5, heartbeat=timezone.now())
    version.epochs = [
        {"validation_correct": 10, "validation_size": 100},
        {"validation_correct": 90, "validation_size": 100},
    ]
    version.save()
    found, key = samples(training_figures()), (str(version.number),)
    assert found["digitweb_training_epochs_done"] == {key: 2}
    assert found["digitweb_training_elapsed_seconds"] == {key: 12.5}
    assert found["digitweb_training_accuracy_ratio"] == {key: 0.9}
    assert 0 <= found["digitweb_training_silence_seconds"][key] < 3600


@pytest.mark.django_db
def test_a_training_without_validation_has_no_accuracy() -> None:
    version = a_training()
    version.epochs = [{"validation_correct": None, "validation_size": None}]
    version.save()
    assert samples(training_figures())["digitweb_training_accuracy_ratio"] == {}


@pytest.mark.django_db
def test_the_shadow_tells_what_it_has_read() -> None:
    version = ModelVersion.objects.create(name="other", status=Status.READY, file_sha256="0" * 64)
    Shadow.objects.create(version=version, share=10, readings=10, agreed=7, dropped=2)
    number = str(version.number)
    assert samples(shadow_figures())["digitweb_shadow_readings"] == {
        (number, "agreed"): 7,
        (number, "differed"): 3,
        (number, "dropped"): 2,
    }


def test_disk_and_cache_tell_how_they_stand(settings: Settings) -> None:
    found = samples(site_figures())
    assert found["digitweb_cache_up"] == found["digitweb_data_disk_ok"] == {(): 1}
    assert found["digitweb_data_disk_free_bytes"][()] > 0
    settings.MIN_FREE_DISK = 10**9
    assert samples(site_figures())["digitweb_data_disk_ok"] == {(): 0}


def test_while_the_database_hangs_that_alone_is_told() -> None:
    answers = threading.Event()

    def find() -> Iterator[Metric]:
        answers.wait()
        yield families.QUEUE_AGE.single(5)

    figures = DatabaseFigures(find)
    assert samples(figures()) == {"digitweb_database_up": {(): 0}}
    answers.set()
    found = wait_until(
        lambda: found if (found := samples(figures()))["digitweb_database_up"][()] else None, figures
    )
    assert found == {"digitweb_database_up": {(): 1}, "digitweb_queue_oldest_waiting_seconds": {(): 5}}


def test_a_database_that_refuses_is_down() -> None:
    def find() -> Iterator[Metric]:
        raise RuntimeError

    assert samples(DatabaseFigures(find)()) == {"digitweb_database_up": {(): 0}}
