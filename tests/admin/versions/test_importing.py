"""Importing and exporting in the admin."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from recognizer.models import ModelVersion
from recognizer.services.paths import PRETRAINED, models_folder
from recognizer.services.release import importing
from tests.support.versions import write_good_network

pytestmark = pytest.mark.django_db

IMPORT = reverse("admin:recognizer_modelversion_import")


@pytest.fixture(autouse=True)
def _quick_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the figures for granted: tests/services/release/test_importing.py measures for real."""
    figures: dict[str, object] = {"drawn_accuracy": 0.97, "mnist_accuracy": None, "confusion_matrix": []}
    monkeypatch.setattr(importing, "measured", lambda _network: figures)


def upload(content: bytes, **fields: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("network.safetensors", content), **fields}


def test_a_file_becomes_a_version(admin_client: Client, admin_user: User, tmp_path: Path) -> None:
    content = write_good_network(tmp_path / "good.safetensors", "From afar").read_bytes()
    page = admin_client.post(IMPORT, upload(content, name="Mine"), follow=True).content.decode()
    version = ModelVersion.objects.latest("number")
    assert f"Version {version} was imported." in page
    assert (version.name, version.created_by, version.imported) == ("Mine", admin_user, True)
    assert "claimed by its file" in page.lower()
    shipped = ModelVersion.objects.get(shipped=True)  # the file is a copy of this one's
    assert f"MNIST test {100 * (shipped.mnist_accuracy or 0):.2f} %" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"not a model", "not a safetensors file, or cut off"), (b"", "The submitted file is empty")],
)
def test_what_is_no_model_is_refused(admin_client: Client, content: bytes, message: str) -> None:
    page = admin_client.post(IMPORT, upload(content)).content.decode()
    assert message in page
    assert ModelVersion.objects.count() == 1


def test_the_body_of_a_huge_upload_is_not_read(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", fail)
    response = admin_client.post(
        IMPORT, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert response.status_code == 413
    assert "A model file may have 64.0\xa0MB." in response.content.decode()


def test_importing_needs_the_token_of_the_session(admin_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(IMPORT, upload(b"x")).status_code == 403


def test_a_version_is_given_out_as_the_very_file(admin_client: Client) -> None:
    version = ModelVersion.objects.get()
    url = reverse("admin:recognizer_modelversion_export", args=[version.number, "safetensors"])
    page = admin_client.get(reverse("admin:recognizer_modelversion_change", args=[version.number]))
    assert url in page.content.decode()
    response = admin_client.get(url)
    assert response.content == PRETRAINED.read_bytes()
    expected = f'attachment; filename="digitweb-{version.number}.safetensors"'
    assert response["Content-Disposition"] == expected


def test_other_formats_are_not_found(admin_client: Client) -> None:
    number = ModelVersion.objects.get().number
    url = reverse("admin:recognizer_modelversion_export", args=[number, "pickle"])
    assert admin_client.get(url).status_code == 404


NAMES = [
    "（）",
    "(..",
    "?",
    " ",
    "..",
    "...",
    ".safetensors",
    "a\0b.safetensors",
    "../../etc/passwd",
    "C:\\models\\x.safetensors",
    "\u202esrosnetefas.x",
    "n" * 5_000 + ".safetensors",
    "网" * 300 + ".safetensors",
    "\U00020000" * 300,
    "\ud800.safetensors",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_any_name(name: str, tmp_path: Path) -> None:
    content = write_good_network(tmp_path / "good.safetensors", "From afar").read_bytes()
    version = importing.import_upload(name, [content])
    assert version.file_size == len(content)
    assert [path.name for path in models_folder().iterdir() if path.name.startswith(".import")] == []


@pytest.mark.parametrize("name", ["（）", "(..", "?", "网" * 300, "\u202esrosnetefas.x", "a\0b"])
def test_any_name_is_uploaded_or_refused_with_a_page(admin_client: Client, name: str) -> None:
    response = admin_client.post(IMPORT, {"file": SimpleUploadedFile(name, b"not a model")})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("length", ["ten", "9" * 5_000, "²", "-1"])
def test_a_length_that_is_no_number_is_no_error_of_the_server(admin_client: Client, length: str) -> None:
    response = admin_client.post(
        IMPORT, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=length
    )
    assert response.status_code < 500
