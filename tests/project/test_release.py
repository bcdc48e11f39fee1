"""A release is one command: version, changelog, commit, tag."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from digitweb import release as command
from digitweb.release import NotReleased, release, successors

DAY = date(2030, 1, 31)
CHANGELOG = """# Changelog

## Unreleased

### Added
- Reads letters.

## 1.0.0 – 2029-12-24

### Added
- Reads digits.
"""


def git(folder: Path, *words: str) -> str:
    who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    result = subprocess.run(
        ["git", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", **who},
    )
    return result.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository that has all that a release touches."""
    (tmp_path / "digitweb").mkdir()
    (tmp_path / "digitweb" / "__init__.py").write_text('"""A project."""\n\n__version__ = "1.0.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "a")
    git(tmp_path, "config", "user.email", "a@b")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_it_writes_commits_and_tags(checkout: Path) -> None:
    release(checkout, "1.0.0", "1.1.0", DAY)
    assert (
        checkout / "digitweb" / "__init__.py"
    ).read_text() == '"""A project."""\n\n__version__ = "1.1.0"\n'
    heading = "## Unreleased\n\n## 1.1.0 – 2030-01-31\n"
    assert (checkout / "CHANGELOG.md").read_text() == CHANGELOG.replace("## Unreleased\n", heading)
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "log", "-1", "--format=%s") == "Release 1.1.0"
    assert git(checkout, "rev-parse", "v1.1.0^{commit}") == git(checkout, "rev-parse", "HEAD")


def test_three_versions_may_follow() -> None:
    assert successors("1.2.3") == ["1.2.4", "1.3.0", "2.0.0"]


@pytest.mark.parametrize(
    "version", ["", "1.0.0", "0.9.0", "1.0.2", "1.2.0", "2.0", "v1.1.0", "1.1.0\n", "next"]
)
def test_no_other_version_follows(checkout: Path, version: str) -> None:
    with pytest.raises(
        NotReleased, match=r"VERSION: expected one of 1\.0\.1, 1\.1\.0, 2\.0\.0, which may follow 1"
    ):
        release(checkout, "1.0.0", version, DAY)
    assert_untouched(checkout)


def test_nothing_new_is_no_release(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(CHANGELOG.replace("- Reads letters.\n", ""))
    git(checkout, "commit", "--all", "--quiet", "--message", "Unlearn letters")
    with pytest.raises(NotReleased, match=r'expected changes under "## Unreleased", found none\.'):
        release(checkout, "1.0.0", "1.1.0", DAY)
    assert_untouched(checkout)


def test_what_is_not_committed_is_not_released(checkout: Path) -> None:
    (checkout / "new").touch()
    with pytest.raises(NotReleased, match=r"without changes, found these:\n\?\? new$"):
        release(checkout, "1.0.0", "1.1.0", DAY)
    assert (checkout / "CHANGELOG.md").read_text() == CHANGELOG


def test_a_tag_is_not_moved(checkout: Path) -> None:
    git(checkout, "tag", "v1.1.0")
    with pytest.raises(NotReleased, match=r"Expected no tag v1\.1\.0 yet, found one"):
        release(checkout, "1.0.0", "1.1.0", DAY)
    assert_untouched(checkout)


def test_a_commit_that_is_refused_leaves_all_as_it_was(checkout: Path) -> None:
    hook = checkout / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotReleased, match="git commit failed: not today"):
        release(checkout, "1.0.0", "1.1.0", DAY)
    assert_untouched(checkout)


def assert_untouched(checkout: Path) -> None:
    assert git(checkout, "status", "--porcelain") == ""
    assert "1.1.0" not in git(checkout, "log", "--format=%s")


def test_the_command_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["release.py"])
    said = command.main()
    assert said is not None
    assert said.startswith("Not released. VERSION: expected one of ")
    assert said.endswith('found "".')
