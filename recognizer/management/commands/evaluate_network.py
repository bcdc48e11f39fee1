"""Measure a model version on labelled digits."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import fetch_mnist
from recognizer.ink import InkError
from recognizer.management.base import SiteCommand
from recognizer.management.progress import FetchProgress
from recognizer.management.versions import version_or_active
from recognizer.services.errors import ServiceError
from recognizer.services.evaluation.evaluation import Evaluation, evaluate, tiles_of_file
from recognizer.services.evaluation.synthetic import drawn_benchmark
from recognizer.services.paths import mnist_folder
from recognizer.services.versions.registry import load_version


class Command(SiteCommand):
    help = (
        "Print how well a version reads: accuracy, recall of each digit, confusion matrix, the most "
        "confident mistakes. Without --data on the MNIST test set and on the drawn benchmark (synthetic "
        "writers whom no training sees)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, nargs="?", help="its number; the active version if left out")
        parser.add_argument(
            "--data",
            type=Path,
            metavar="FILE",
            help='.json or .json.gz, a list of {"label", "strokes"}; or .npz with images and labels',
        )
        parser.add_argument("--mistakes", type=int, default=10, help="how many mistakes to print; 10")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            version = load_version(version_or_active(options["version"]))
            self.stdout.write(f"Version {version.number} · {version.name}")
            for title, images, labels in self.sets(options["data"]):
                self.report(title, evaluate(version, images, labels), options["mistakes"])
        except (ServiceError, DatasetError, InkError) as error:
            raise CommandError(str(error)) from error

    def sets(self, path: Path | None) -> Iterator[tuple[str, Any, Any]]:
        """Yield title, tiles and labels of each set to evaluate on."""
        if path is not None:
            found = tiles_of_file(path)
            yield str(path), found.images, found.labels
            return
        with FetchProgress(self.stdout) as bars:
            mnist = fetch_mnist(mnist_folder(), progress=bars.show, notice=bars.say)
        yield "MNIST test set", mnist.test.images, mnist.test.labels
        drawn = drawn_benchmark()
        yield "Drawn benchmark (synthetic writers whom no training sees)", drawn.images, drawn.labels

    def report(self, title: str, evaluation: Evaluation, mistakes: int) -> None:
        """Print one set's figures."""
        self.stdout.write(
            f"\n{title}: {evaluation.accuracy:.2%} right of {evaluation.samples:,}; "
            f"{evaluation.recognized:.2%} recognized; calibration error {evaluation.calibration_error:.2%}\n"
        )
        self.stdout.write("digit   recall   read as" + "".join(f"{digit:>7}" for digit in range(10)))
        for digit, row in enumerate(evaluation.confusion):
            recall = f"{evaluation.recall[digit]:8.2%}" if row.sum() else "       –"
            self.stdout.write(f"{digit:>5} {recall}          " + "".join(f"{count:>7}" for count in row))
        if evaluation.mistakes and mistakes > 0:
            self.stdout.write(f"The most confident of {len(evaluation.mistakes):,} mistakes (sample from 0):")
        for mistake in evaluation.mistakes[: max(mistakes, 0)]:
            self.stdout.write(
                f"  sample {mistake.sample}: {mistake.label} read as {mistake.answer}, "
                f"confidence {mistake.confidence:.3f}"
            )
