"""`manage.py fetch_mnist`: put MNIST into the data folder."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import (
    ALL_SOURCES,
    CANONICAL,
    SOURCES,
    FolderSource,
    Mnist,
    MnistSource,
    fetch_mnist,
    load_mnist,
    missing_files,
)
from recognizer.management.base import SiteCommand
from recognizer.management.progress import FetchProgress
from recognizer.services.paths import mnist_folder


class Command(SiteCommand):
    help = "Fetch the MNIST data set from the first source that works, and check it byte for byte."

    edition = CANONICAL

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--from",
            dest="origin",
            metavar="FOLDER",
            type=Path,
            help="take the four IDX files, plain or .gz, from this folder",
        )
        where.add_argument(
            "--source",
            choices=list(SOURCES),
            help="try this kind of source only (default: all, in this order)",
        )
        parser.add_argument(
            "--to",
            dest="folder",
            metavar="FOLDER",
            type=Path,
            help="put the files here (default: mnist in the data folder)",
        )

    def handle(
        self,
        *,
        origin: Path | None = None,
        source: str | None = None,
        folder: Path | None = None,
        **options: Any,
    ) -> None:
        folder = folder or mnist_folder()
        try:
            if missing_files(folder, edition=self.edition):
                outcome, mnist = "MNIST is complete", self._fetch(folder, _sources(origin, source))
            else:
                outcome, mnist = "MNIST is there already", load_mnist(folder, edition=self.edition)
        except DatasetError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted. The same command continues from here.", returncode=130) from None
        self.stdout.write(
            f"{outcome}: {len(mnist.training):,} training, {len(mnist.validation):,} validation and "
            f"{len(mnist.test):,} test images in {folder.resolve()}."
        )

    def _fetch(self, folder: Path, sources: Sequence[MnistSource]) -> Mnist:
        with FetchProgress(self.stdout) as bars:
            return fetch_mnist(
                folder, sources=sources, progress=bars.show, notice=bars.say, edition=self.edition
            )


def _sources(origin: Path | None, kind: str | None) -> Sequence[MnistSource]:
    """Translate the options: a folder, one kind of source, or all of them."""
    if origin is not None:
        return (FolderSource(origin),)
    return SOURCES[kind] if kind else ALL_SOURCES
