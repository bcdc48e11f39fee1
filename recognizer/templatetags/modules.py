"""JavaScript modules in templates: {% module "js/draw/draw.js" %}."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from digitweb.modules import imported_by

register = template.Library()


@register.simple_tag
def module(name: str) -> SafeString:
    """Return a script, and ask at once for all that it imports, after what the page needs to be seen."""
    preloads = format_html_join(
        "",
        '<link rel="modulepreload" fetchpriority="low" href="{}">',
        ((static(other),) for other in imported_by(name)),
    )
    return format_html('{}<script type="module" src="{}"></script>', preloads, static(name))


@register.simple_tag
def first_module(name: str) -> SafeString:
    """Return a script without which the page is not painted, and which runs before the page is whole."""
    return format_html(
        '<script type="module" async blocking="render" fetchpriority="high" src="{}"></script>', static(name)
    )
