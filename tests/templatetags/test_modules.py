"""{% module %} asks for a script and at once for all that it imports."""

import re

from django.template import Context, Template


def rendered(tag: str) -> str:
    return Template("{% load modules %}" + tag).render(Context())


def test_what_a_script_imports_is_asked_for_before_it_is_read() -> None:
    html = rendered("{% module 'js/history.js' %}{% module 'js/pad.js' %}")

    assert html.startswith('<script type="module" src="/static/js/history.js"></script>')
    assert html.endswith('<script type="module" src="/static/js/pad.js"></script>')
    preloaded = re.findall(r'<link rel="modulepreload" fetchpriority="low" href="([^"]+)">', html)
    assert {"/static/js/early.js", "/static/js/painter.js", "/static/js/geometry.js"} <= set(preloaded)
    assert "/static/js/types.js" not in preloaded, "Only comments name it."
    assert len(preloaded) == len(set(preloaded))


def test_the_first_script_keeps_the_page_from_being_painted() -> None:
    html = rendered("{% first_module 'js/early.js' %}")
    assert re.fullmatch(
        r'<script type="module" async blocking="render" .*src="/static/js/early.js"></script>', html
    )
