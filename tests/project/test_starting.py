"""What commands import before they have anything to do: whoever asks for their help waits for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LARGE = ("numpy", "scipy", "PIL", "pydantic", "ninja", "rich", "recognizer.admin")
TOLD = f"""
import contextlib, io, runpy, sys
with contextlib.redirect_stdout(io.StringIO()) as help, contextlib.suppress(SystemExit):
    runpy.run_path("manage.py", run_name="__main__")
assert help.getvalue().startswith("usage: "), help.getvalue()
print(*(name for name in {LARGE} if name in sys.modules))
"""


@pytest.mark.parametrize(
    "command", ["collectstatic", "migrate", "prepare_site", "preview_handwriting", "wait_for_database"]
)
def test_the_help_of_a_command_imports_nothing_large(command: str, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.argv = ['manage.py', '{command}', '--help']\n{TOLD}"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "DIGITWEB_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout.split(), result.stderr) == ([], "")
