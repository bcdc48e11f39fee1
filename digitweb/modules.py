"""The import graph of JavaScript modules among the static files."""

import posixpath
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

IMPORT = re.compile(r"""^(?:import|export)\s*(?:[\w$*{},\s]+\sfrom\s*)?["'](\.[^"']+)["']""", re.MULTILINE)
"""A statement that imports; what comments say of types begins elsewhere than a line."""


def imported_by(name: str) -> list[str]:
    """Return the modules that a module imports, and those that they import, each once, the nearest first.

    Raises FileNotFoundError for a module that is not there.
    """
    # While somebody works on them, modules change under a running site.
    return _find_imports(name) if settings.DEBUG else _known_imports(name)


def _find_imports(name: str) -> list[str]:
    """Follow the imports of a module, breadth first."""
    found = [name]
    for module in found:
        found += [other for other in _imports_of(module) if other not in found]
    return found[1:]


_known_imports = cache(_find_imports)


def _imports_of(name: str) -> list[str]:
    """Return the modules that a module itself imports, each once."""
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(f"There is no module {name!r} among the static files.")
    written = dict.fromkeys(IMPORT.findall(Path(path).read_text()))
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), other)) for other in written]
