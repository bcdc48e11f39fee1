"""What can go wrong with the data that networks learn from."""

from collections.abc import Sequence


class DatasetError(Exception):
    """Base of every error of this package; its message is fit to be shown."""


class IdxError(DatasetError):
    """Bytes that should be an IDX file of unsigned bytes are not."""


class SplitError(DatasetError):
    """Images and labels that do not belong together."""


class MissingFileError(DatasetError):
    """A file of the set is not where it was looked for."""


class HashMismatchError(DatasetError):
    """Content is not, byte for byte, what its name promises."""

    def __init__(self, name: str, *, expected: str, found: str) -> None:
        super().__init__(f"{name} is not the file it should be: expected {expected}, found {found}.")


class StorageError(DatasetError):
    """The data folder cannot be read or written."""


class SourceError(DatasetError):
    """One source could not deliver."""


class NoSourceError(DatasetError):
    """Every source was tried and files are still missing."""

    def __init__(self, missing: Sequence[str], failures: Sequence[str]) -> None:
        tried = "".join(f"\n  - {failure}" for failure in failures) or " none was given."
        super().__init__(
            f"Could not get {', '.join(missing)}. Sources tried:{tried}\n"
            "If you have the four MNIST files (IDX, plain or .gz) on disk, name their folder: "
            "python manage.py fetch_mnist --from FOLDER"
        )


class AugmentationError(DatasetError):
    """A parameter or a batch that augmentation cannot work with."""


class HandwritingError(DatasetError):
    """Synthetic handwriting that cannot be asked for like this."""


class LabelledFileError(DatasetError):
    """A file of labelled digits that cannot be read or is of another form."""
