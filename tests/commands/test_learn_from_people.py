"""`learn_from_people` does what the policy says, once."""

import io

import pytest
from django.core.management import call_command

from recognizer.models import DataSet, ModelVersion, Status
from recognizer.services.watching.policy import learning_policy
from tests.services.data_sets.given import crowd

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    output = io.StringIO()
    call_command("learn_from_people", *arguments, stdout=output)
    return output.getvalue().strip()


def test_nothing_is_due_at_first() -> None:
    crowd()
    assert said() == "Nothing is due."
    assert not DataSet.objects.exists()


def test_now_makes_a_data_set_and_queues_a_training() -> None:
    crowd()
    policy = learning_policy()
    policy.preset = "deck"
    policy.save()
    assert "is to be trained with data set" in said("--now")
    version = ModelVersion.objects.get(status=Status.QUEUED)
    assert version.people == DataSet.objects.get()
    assert version.run.spec["preset"] == "deck"


def test_without_samples_it_says_why_not() -> None:
    assert said("--now").startswith("No challenger is trained. Nothing to make a data set of")
