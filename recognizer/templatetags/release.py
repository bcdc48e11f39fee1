"""Which version of digitweb serves a page: {% release %}."""

from django import template
from django.utils.translation import gettext as _

from digitweb import __version__

register = template.Library()


@register.simple_tag
def release() -> str:
    """Return name and version; numbered networks are "versions" here too, so the name has to stand there."""
    return _("digitweb %(version)s") % {"version": __version__}
