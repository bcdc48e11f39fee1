"""`manage.py forget_contributor`: delete all that somebody gave, also from data sets."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.management.base import SiteCommand
from recognizer.models import Contributor
from recognizer.services.data_sets.withdrawal import forget


class Command(SiteCommand):
    help = (
        "Delete a contributor with all that he or she gave, make data sets anew without it, and name the "
        "versions that had learnt from it. It cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("alias", help="10 hexadecimal digits, as data sets and reviewers' pages show it")

    def handle(self, *_args: Any, **options: Any) -> None:
        contributor = contributor_of(options["alias"])
        try:
            departure = forget(contributor)
        except DatasetError as error:
            raise CommandError(f"Not forgotten. {error}") from error
        self.stdout.write(f"Forgot contributor {departure.alias}: {departure.samples:,} samples.")
        for old, new in departure.data_sets.items():
            instead = f"data set {new} takes its place" if new else "nothing was left of it"
            self.stdout.write(f"Withdrew data set {old}: {instead}.")
        if departure.versions:
            numbers = ", ".join(map(str, departure.versions))
            self.stdout.write(self.style.WARNING(f"These versions had learnt from it: {numbers}."))


def contributor_of(alias: str) -> Contributor:
    """Return the contributor of that alias, or of more of the hash where two have the same."""
    if not re.fullmatch("[0-9a-f]{10,64}", alias):
        raise CommandError(f'alias: expected 10 to 64 hexadecimal digits, found "{alias[:70]}".')
    found = Contributor.objects.filter(digest__startswith=alias)[:2]
    if len(found) != 1:
        how_many = "Two contributors have" if found else "No contributor has"
        more = " Give more digits of the hash." if found else ""
        raise CommandError(f"{how_many} the alias {alias}.{more}")
    return found[0]
