"""Versions beside each other."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from recognizer.models import ModelVersion, Status
from recognizer.services.evaluation.comparison import disagreements
from recognizer.services.evaluation.prediction_cache import answers_of
from recognizer.services.evaluation.sets import SetName
from recognizer.services.versions.registry import register_file
from tests.admin.versions.test_inspecting import PART, page
from tests.support.versions import write_untrained_network

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_modelversion_changelist")
COMPARE = reverse("admin:recognizer_modelversion_compare")


def part(name: str, *arguments: str) -> str:
    return reverse(f"admin:recognizer_modelversion_compare_{name}", args=arguments)


@pytest.fixture
def pair(tmp_path: Path) -> list[ModelVersion]:
    """Two small versions that learned nothing, each in its own way."""
    return [
        register_file(write_untrained_network(tmp_path / f"{number}.safetensors", sizes))
        for number, sizes in enumerate([(784, 10), (784, 8, 10)])
    ]


@pytest.fixture
def viewer(client: Client) -> Client:
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_modelversion"))
    client.force_login(user)
    return client


def query(versions: list[ModelVersion]) -> str:
    return f"?versions={','.join(str(version.number) for version in versions)}"


def test_the_action_leads_to_an_address_with_the_numbers(viewer: Client, pair: list[ModelVersion]) -> None:
    data = {"action": "compare_selected", "_selected_action": [version.number for version in pair]}
    response = viewer.post(LIST, data)
    assert response.status_code == 302
    assert response["Location"] == COMPARE + query(pair)


@pytest.mark.parametrize("count", [1, 7])
def test_the_action_takes_two_to_six(viewer: Client, tmp_path: Path, count: int) -> None:
    versions = [ModelVersion.objects.create(name=str(number)) for number in range(count)]
    data = {"action": "compare_selected", "_selected_action": [version.number for version in versions]}
    text = viewer.post(LIST, data, follow=True).content.decode()
    assert f"Select 2 to 6 versions to compare; {count} are selected." in text


def test_only_what_differs_is_shown(viewer: Client, pair: list[ModelVersion]) -> None:
    one, other = pair
    one.hyperparameters = {"learning_rate": 0.25, "batch_size": 32}
    other.hyperparameters = {"learning_rate": 0.75, "batch_size": 32, "augmentation": {"shift": 3}}
    one.save()
    other.save()
    text = page(viewer, COMPARE + query(pair))
    text = text.replace("<wbr>", "")
    assert "learning_rate" in text
    assert "augmentation.shift" in text
    assert "architecture.layer 1" in text
    assert "batch_size" not in text


def test_versions_made_alike_say_so(viewer: Client, pair: list[ModelVersion]) -> None:
    one, _ = pair
    twin = ModelVersion.objects.create(name="Twin", architecture=one.architecture)
    assert "They were made alike" in page(viewer, COMPARE + query([one, twin]))


def test_accuracies_by_class_and_disagreements(viewer: Client, pair: list[ModelVersion]) -> None:
    answers = [answers_of(version, SetName.DRAWN) for version in pair]
    places = disagreements(answers)
    text = page(viewer, part("evaluation", "drawn") + query(pair), headers=PART)
    for each in answers:
        assert f"{100 * each.evaluation().recall[3]:.2f} %" in text
        assert f"{100 * each.evaluation().accuracy:.2f} %" in text
    assert f"{len(places):,} samples read differently" in text
    assert f"#{places[0]}</span>" in text
    text = page(viewer, part("disagreements", "drawn") + query(pair) + "&page=2")
    assert f"#{places[60]}</span>" in text
    assert f"{query(pair)}&amp;page=3" in text


def test_latency_is_measured_for_each(viewer: Client, pair: list[ModelVersion]) -> None:
    text = page(viewer, part("latency") + query(pair), headers=PART)
    assert "1,000 tiles" in text
    assert text.count(" ms</td>") == 4


def test_curves_lie_over_each_other(viewer: Client, pair: list[ModelVersion]) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    assert "has epochs yet" in page(viewer, part("curves") + query(pair), status=404)
    response = viewer.get(part("curves") + query([active, pair[0]]))
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"


def test_a_version_in_training_can_be_compared_as_far_as_it_is(
    viewer: Client, pair: list[ModelVersion]
) -> None:
    begun = ModelVersion.objects.create(name="Just begun", hyperparameters={"epochs": 99})
    text = page(viewer, COMPARE + query([begun, pair[0]]))
    assert "Just begun" in text
    for name in ("latency", "evaluation"):
        address = re.search(rf'data-part="([^"]*/compare/{name}/[^"]*)"', text)
        assert address, name
        page(viewer, unescape(address[1]), headers=PART)
    text = page(viewer, part("evaluation", "drawn") + query([begun, pair[0]]), headers=PART)
    assert "Just begun" not in text
    page(viewer, COMPARE + query([begun, ModelVersion.objects.create(name="Another")]))


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "Expected 2 to 6 different versions, found 0."),
        ("?versions=1", 400, "Expected 2 to 6 different versions, found 1."),
        ("?versions=1,1", 400, "Expected 2 to 6 different versions, found 1."),
        ("?versions=1,2,3,4,5,6,7", 400, "Expected 2 to 6 different versions, found 7."),
        ("?versions=1,x", 400, "found &quot;1,x&quot;."),
        ("?versions=1,-2", 400, "Expected numbers of versions"),
        ("?versions=1,99999999999999999999", 400, "Expected numbers of versions"),
        ("?versions={known},987654", 404, "There is no version 987654."),
    ],
)
def test_bad_numbers_get_a_clear_answer(viewer: Client, query: str, status: int, said: str) -> None:
    query = query.format(known=ModelVersion.objects.get(status=Status.ACTIVE).number)
    for url in (COMPARE, part("evaluation", "drawn"), part("latency"), part("curves")):
        assert said in page(viewer, url + query, status=status)


def test_nobody_compares_without_permission(client: Client, pair: list[ModelVersion]) -> None:
    urls = [COMPARE, part("latency"), part("evaluation", "drawn"), part("disagreements", "drawn")]
    assert {client.get(url + query(pair)).status_code for url in urls} == {302}
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert {client.get(url + query(pair)).status_code for url in urls} == {403}
