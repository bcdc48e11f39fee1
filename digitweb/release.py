"""Make a release: `make release VERSION=1.1.0` writes version and changelog, commits and tags."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from digitweb import __version__

ROOT = Path(__file__).resolve().parent.parent
UNRELEASED = "## Unreleased\n"


class NotReleased(Exception):
    """Why there is no release: what was expected, and what came."""


def successors(version: str) -> list[str]:
    """Return the three versions that may follow: something mended, something added, something broken."""
    major, minor, patch = (int(number) for number in version.split("."))
    return [f"{major}.{minor}.{patch + 1}", f"{major}.{minor + 1}.0", f"{major + 1}.0.0"]


def with_version(module: str, version: str) -> str:
    """Return the module that holds the version, with another one."""
    return re.sub(r'(?m)^__version__ = ".*"$', f'__version__ = "{version}"', module)


def with_release(changelog: str, version: str, day: date) -> str:
    """Return the changelog with what was unreleased under the version's own heading."""
    before, heading, after = changelog.partition(UNRELEASED)
    changes = after.split("\n## ", maxsplit=1)[0]
    if not re.search(r"(?m)^- ", changes):
        raise NotReleased(f'CHANGELOG.md: expected changes under "{UNRELEASED.strip()}", found none.')
    return f"{before}{heading}\n## {version} – {day.isoformat()}\n{after}"


def release(root: Path, current: str, version: str, day: date) -> None:
    """Write version and changelog of the checkout in `root`, commit, tag.

    Raises NotReleased, and leaves the files as they were, if one of these cannot be.
    """
    if version not in successors(current):
        expected = ", ".join(successors(current))
        raise NotReleased(
            f'VERSION: expected one of {expected}, which may follow {current}; found "{version}".'
        )
    if changed := git(root, "status", "--porcelain"):
        raise NotReleased(f"Expected a checkout without changes, found these:\n{changed}")
    tag = f"v{version}"
    if git(root, "tag", "--list", tag):
        raise NotReleased(f"Expected no tag {tag} yet, found one.")
    module, changelog = root / "digitweb" / "__init__.py", root / "CHANGELOG.md"
    before = {path: path.read_text(encoding="utf-8") for path in (module, changelog)}
    after = {
        module: with_version(before[module], version),
        changelog: with_release(before[changelog], version, day),
    }
    try:
        write(after)
        git(root, "commit", "--quiet", "--message", f"Release {version}", *map(str, after))
    except (NotReleased, OSError):
        write(before)
        raise
    git(root, "tag", "--annotate", tag, "--message", f"digitweb {version}")


def write(texts: dict[Path, str]) -> None:
    """Write each text into its file."""
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def git(root: Path, *words: str) -> str:
    """Run git in `root` and return its output."""
    result = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603, S607
    if result.returncode:
        raise NotReleased(f"git {words[0]} failed: {result.stderr.strip() or result.stdout.strip()}")
    return result.stdout.rstrip()


def main() -> str | None:
    """Make the release; return an error message if that fails."""
    version = sys.argv[1] if len(sys.argv) == 2 else ""
    try:
        release(ROOT, __version__, version, datetime.now(UTC).date())
    except (NotReleased, OSError) as error:
        return f"Not released. {error}"
    sys.stdout.write(f"Released {version}. Publish it: git push --follow-tags\n")
    return None


if __name__ == "__main__":
    sys.exit(main())
