"""Passwords: none that says what this site is, and each change is logged."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OUR_WORDS = ("digitweb", "recognizer", "handwriting", "handwritten", "digits", "mnist", "admin", "operator")
"""Words of this site; the names of its hosts count too."""
MIN_REST = 8
"""Characters that a password must have beside such words."""

logger = logging.getLogger(__name__)


class OwnWordsValidator:
    """Refuses a password that is little more than words of this site."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ANN401 - Django's own
        """Raise ValidationError if too little is left of a password without these words."""
        rest = password.casefold()
        found = [word for word in own_words() if word in rest]
        for word in found:
            rest = rest.replace(word, "")
        if found and len(rest) < MIN_REST:
            raise ValidationError(
                _('The password says little beside "%(word)s", which is a word of this site.'),
                params={"word": found[0]},
            )

    def get_help_text(self) -> str:
        """Say what is refused."""
        return _("Your password can’t be made of words of this site.")

    def password_changed(self, password: str, user: Any = None) -> None:  # noqa: ANN401 - Django's own
        """Log that a password was set, without it."""
        if user is not None:
            logger.warning("The password of %s was set.", ascii(user.get_username()))


def own_words() -> list[str]:
    """Return the words of this site, the longest first: those it ships with, and the names of its hosts."""
    parts = (part for host in settings.ALLOWED_HOSTS for part in host.casefold().split("."))
    return sorted({*OUR_WORDS, *(part for part in parts if len(part) > 3 and part.isalpha())}, key=len)[::-1]
