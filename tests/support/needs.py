"""What a test needs, by its fixtures: marks for a quick run, and the order in which files begin."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
OWN_SITE = {"fresh_site", "hosts", "installation", "own_site", "postgres_site", "training_site"}
"""Sites of one file's own: such files take longest."""

MARKS = {
    "browser": {"page", "new_context", "firefox"},
    "site": {"prepared", *OWN_SITE},
    "mnist": {"mnist_folder"},
}
"""The mark that a test gets for using any of these fixtures, itself or through others, or for its folder."""


def uses(item: pytest.Item, fixtures: set[str]) -> bool:
    """Whether a test uses any of these fixtures."""
    return not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


def mark_by_needs(items: list[pytest.Item]) -> None:
    """Mark each test by what it needs."""
    for item in items:
        for mark, fixtures in MARKS.items():
            if uses(item, fixtures) or item.path.is_relative_to(TESTS / mark):
                item.add_marker(mark)


def longest_first(items: list[pytest.Item]) -> None:
    """Let files with a site of their own begin, then the other browser tests: short files fill up the end."""
    own_site = {item.path for item in items if uses(item, OWN_SITE)}
    browser = {item.path for item in items if uses(item, MARKS["browser"])}
    items.sort(key=lambda item: (item.path not in own_site, item.path not in browser))
