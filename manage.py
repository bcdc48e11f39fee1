#!/usr/bin/env python
"""Django's command line for digitweb."""

import importlib.util
import os
import sys
from pathlib import Path


def use_project_environment() -> None:
    """Continue in `.venv`, which `make run` creates, unless an environment was activated that has Django."""
    environment = Path(__file__).resolve().parent / ".venv"
    interpreter = environment / "bin" / "python"
    outside = sys.prefix == sys.base_prefix or importlib.util.find_spec("django") is None
    if outside and Path(sys.prefix) != environment and interpreter.exists():
        os.execv(interpreter, [str(interpreter), *sys.argv])  # noqa: S606 - our own interpreter and arguments


def main() -> None:
    """Run one management command."""
    use_project_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the above
    except ImportError:
        sys.exit("Django is not installed. Type `make run` once: it installs all that is needed into .venv.")
    if sys.argv[1:2] == ["version"]:  # Django would print its own, and never look for our command
        from recognizer.management.commands.version import Command  # noqa: PLC0415 - after the above

        Command().run_from_argv(sys.argv)
        return
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from digitweb.system_errors import system_error_message  # noqa: PLC0415 - after Django

        message = system_error_message(error)
        if message is None or "--traceback" in sys.argv:
            raise
        sys.exit(message)


if __name__ == "__main__":
    main()
