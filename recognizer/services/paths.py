"""Paths: folders in the data folder, and files that come with the package."""

from pathlib import Path

from django.conf import settings

PACKAGE = Path(__file__).resolve().parents[1]
PROJECT = PACKAGE.parent
PRETRAINED = PACKAGE / "pretrained" / "digitweb.safetensors"
"""The version that ships."""
DECK_NETWORK = PACKAGE / "pretrained" / "deck.safetensors"
"""The network of the course, trained as the deck says."""


def mnist_folder() -> Path:
    """Return where MNIST lies or will lie."""
    folder: Path = settings.DIGITWEB_DATA_DIR / "mnist"
    return folder


def models_folder() -> Path:
    """Return the folder of the model files, made on first use."""
    return _made("models")


def copies_folder() -> Path:
    """Return the folder of copies out of a store that hosts share, made on first use; it may be emptied."""
    return _made("copies")


def data_sets_folder() -> Path:
    """Return the folder of data sets of what people gave, made on first use."""
    return _made("datasets")


def live_folder() -> Path:
    """Return the folder of the second copy of the live version's file, made on first use."""
    return _made("live")


def runs_folder() -> Path:
    """Return the folder of checkpoints and locks, made on first use."""
    return _made("training")


def evaluations_folder() -> Path:
    """Return the folder of cached evaluations, made on first use; it may be emptied."""
    return _made("evaluations")


def learning_folder() -> Path:
    """Return the folder of the lessons' files, made on first use."""
    return _made("learning")


def _made(name: str) -> Path:
    folder: Path = settings.DIGITWEB_DATA_DIR / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
