"""What services say, now or long ago, is shown in the language of whoever looks."""

from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from recognizer import tasks
from recognizer.models import Deployment, DeploymentSource, ModelVersion, Status
from recognizer.services.errors import VersionRefused
from recognizer.services.release.activation import active_version
from recognizer.services.release.importing import import_file
from recognizer.services.release.preflight import preflight
from recognizer.services.training.lifecycle import begin, mark_ended, request_stop
from recognizer.services.training.run import reason
from recognizer.services.versions.file_store import path_of
from tests.support.brackets import in_brackets
from tests.support.trainings import tiny_spec
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


def url(action: str, version: ModelVersion) -> str:
    return reverse(f"admin:recognizer_modelversion_{action}", args=[version.number])


def failed_training(error: Exception) -> ModelVersion:
    version = tasks.enqueue_training(tiny_spec())
    begin(version)
    request_stop(version, by="somebody")
    mark_ended(version, Status.FAILED, reason(error))
    return version


def hostile_error(folder: Path) -> VersionRefused:
    """Return a service's error about a library's."""
    (folder / "hostile.safetensors").write_bytes(b"not a model")
    with pytest.raises(VersionRefused) as caught:
        import_file(folder / "hostile.safetensors")
    return caught.value


def test_what_a_training_said_is_translated_when_it_is_read(admin_client: Client, tmp_path: Path) -> None:
    version = failed_training(hostile_error(tmp_path))
    said = "⟦VersionRefused: ⟦hostile.safetensors: ⟦not a safetensors file, or cut off: its header would "
    with in_brackets():
        state = admin_client.get(url("training_state", version)).json()
        page = admin_client.get(url("change", version)).content.decode()
    assert state["sentence"].startswith(said)
    assert [entry["line"].startswith("⟦") for entry in state["log"]] == [True] * 3
    assert state["log"][1]["line"] == "⟦somebody asked to stop.⟧"
    assert said in page


def test_what_was_kept_in_english_alone_stays_english(admin_client: Client) -> None:
    version = failed_training(ValueError("x"))
    ModelVersion.objects.filter(pk=version.pk).update(error="ValueError: {x}")
    version.run.log = [{"at": "2026-11-24T10:00:00+00:00", "line": "Process {1} begins."}]
    version.run.save()
    with in_brackets():
        state = admin_client.get(url("training_state", version)).json()
    assert state["sentence"] == "ValueError: {x}"
    assert state["log"] == [{"at": "10:00:00", "line": "Process {1} begins."}]


def test_why_a_version_does_not_go_live_is_translated(admin_client: Client, tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    ModelVersion.objects.filter(pk=version.pk).update(mnist_accuracy=0.5)
    live = active_version()
    assert live is not None
    with in_brackets():
        page = admin_client.post(url("activate", version), {"live": live.number}).content.decode()
    finding = "⟦On ⟦the MNIST test set⟧ it reaches 50.00 %, the live version "
    assert f"⟦Not activated. ⟦{finding}" in page
    assert page.count(finding) == 2


def test_what_fails_in_a_check_is_kept_in_english(tmp_path: Path) -> None:
    version = register_good_version(tmp_path, "Broken")
    path_of(version.file_sha256).unlink()
    with in_brackets():
        found = preflight(version).failed[0]
        assert found.explanation.startswith("⟦The model file ")
    assert found.finding.startswith("The model file ")


def test_what_the_form_refuses_is_translated_at_its_field(admin_client: Client) -> None:
    train = reverse("admin:recognizer_modelversion_train")
    with in_brackets():
        errors = admin_client.post(train, {"preset": "deck", "learning_rate": "-1"}).context["form"].errors
    assert errors["learning_rate"] == ["⟦learning_rate must be ⟦a number⟧ from 0 to 1000000.0; got -1.0⟧"]


def test_what_is_no_model_is_refused_in_the_readers_language(admin_client: Client) -> None:
    upload = {"file": SimpleUploadedFile("network.safetensors", b"not a model")}
    with in_brackets():
        page = admin_client.post(reverse("admin:recognizer_modelversion_import"), upload).content.decode()
    assert "⟦network.safetensors: ⟦not a safetensors file, or cut off: " in page


def test_a_reason_is_translated_unless_a_person_typed_it(admin_client: Client) -> None:
    typed = Deployment.objects.latest("pk")
    assert typed.source == DeploymentSource.INSTALL
    typed.pk = None
    typed._state.adding = True
    typed.source, typed.reason = DeploymentSource.ADMIN, "Better on zeros"
    typed.save()
    with in_brackets():
        page = admin_client.get(reverse("admin:recognizer_deployment_changelist")).content.decode()
    assert "⟦It ships with digitweb.⟧" in page
    assert "⟦Better on zeros⟧" not in page


def test_the_history_is_in_the_readers_language(admin_client: Client) -> None:
    with in_brackets():
        admin_client.post(reverse("admin:recognizer_modelversion_train"), {"preset": "deck"})
    version = ModelVersion.objects.latest("number")
    history = reverse("admin:recognizer_modelversion_history", args=[version.number])
    assert "⟦" not in LogEntry.objects.get().change_message
    assert "⟦Queued" not in admin_client.get(history).content.decode()
    with in_brackets():
        assert "⟦Queued to be trained.⟧" in admin_client.get(history).content.decode()
