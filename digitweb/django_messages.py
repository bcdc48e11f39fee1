"""What pages of Django's admin say here and no other catalogue says in Chinese.

Nothing uses these: they stand here so that `makemessages` finds them. Our catalogue is asked before Django's.
What its scripts say stands in `djangojs.po`.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SAID = (
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
