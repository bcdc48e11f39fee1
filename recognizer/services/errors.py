"""Errors of the services, each with a message that its caller may show."""

from typing import Any

from django.utils.translation import gettext

from recognizer.phrases import Phrase, PhraseError, message_of


def explained(error: Exception) -> str:
    """Return an error's message in the current reader's language.

    A library and a service raise an English `Phrase`, so that a log or a row of the database that keeps it
    does not depend on who was served. Here it is translated.
    """
    return translated(message_of(error))


def translated(text: str) -> str:
    """Return a phrase in the current reader's language; any other text unchanged."""
    return text.translated(gettext) if isinstance(text, Phrase) else text


class ServiceError(PhraseError):
    """Base of all errors that a service raises on purpose."""


class NoActiveVersion(ServiceError):
    """No model version is active, or the active one cannot be loaded: nothing can be recognised."""


class VersionRefused(ServiceError):
    """A version did not pass the checks before activation; the message says which and why."""


class StoreError(ServiceError):
    """The store that hosts share cannot be used now; the message says why."""


class NotInStore(StoreError):
    """The store that hosts share has no such file."""


class UnknownVersion(ServiceError):
    """There is no version of this number that could answer."""


class NoSuchPart(ServiceError):
    """A network has no such layer, neuron or output; the message says which there are."""


class InvalidTraining(ServiceError):
    """The options of a training do not fit together; the message says what would be right."""


class TrainingInterrupted(ServiceError):
    """A training ended early without a network worth keeping; the message says why. It may be resumed."""


class VersionDeleted(TrainingInterrupted):
    """The version was deleted while it was trained: there is nothing to resume."""

    def __init__(self) -> None:
        super().__init__(Phrase("The version was deleted while it was trained."))


class TrainingTakenOver(TrainingInterrupted):
    """Others took this process for dead: another trains the version now, or will."""

    def __init__(self) -> None:
        super().__init__(Phrase("It gave no sign of life for long; another process goes on with it."))


class AlreadyTraining(ServiceError):
    """Another process trains this version."""


class NotPossibleNow(ServiceError):
    """A version's state does not allow the operation; the message says which it is."""


class SetNotAvailable(ServiceError):
    """A set to evaluate on does not lie in the data folder; the message says how to get it."""


class NoSuchTraining(ServiceError):
    """A reader's training is no longer kept, never was, or has not come so far."""


class TooManyTrainings(ServiceError):
    """No further training can begin now; the message says which limit is reached."""

    def __init__(self, template: str, /, *, retry_after: int, **values: Any) -> None:
        super().__init__(template, **values)
        self.retry_after = retry_after
        """Seconds after which it is worth trying again."""


class TrainingOfAnother(ServiceError):
    """A training can be ended by the reader who began it, and by nobody else."""


class ClaimRefused(ServiceError):
    """A claim is well-formed and cannot be kept all the same; the message says why."""


class AlreadyClaimed(ServiceError):
    """A reading was given before: nobody claims it twice."""


class TooManyClaims(ServiceError):
    """A contributor has given as much in a day as is taken; the message says when more is."""

    def __init__(self, template: str, /, *, retry_after: int, **values: Any) -> None:
        super().__init__(template, **values)
        self.retry_after = retry_after
        """Seconds after which it is worth trying again."""


class NothingGiven(ServiceError):
    """Nobody of this name gave anything, or not this."""


class DataSetRefused(ServiceError):
    """A data set of what people gave cannot be made, read or taken in; the message says why."""


class ReviewRefused(ServiceError):
    """What a person said of a sample is not taken; the message says why."""


class InvalidAnswer(ReviewRefused):
    """An answer is none of those that there are."""


class NoSuchSample(ReviewRefused):
    """There is no such sample: its contributor may have taken it back."""


class SampleSettled(ReviewRefused):
    """Others have agreed on the sample in the meantime."""


class AnsweredAlready(ReviewRefused):
    """The same person has said something else of the sample; only undoing takes that back."""


class NothingToUndo(ReviewRefused):
    """The person has given no answer that could be undone."""


class WebhookRefused(ServiceError):
    """Nothing is sent to this address; the message says why."""
