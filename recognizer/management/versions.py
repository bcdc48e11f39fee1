"""What the commands of model versions share."""

from django.core.management.base import CommandError

from recognizer.models import ModelVersion, Status


def version_of(number: int) -> ModelVersion:
    """Return the version of that number; a CommandError lists the numbers that there are."""
    version = ModelVersion.objects.filter(number=number).first()
    if version is None:
        raise CommandError(f"There is no version {number}. {known()}")
    return version


def version_or_active(number: int | None) -> ModelVersion:
    """Return the version of that number, or the active one where none was named."""
    if number is not None:
        return version_of(number)
    version = ModelVersion.objects.filter(status=Status.ACTIVE).first()
    if version is None:
        raise CommandError(f"No version is active. {known()}")
    return version


def known() -> str:
    """Say which versions there are."""
    return f"There are: {', '.join(map(str, ModelVersion.objects.all())) or 'none'}."
