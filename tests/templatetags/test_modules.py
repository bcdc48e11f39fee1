"""{% module %} asks for a script and at once for all that it imports."""

import re

from django.template import Context, Template


def rendered(tag: str) -> str:
    return Template("{% load modules %}" + tag).render(Context())


def test_what_a_script_imports_is_asked_for_before_it_is_read() -> None:
    html = rendered("{% module 'js/ink/history.js' %}{% module 'js/pad/pad.js' %}")

    assert html.startswith('<script type="module" src="/static/js/ink/history.js"></script>')
    assert html.endswith('<script type="module" src="/static/js/pad/pad.js"></script>')
    preloaded = re.findall(r'<link rel="modulepreload" fetchpriority="low" href="([^"]+)">', html)
    assert {"/static/js/base/early.js", "/static/js/pad/painter.js", "/static/js/ink/geometry.js"} <= set(
        preloaded
    )
    assert "/static/js/base/types.js" not in preloaded, "Only comments name it."
    assert len(preloaded) == len(set(preloaded))


def test_the_first_script_keeps_the_page_from_being_painted() -> None:
    html = rendered("{% first_module 'js/base/early.js' %}")
    assert re.fullmatch(
        r'<script type="module" async blocking="render" .*src="/static/js/base/early.js"></script>', html
    )
