"""What can go wrong with the data that networks learn from."""

from collections.abc import Sequence
from functools import reduce

from recognizer.phrases import Phrase, PhraseError


class DatasetError(PhraseError):
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
        super().__init__(
            Phrase(
                "{name} is not the file it should be: expected {expected}, found {found}.",
                name=name,
                expected=expected,
                found=found,
            )
        )


class StorageError(DatasetError):
    """The data folder cannot be read or written."""


class SourceError(DatasetError):
    """One source could not deliver."""


class NoSourceError(DatasetError):
    """Every source was tried and files are still missing."""

    def __init__(self, missing: Sequence[str], failures: Sequence[str]) -> None:
        super().__init__(
            Phrase(
                "Could not get {files}. Sources tried:{tried}\n"
                "If you have the four MNIST files (IDX, plain or .gz) on disk, name their folder: "
                "python manage.py fetch_mnist --from FOLDER",
                files=", ".join(missing),
                tried=reduce(_with_failure, failures, "") or Phrase(" none was given."),
            )
        )


def _with_failure(failures: str, failure: str) -> Phrase:
    """Return a list with one line more."""
    return Phrase("{lines}\n  - {line}", lines=failures, line=failure)


class AugmentationError(DatasetError):
    """A parameter or a batch that augmentation cannot work with."""


class HandwritingError(DatasetError):
    """Synthetic handwriting that cannot be asked for like this."""


class LabelledFileError(DatasetError):
    """A file of labelled digits that cannot be read or is of another form."""
