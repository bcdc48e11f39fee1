"""Train a network on MNIST and keep it as a model version."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from recognizer import nn
from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import fetch_mnist
from recognizer.datasets.storage import write_whole
from recognizer.management.base import SiteCommand
from recognizer.management.gate import lines_of
from recognizer.management.progress import FetchProgress, TrainingProgress
from recognizer.models import ModelVersion
from recognizer.services.errors import ServiceError, VersionRefused
from recognizer.services.paths import mnist_folder
from recognizer.services.release.activation import activate
from recognizer.services.retraining.after_training import challenge_after_training, outcome
from recognizer.services.training.options import ARGUMENTS, INITIALIZER
from recognizer.services.training.presets import PRESETS, training_spec
from recognizer.services.training.run import train_version
from recognizer.services.training.spec import TrainingSpec
from recognizer.services.versions.file_store import verified_path
from recognizer.tasks import enqueue_training


def layer_sizes(text: str) -> list[int]:
    """Return "784,30,10" as a list."""
    try:
        return [int(size) for size in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'expected whole numbers such as 784,30,10, found "{text}"'
        ) from None


def json_object(text: str) -> dict[str, Any]:
    """Return JSON, given as it is or as the path of a file that holds it."""
    try:
        value = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text())
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"expected a JSON object or a file of one: {error}") from None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError(f"expected a JSON object, found {type(value).__name__}")
    return value


class Command(SiteCommand):
    help = "Train a network on MNIST and keep it as a model version, ready to be activated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--preset", default="deck", help=f"a recipe to start from: {', '.join(PRESETS)}")
        parser.add_argument("--sizes", type=layer_sizes, help="neurons of each layer, such as 784,30,10")
        parser.add_argument("--architecture", type=json_object, help="the layers as JSON, or a file of it")
        parser.add_argument("--initializer", help=str(INITIALIZER.help))
        for name, option in ARGUMENTS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", type=option.kind, help=str(option.help))
        parser.add_argument("--name", help="what to call the version")
        parser.add_argument("--activate", action="store_true", help="put the version live when it is trained")
        parser.add_argument(
            "--force",
            metavar="REASON",
            default="",
            help="with --activate: even if worse than the live one; why",
        )
        parser.add_argument("--output", type=Path, help="also write the model file here")
        parser.add_argument(
            "--checkpoint",
            type=Path,
            help="keep the state after each epoch here, and go on from it if it is there",
        )
        parser.add_argument("--queue", action="store_true", help="hand the training to the background worker")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            spec = training_spec(
                options["preset"],
                {
                    name: options[name]
                    for name in ("sizes", "architecture", "initializer", "name", *ARGUMENTS)
                },
            )
            if options["force"] and not options["activate"]:
                raise CommandError("--force says why to put the version live: add --activate.")
            if options["queue"]:
                self.enqueue(spec, options)
            else:
                self.train(spec, options)
        except (ServiceError, DatasetError, nn.NetworkError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted before the training began.", returncode=130) from None

    def enqueue(self, spec: TrainingSpec, options: dict[str, Any]) -> None:
        """Leave the training to the worker."""
        for option in ("output", "checkpoint"):
            if options[option]:
                raise CommandError(
                    f"--{option}: the worker writes no file of yours; leave out --queue or --{option}."
                )
        version = enqueue_training(
            spec, activate_when_done=options["activate"], activation_reason=options["force"]
        )
        self.stdout.write(
            f'Queued "{spec.name}" as version {version.number}. The worker trains it; '
            'watch it under "Model versions" in the admin.'
        )

    def train(self, spec: TrainingSpec, options: dict[str, Any]) -> None:
        """Train here and now."""
        output: Path | None = options["output"]
        for option in ("output", "checkpoint"):
            if options[option] and not options[option].parent.is_dir():
                raise CommandError(
                    f"--{option}: expected a file in an existing folder, found {options[option]}."
                )
        with FetchProgress(self.stdout) as bars:
            mnist = fetch_mnist(mnist_folder(), progress=bars.show, notice=bars.say)
        with TrainingProgress(self.stdout) as progress:
            version = train_version(
                spec, mnist=mnist, observers=(progress,), checkpoint=options["checkpoint"]
            )
        self.report(version)
        self.challenge(version)
        if output:
            write_whole(output, verified_path(version.file_sha256).read_bytes())
            self.stdout.write(f"Wrote {output}.")
        if options["activate"]:
            self.activate(version, options["force"])
            self.stdout.write(self.style.SUCCESS(f"Version {version} is live."))
        else:
            self.stdout.write("Put it live in the admin, under Model versions, or train with --activate.")

    def challenge(self, version: ModelVersion) -> None:
        """Hold the gate for a version that learned from people, as the worker does."""
        found = challenge_after_training(version)
        for line in [] if found is None else lines_of(found):
            self.stdout.write(line)
        if found is not None:
            self.stdout.write(f"{outcome(found)}")
        elif version.learned_from_people:
            self.stdout.write(
                f"The gate was not held: manage.py challenge_version {version.number} says why."
            )

    def activate(self, version: ModelVersion, reason: str) -> None:
        """Put the version live, or say that it is kept all the same."""
        try:
            activate(version, reason=reason, force=bool(reason))
        except VersionRefused as error:
            raise CommandError(
                f"Version {version} is kept, but not live. {error} "
                f'manage.py activate_version {version.number} --force --reason "…"'
            ) from error

    def report(self, version: ModelVersion) -> None:
        """Say what came out."""
        best = max(version.epochs, key=lambda epoch: epoch["validation_correct"])
        self.stdout.write(
            f"Version {version}: {version.mnist_accuracy:.2%} of the MNIST test set, "
            f"{version.drawn_accuracy:.2%} of the drawn benchmark, "
            f"best epoch {best['epoch']}, {version.parameters:,} parameters, "
            f"{version.training_seconds:.0f} s."
        )
