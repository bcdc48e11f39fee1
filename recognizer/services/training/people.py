"""What people gave, as a part of a training: which data set, and how much its samples count."""

from dataclasses import dataclass

from recognizer.models import DataSet, DataSetState, Part
from recognizer.phrases import message_of
from recognizer.services.data_sets.files import PeopleData, load_data_set
from recognizer.services.errors import DataSetRefused, InvalidTraining

LATEST = "latest"
"""In place of a number: the newest data set that there is."""
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 20.0
USUAL_WEIGHT = 2.0


@dataclass(frozen=True, kw_only=True)
class PeopleMix:
    """The data set of what people gave that joins a training."""

    data_set: int
    """Its number here; another site may have another for the same file."""
    sha256: str
    """Of its file: this decides what is learned."""
    weight: float = USUAL_WEIGHT
    """How much each of its samples counts; MNIST's and synthetic ones count 1."""


def people_mix(choice: str | int | None, weight: float | None) -> PeopleMix | None:
    """Return the mix that was asked for by the number of a data set or as the latest one.

    Raises
    ------
    InvalidTraining
        If there is no such data set, it was withdrawn, or the weight is out of range.
    """
    if choice is None:
        if weight is not None:
            raise InvalidTraining("--people-weight: expected with a data set to weigh; add --people.")
        return None
    weight = USUAL_WEIGHT if weight is None else float(weight)
    if not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
        raise InvalidTraining(
            "--people-weight: expected a number from {least} to {most}, found {found}.",
            least=f"{LEAST_WEIGHT:g}",
            most=f"{MOST_WEIGHT:g}",
            found=f"{weight:g}",
        )
    found = chosen_data_set(str(choice))
    return PeopleMix(data_set=found.number, sha256=found.sha256, weight=weight)


def chosen_data_set(choice: str) -> DataSet:
    """Return the data set of a number, or the latest one that is ready."""
    if choice == LATEST:
        latest = DataSet.objects.filter(state=DataSetState.READY).order_by("-number").first()
        if latest is None:
            raise InvalidTraining("--people: there is no data set of what people gave yet.")
        return latest
    is_number = choice.isascii() and choice.isdecimal() and len(choice) < 19
    found = DataSet.objects.filter(number=int(choice)).first() if is_number else None
    if found is None:
        raise InvalidTraining(
            '--people: expected the number of a data set or "{latest}", found "{found}".',
            latest=LATEST,
            found=choice[:40],
        )
    if found.state != DataSetState.READY:
        raise InvalidTraining(
            "--people: data set {number} was withdrawn; nothing may learn from it.", number=found.number
        )
    return found


def data_set_of(mix: PeopleMix) -> DataSet | None:
    """Return the data set of a mix, if it is here and still the same."""
    return DataSet.objects.filter(number=mix.data_set, sha256=mix.sha256).first()


def load_people(mix: PeopleMix) -> tuple[PeopleData, PeopleData]:
    """Return what people gave to learn from, and to validate on. The holdout is not handed out.

    Raises
    ------
    InvalidTraining
        If the data set is gone, was withdrawn or is another by now, its file is damaged, or nobody in it
        belongs to the training part.
    """
    data_set = data_set_of(mix)
    if data_set is None:
        raise InvalidTraining(
            "Data set {number} with the SHA-256 {sha256} is not here (any more).",
            number=mix.data_set,
            sha256=mix.sha256,
        )
    try:
        data = load_data_set(data_set)
    except DataSetRefused as error:
        raise InvalidTraining(message_of(error)) from error
    training, validation = data.of(Part.TRAINING), data.of(Part.VALIDATION)
    if not len(training):
        raise InvalidTraining("Data set {number} has no samples to learn from.", number=mix.data_set)
    return training, validation
