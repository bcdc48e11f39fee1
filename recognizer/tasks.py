"""What the worker does in the background: the same services as the commands, called from the queue."""

from typing import Any

from django_tasks import task

from recognizer.datasets.mnist import fetch_mnist
from recognizer.services.activation import activate
from recognizer.services.training import mnist_folder, train_version
from recognizer.services.training_spec import TrainingSpec


@task()
def train_in_background(spec: dict[str, Any], activate_when_done: bool, created_by_id: int | None) -> int:
    """Train a version; return its number."""
    version = train_version(
        TrainingSpec.from_json(spec), mnist=fetch_mnist(mnist_folder()), created_by_id=created_by_id
    )
    if activate_when_done:
        activate(version)
    return version.number
