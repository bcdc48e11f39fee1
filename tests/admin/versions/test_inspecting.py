"""A version's page and what lies behind it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from recognizer.admin.versions.inspecting import heat
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion, Status
from recognizer.services.evaluation import sets as evaluation_sets
from recognizer.services.evaluation.prediction_cache import answers_of
from recognizer.services.evaluation.sets import SetName
from recognizer.services.paths import evaluations_folder
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.registry import register_file
from tests.support.versions import write_untrained_network

pytestmark = pytest.mark.django_db

PART = {"X-Part": "1"}


def address(view: str, *arguments: object, **query: object) -> str:
    base = reverse(f"admin:recognizer_modelversion_{view}", args=arguments)
    return base + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def page(client: Client, url: str, status: int = 200, headers: dict[str, str] | None = None) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


@pytest.fixture
def version(tmp_path: Path) -> ModelVersion:
    """A small version, quick to evaluate; its answers are not kept yet."""
    version = register_file(write_untrained_network(tmp_path / "small.safetensors"))
    for path in evaluations_folder().glob(f"{version.file_sha256}-*"):
        path.unlink()
    return version


@pytest.fixture
def viewer(client: Client) -> Client:
    """Somebody who may look and nothing else."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_modelversion"))
    client.force_login(user)
    return client


def test_the_page_shows_both_figures_and_says_which_one_is_synthetic(viewer: Client) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    text = page(viewer, address("change", active.number))
    assert f"{100 * (active.mnist_accuracy or 0):.2f} %" in text
    assert f"{100 * (active.drawn_accuracy or 0):.2f} %" in text
    assert "synthetic" in text
    assert active.command in text
    assert "Was not recorded when this version was trained." in text


def test_the_page_shows_where_it_was_trained(viewer: Client, version: ModelVersion) -> None:
    version.environment = {"BLAS": "some BLAS 1.2"}
    version.save()
    text = page(viewer, address("change", version.number))
    assert "some BLAS 1.2" in text
    assert "Was not recorded" not in text


def test_the_page_does_not_wait_for_what_is_not_computed(viewer: Client, version: ModelVersion) -> None:
    url = address("evaluation", version.number, "drawn")
    text = page(viewer, address("change", version.number))
    assert f'data-part="{url}"' in text
    assert "Drawing and reading 4,000 synthetic digits." in text

    part = page(viewer, url, headers=PART)
    assert "<html" not in part
    assert "Confusion matrix" in part

    text = page(viewer, address("change", version.number))
    assert f'data-part="{url}"' not in text
    assert "Most confident mistakes" in text


def test_without_a_script_a_part_is_a_page_of_its_own(viewer: Client, version: ModelVersion) -> None:
    url = address("evaluation", version.number, "drawn")
    text = page(viewer, url)
    assert "data-part" in text
    assert f"{url}?wait" in text
    text = page(viewer, f"{url}?wait")
    assert "<html" in text
    assert "Confusion matrix" in text


def test_each_cell_opens_the_drawings_behind_it(viewer: Client, version: ModelVersion, mnist: Mnist) -> None:
    answers = answers_of(version, SetName.MNIST)
    part = page(viewer, address("evaluation", version.number, "mnist"), headers=PART)
    confusion = answers.evaluation().confusion
    written, read = next(
        (written, read)
        for written in range(10)
        for read in range(10)
        if written != read and 0 < confusion[written, read] <= 60
    )
    url = address("cell", version.number, "mnist", written=written, read=read)
    assert url.replace("&", "&amp;") in part
    text = page(viewer, url)
    places = answers.cell(written, read)
    assert text.count("version-tile") == len(places) == confusion[written, read]
    assert f"{written} read as {read}" in text
    assert f"#{places[0]}" in text


def test_many_drawings_come_in_pages(viewer: Client, version: ModelVersion) -> None:
    answers = answers_of(version, SetName.DRAWN)
    url = address("mistakes", version.number, "drawn")
    assert len(answers.wrong) > 120
    first = page(viewer, url)
    assert first.count("version-tile") == 60
    second = page(viewer, f"{url}?page=2")
    assert second.count("version-tile") == 60
    assert f"#{answers.wrong[60]}<" in second.replace("\n", "")
    page(viewer, f"{url}?page=9999", status=404)
    assert "Expected a page from 1 to" in page(viewer, f"{url}?page=x", status=404)


def test_a_cell_is_the_darker_the_more_mistakes_it_has_beside_the_most_frequent_one() -> None:
    assert [heat(count, 100) for count in (0, 1, 3, 10, 100, 250)] == [0, 1, 2, 3, 5, 5]
    assert [heat(count, 1) for count in (0, 1)] == [0, 5]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"written": 4}, "Expected a digit from 0 to 9 as &quot;read&quot;, found &quot;&quot;."),
        (
            {"written": "x", "read": 1},
            "Expected a digit from 0 to 9 as &quot;written&quot;, found &quot;x&quot;.",
        ),
        ({"written": 12, "read": 1}, "found &quot;12&quot;"),
        ({"written": "²", "read": 1}, "Expected a digit"),
    ],
)
def test_a_cell_that_is_none_says_what_was_expected(
    viewer: Client, version: ModelVersion, query: dict[str, object], said: str
) -> None:
    assert said in page(viewer, address("cell", version.number, "drawn", **query), status=400)


def test_there_are_two_sets(viewer: Client, version: ModelVersion) -> None:
    text = page(viewer, address("evaluation", version.number, "fashion"), status=404)
    assert "There is no set &quot;fashion&quot;. There are: mnist, drawn." in text


def test_a_version_that_is_not_there_is_not_found(viewer: Client) -> None:
    assert "There is no version 999." in page(viewer, address("weights", 999), status=404)


def test_a_version_without_a_network_has_nothing_to_evaluate(viewer: Client) -> None:
    version = ModelVersion.objects.create(name="Just begun")
    text = page(viewer, address("change", version.number))
    assert "data-part" not in text
    text = page(viewer, address("evaluation", version.number, "drawn"), status=404)
    assert "has no network yet: it is training." in text


def test_without_mnist_the_part_says_how_to_get_it(
    viewer: Client, version: ModelVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation_sets, "mnist_folder", lambda: tmp_path)
    part = page(viewer, address("evaluation", version.number, "mnist"), headers=PART)
    assert "python manage.py fetch_mnist" in part


def test_a_lost_file_spoils_its_parts_and_not_the_page(viewer: Client, version: ModelVersion) -> None:
    path_of(version.file_sha256).unlink()
    page(viewer, address("change", version.number))
    assert "is missing from" in page(viewer, address("weights", version.number), headers=PART)


def test_the_weights_are_pictures_with_a_legend(viewer: Client, version: ModelVersion) -> None:
    part = page(viewer, address("weights", version.number), headers=PART)
    assert part.count("<svg") == 10
    assert "Neuron 10" in part
    assert "version-legend" in part


def test_the_reliability_diagram_is_a_plot(viewer: Client, version: ModelVersion) -> None:
    url = address("reliability", version.number, "drawn")
    page(viewer, url, status=404)
    answers_of(version, SetName.DRAWN)
    response = viewer.get(url)
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b"prefers-color-scheme:dark" in response.content


VIEWS = ("curve", "weights", "evaluation", "mistakes", "cell", "reliability")


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_sees_it_without_permission(client: Client, view: str) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    arguments = [active.number] if view in {"curve", "weights"} else [active.number, "drawn"]
    url = address(view, *arguments)
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(url).status_code == 403
