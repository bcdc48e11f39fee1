"""How often a browser has to ask, one answer after another, until a page can be used: three times at most.

The first answer is the page, the second all that the page itself names. What only those name comes third:
faces of letters, never a script.
"""

import posixpath
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from digitweb.modules import IMPORT
from recognizer.views.lessons import LESSONS

PAGES = ["/", "/given/", "/inside/", "/learn/", *(f"/learn/{lesson.slug}/" for lesson in LESSONS)]
NAMED = re.compile(r'<(?:script|link|img)\b[^>]*?\s(?:src|href)="/static/([^"]+)"')
DYNAMIC = re.compile(r"""(?<![{(.\w] )(?<![{(.\w])import\(\s*["'](\.[^"']+)["']\)(?!\.\w)""")
OF_STYLE = re.compile(r"""(?:@import\s+(?:url\()?|url\()["']?([^"')#]+)["']?""")


def named_in_page(client: Client, path: str) -> set[str]:
    """Return the static files that a page itself names."""
    return set(NAMED.findall(client.get(path).content.decode()))


def named_in_file(name: str) -> set[str]:
    """Return the static files that a script or a stylesheet names."""
    path = finders.find(name)
    assert path, f"There is no static file {name}."
    pattern = {".js": (IMPORT, DYNAMIC), ".css": (OF_STYLE,)}.get(Path(name).suffix, ())
    text = Path(path).read_text() if pattern else ""
    found = [other for each in pattern for other in each.findall(text) if not other.startswith("data:")]
    return {posixpath.normpath(posixpath.join(posixpath.dirname(name), other)) for other in found}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_all_scripts_that_it_needs_and_their_files_name_letters_alone(
    client: Client, path: str
) -> None:
    second = named_in_page(client, path)
    assert any(name.endswith(".js") for name in second)
    third = {other for name in second for other in named_in_file(name)} - second
    assert {Path(name).suffix for name in third} <= {".woff2"}, third
