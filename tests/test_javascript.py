"""The pure JavaScript modules, tested by Node's own runner."""

import subprocess
import sys
from pathlib import Path

from tests.support.site import ROOT


def test_javascript_modules() -> None:
    node = Path(sys.executable).with_name("node")
    files = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))
    assert files
    result = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
