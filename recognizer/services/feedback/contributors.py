"""Contributors: known by an opaque name of which a hash alone is kept."""

import hashlib

from django.utils.crypto import salted_hmac

from recognizer.models import Contributor, Part
from recognizer.services.errors import NothingGiven

CONSENT_EDITION = 1
"""The edition of the text to which whoever gives something agrees."""
SALT = "recognizer.feedback.part"
UNTIL = ((60, Part.TRAINING), (75, Part.VALIDATION), (100, Part.HOLDOUT))
"""Of a hundred contributors, about: the first 60 are for training, the next 15 for validation."""


def digest_of(name: str) -> str:
    """Return the hash by which a contributor is kept; a name of 32 random bytes cannot be found from it."""
    return hashlib.sha256(name.encode()).hexdigest()


def part_of(digest: str) -> Part:
    """Return the part of every data set that a contributor is for.

    It follows from the site's secret key, so nobody outside can choose it by choosing a name; and whoever
    leaves and comes back by the same name is not drawn anew.
    """
    lot = int.from_bytes(salted_hmac(SALT, digest, algorithm="sha256").digest()) % 100
    return next(part for until, part in UNTIL if lot < until)


def contributor_of(name: str) -> Contributor:
    """Return the contributor of this name; raise NothingGiven if there is none."""
    found = Contributor.objects.filter(digest=digest_of(name)).first()
    if found is None:
        raise NothingGiven("Nobody of this name has given anything.")
    return found


def locked_contributor(name: str, *, consent: int) -> Contributor:
    """Return the contributor of this name, made on first use, locked until the transaction ends."""
    digest = digest_of(name)
    found, _is_new = Contributor.objects.select_for_update().get_or_create(
        digest=digest, defaults={"part": part_of(digest), "consent": consent}
    )
    return found
