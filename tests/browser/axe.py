"""axe-core, the accessibility checker, run on the page that is open."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.support.processes import one_process_at_a_time
from tests.support.site import ROOT

PACKAGES = ROOT / "tests" / "npm"
"""Names the version, and the hash that it must have."""
INSTALLED = ROOT / "var" / "npm"

RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const say = ({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`);
  return violations.flatMap(say);
}"""


def install(script: Path) -> None:
    """Install what `package-lock.json` names, unless the script is there in this very version."""
    lock = INSTALLED / "package-lock.json"
    wanted = (PACKAGES / "package-lock.json").read_text()
    if script.is_file() and lock.is_file() and lock.read_text() == wanted:
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (INSTALLED / name).write_text((PACKAGES / name).read_text())
    npm = Path(sys.executable).with_name("npm")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=INSTALLED, check=True)


@cache
def axe_source() -> str:
    """Return the checker's code, installed on first use as `package-lock.json` has it."""
    script = INSTALLED / "node_modules" / "axe-core" / "axe.min.js"
    with one_process_at_a_time("npm"):
        install(script)
    return script.read_text()


def violations(page: Page) -> list[str]:
    """Return what offends against WCAG and good practice."""
    page.evaluate(axe_source())  # the page's own policy does not bind what the browser's driver evaluates
    found: list[str] = page.evaluate(RUN)
    return found
