"""digitweb's own version is said in many places, and is the same in all of them."""

import platform
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from digitweb import __version__
from recognizer.views.lessons import LESSONS
from tests.support.processes import measuring
from tests.support.site import ROOT

FOOTER = re.compile(r"<footer.*?</footer>", re.DOTALL)
RELEASED = re.compile(r"^## (\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)$", re.MULTILINE)
"""Headings of the changelog."""


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## .*$", changelog, re.MULTILINE)
    released = RELEASED.findall(changelog)
    assert headings[0] == "## Unreleased"
    assert len(released) == len(headings) - 1, "a release's heading is: ## 1.0.0 – 2026-11-24"
    assert released[0][0] == __version__
    numbers = [tuple(map(int, version.split("."))) for version, _day in released]
    assert numbers == sorted(set(numbers), reverse=True)
    days = [day for _version, day in released]
    assert days == sorted(days, reverse=True)


def test_each_kind_of_change_has_one_heading_a_release() -> None:
    for release in (ROOT / "CHANGELOG.md").read_text().split("\n## ")[1:]:
        headings = re.findall("^### (.*)$", release, re.MULTILINE)
        assert len(headings) == len(set(headings)), release.partition("\n")[0]


def test_the_package_takes_its_version_from_the_code() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" in pyproject["project"]["dynamic"]
    assert pyproject["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "digitweb.__version__"}


def test_tools_that_ask_the_process_are_told() -> None:
    assert Client().get("/healthz").json() == {"status": "ok", "version": __version__}


def test_tools_that_read_the_api_are_told() -> None:
    assert Client().get("/api/v1/openapi.json").json()["info"]["version"] == __version__


def manage(*arguments: str, data_dir: Path) -> list[str]:
    """Return the lines that manage.py prints."""
    environment = {"DIGITWEB_DATA_DIR": str(data_dir), "PATH": "/usr/bin:/bin", **measuring()}
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.splitlines()


def test_operators_are_told_on_what_it_runs(tmp_path: Path) -> None:
    version, runs_on = manage("version", data_dir=tmp_path)
    assert version == f"digitweb {__version__}"
    assert f"Python {platform.python_version()}, Django {django.get_version()}, NumPy " in runs_on


def test_operators_are_told_even_where_no_site_can_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert manage("version", data_dir=tmp_path / "file")[0] == f"digitweb {__version__}"


def test_djangos_own_version_is_an_option(tmp_path: Path) -> None:
    assert manage("--version", data_dir=tmp_path) == [django.get_version()]
    assert manage("list_versions", "--version", data_dir=tmp_path) == [django.get_version()]


def footer_of(page: str) -> str:
    """Return what stands in a page's one footer."""
    (footer,) = FOOTER.finditer(page)
    return footer.group()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/inside/", "/learn/", *(f"/learn/{at.slug}/" for at in LESSONS), "/nowhere", "/admin/login/"],
)
def test_everybody_reads_it_below_each_page(client: Client, path: str) -> None:
    assert f"digitweb {__version__}<" in footer_of(client.get(path).content.decode())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert f"digitweb {__version__} 版<" in footer_of(client.get(path).content.decode())


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_it_stands_below_what_went_wrong(name: str) -> None:
    for language, said in (("en", f"digitweb {__version__}"), ("zh-hans", f"digitweb {__version__} 版")):
        with override(language):
            assert f">{said}<" in footer_of(render_to_string(f"{name}.html"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "recognizer/modelversion/", "recognizer/modelversion/train/", "auth/user/"]
)
def test_operators_read_it_below_each_page_of_the_admin(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    assert f"digitweb {__version__}<" in footer_of(client.get(f"/admin/{path}").content.decode())
