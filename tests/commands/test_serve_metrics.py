"""The command that tells Prometheus."""

import threading

import pytest
from django.core.management import CommandError, call_command
from prometheus_client import CollectorRegistry
from pytest_django.fixtures import Settings

from recognizer.management.commands import serve_metrics


def test_it_wants_to_know_where(settings: Settings) -> None:
    settings.METRICS_ADDRESS = None
    with pytest.raises(
        CommandError, match=r"^Set METRICS_ADDRESS to say where, such as 127\.0\.0\.1:9100\.$"
    ):
        call_command("serve_metrics")


@pytest.mark.django_db
@pytest.mark.parametrize("with_folder", [True, False])
def test_it_tells_until_it_is_ended(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    with_folder: bool,
) -> None:
    told: set[str] = set()

    def start(address: object, registry: CollectorRegistry, stopped: threading.Event) -> None:
        assert address == ("127.0.0.1", 9100)
        told.update(metric.name for metric in registry.collect())
        stopped.set()

    monkeypatch.setattr(serve_metrics, "start", start)
    settings.METRICS_ADDRESS = ("127.0.0.1", 9100)
    folder = str(tmp_path_factory.mktemp("metrics")) if with_folder else None
    call_command("serve_metrics", folder=folder)
    assert {"digitweb_build_info", "digitweb_database_up", "digitweb_data_disk_ok"} <= told
