"""Messages of Django's admin that Django does not translate into Chinese.

Nothing imports these: `makemessages` finds them here, and our catalogue comes before Django's.
The messages of its scripts are in `djangojs.po`.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MESSAGES = (
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Error:"),
    _("Task Result"),
    _("access attempt"),
    _("access attempt expiration"),
    _("access failure"),
    _("access log"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
