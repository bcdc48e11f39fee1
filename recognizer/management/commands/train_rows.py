"""`manage.py train_rows`: train a network that reads whole rows, and join it to a version's digits."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import fetch_mnist
from recognizer.datasets.storage import write_whole
from recognizer.management.base import SiteCommand
from recognizer.management.progress import FetchProgress
from recognizer.management.versions import version_of
from recognizer.models import ModelVersion
from recognizer.nn.row_network import RowNetwork
from recognizer.services.errors import ServiceError, VersionRefused
from recognizer.services.paths import PRETRAINED, mnist_folder
from recognizer.services.training.rows import ROW_ARCHITECTURE, RowProgress, RowTraining, train_rows
from recognizer.services.versions.file_store import verified_path
from recognizer.services.versions.registry import load_checked
from recognizer.services.versions.rows import register_joined

USUAL = RowTraining()


class Command(SiteCommand):
    help = (
        "Train a network that reads whole rows on synthetic numbers, "
        "and make a version of it and the digits of another."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "version", type=int, nargs="?", help="whose digits; the one that ships if left out"
        )
        parser.add_argument(
            "--chunks", type=int, default=USUAL.chunks, help=f"{USUAL.chunks}: times that rows are written"
        )
        parser.add_argument(
            "--chunk-rows", type=int, default=USUAL.chunk_rows, help=f"{USUAL.chunk_rows}: rows of each"
        )
        parser.add_argument("--seed", type=int, default=USUAL.seed, help=f"{USUAL.seed}")
        rows = parser.add_mutually_exclusive_group()
        rows.add_argument(
            "--rows-of", type=int, metavar="VERSION", help="take the rows of a version instead of training"
        )
        rows.add_argument(
            "--from",
            type=int,
            metavar="VERSION",
            dest="start",
            help="go on from the rows of a version instead of beginning anew",
        )
        parser.add_argument(
            "--learning-rate",
            type=float,
            default=USUAL.learning_rate,
            help=f"{USUAL.learning_rate}: at its highest; less where a version is gone on from",
        )
        parser.add_argument(
            "--no-mnist", action="store_true", help="make all rows of synthetic digits, none of real ones"
        )
        parser.add_argument("--name", default="", help="what to call the version")
        parser.add_argument(
            "--checkpoint", type=Path, help="keep the state here after each chunk, and go on from it"
        )
        parser.add_argument("--output", type=Path, help="also write the model file here")

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        if output and (not output.parent.is_dir() or output.is_dir()):
            raise CommandError(f"--output: expected a file in an existing folder, found {output}.")
        try:
            version = self.joined(options)
            if output:
                write_whole(output, verified_path(version.file_sha256).read_bytes())
        except (ServiceError, VersionRefused, DatasetError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Version {version} reads rows. Put it live: manage.py activate_version {version.number}"
        )

    def joined(self, options: dict[str, Any]) -> ModelVersion:
        """Train, or take what another version has, and make the version."""
        number = options["version"]
        digits = PRETRAINED if number is None else verified_path(version_of(number).file_sha256)
        if options["rows_of"] is not None:
            other, rows = self.rows_of(options["rows_of"], "--rows-of")
            facts: dict[str, Any] = {"of": str(other)}
        else:
            training = checked(options)
            start_of, start = None, None
            if options["start"] is not None:
                start_of, start = self.rows_of(options["start"], "--from")
                if start.architecture != ROW_ARCHITECTURE:
                    raise CommandError(
                        f"--from: expected rows of the architecture trained here, found version {start_of}."
                    )
            mnist = None
            if not options["no_mnist"]:
                with FetchProgress(self.stdout) as bars:
                    fetch_mnist(mnist_folder(), progress=bars.show, notice=bars.say)
                mnist = mnist_folder()
            accuracies: list[float] = []

            def tell(progress: RowProgress) -> None:
                right = "" if progress.accuracy is None else f", {progress.accuracy:.2%} of other rows right"
                self.stdout.write(
                    f"Chunk {progress.chunk} of {training.chunks}: cost {progress.cost:.3f}{right}"
                )
                accuracies.extend([] if progress.accuracy is None else [progress.accuracy])

            rows = train_rows(
                training, mnist=mnist, start=start, checkpoint=options["checkpoint"], on_progress=tell
            )
            facts = {
                **asdict(training),
                **({"from": str(start_of)} if start_of else {}),
                "real_digits": mnist is not None,
                "validation_accuracy": round(accuracies[-1], 4) if accuracies else None,
            }
        return register_joined(digits, rows, facts, name=options["name"])

    @staticmethod
    def rows_of(number: int, option: str) -> tuple[ModelVersion, RowNetwork]:
        """Return a version and its network of rows, or raise a CommandError."""
        version = version_of(number)
        rows = load_checked(verified_path(version.file_sha256)).rows
        if rows is None:
            raise CommandError(f"{option}: expected a version that reads rows, found version {version}.")
        return version, rows


def checked(options: dict[str, Any]) -> RowTraining:
    """Return what is asked for, or raise a CommandError."""
    bounds = {"chunks": (1, 10_000), "chunk_rows": (64, 100_000), "seed": (0, 2**31)}
    for name, (least, most) in bounds.items():
        if not least <= options[name] <= most:
            raise CommandError(
                f"--{name.replace('_', '-')}: expected {least} to {most}, found {options[name]}."
            )
    if not 0 < options["learning_rate"] <= 0.1:
        raise CommandError(
            f"--learning-rate: expected more than 0 and at most 0.1, found {options['learning_rate']}."
        )
    return RowTraining(**{name: options[name] for name in bounds}, learning_rate=options["learning_rate"])
