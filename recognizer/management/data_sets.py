"""What the commands of data sets share."""

from django.core.management.base import CommandError

from recognizer.models import DataSet


def data_set_of(number: int) -> DataSet:
    """Return the data set of that number; a CommandError lists the numbers that there are."""
    data_set = DataSet.objects.filter(number=number).first()
    if data_set is None:
        there = ", ".join(map(str, DataSet.objects.all())) or "none"
        raise CommandError(f"There is no data set {number}. There are: {there}.")
    return data_set


def described(data_set: DataSet) -> str:
    """Return number, name and size of a data set in words."""
    people = data_set.statistics.get("people", 0)
    return f"{data_set}: {data_set.samples:,} samples of {people:,} people"
