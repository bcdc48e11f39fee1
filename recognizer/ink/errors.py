"""What can be wrong with ink; every message is safe to show to whoever sent it."""

from recognizer.phrases import PhraseError


class InkError(PhraseError):
    """Strokes or a picture cannot be brought to tiles."""


class StrokesError(InkError):
    """Strokes are not finite points in the plane."""


class PictureError(InkError):
    """A file cannot be read as a picture."""


class UnknownPictureFormat(PictureError):
    """The file is none of the picture formats that are admitted."""


class BrokenPicture(PictureError):
    """The file begins as a picture but is truncated or damaged."""


class PictureTooLarge(PictureError):
    """The picture has more pixels than are decoded."""


class TooMuchInk(InkError):
    """A picture has more ink, or finer ink, than any number."""
