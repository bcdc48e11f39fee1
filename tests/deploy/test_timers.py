"""The units that write backups and keep house: systemd takes them, and what they call exists."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import load_command_class

from tests.support.site import ROOT

UNITS = ROOT / "deploy" / "systemd"
NAMES = ("backup", "housekeeping")
BOXED = ("ProtectSystem", "PrivateTmp", "NoNewPrivileges", "CapabilityBoundingSet", "UMask", "MemoryMax")


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(UNITS / name)
    return parser


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units as they are, but for a program that this machine has."""
    for path in (UNITS / f"digitweb-{name}.{kind}" for name in NAMES for kind in ("service", "timer")):
        text = path.read_text().replace("/opt/digitweb/.venv/bin/python", "/bin/true")
        (tmp_path / path.name).write_text(text)
    return [str(path) for path in sorted(tmp_path.iterdir())]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_takes_the_units(units: list[str]) -> None:
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in result.stderr.splitlines() if "digitweb-" in line]
    assert ours == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("name", NAMES)
def test_the_times_are_times(name: str) -> None:
    when = unit(f"digitweb-{name}.timer")["Timer"]["OnCalendar"]
    subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, check=True)


def commands() -> list[tuple[str, str]]:
    """Return each call of manage.py, with where it stands."""
    of_units = [
        (f"digitweb-{name}.service", unit(f"digitweb-{name}.service")["Service"]["ExecStart"])
        for name in NAMES
    ]
    cron = (ROOT / "deploy" / "cron.example").read_text()
    return of_units + [("cron.example", found) for found in re.findall(r"manage\.py [^>)]*", cron)]


@pytest.mark.parametrize(("where", "command"), commands())
def test_what_is_called_can_be_called(where: str, command: str) -> None:
    name, *arguments = shlex.split(command.partition("manage.py ")[2].replace("2>&1", "").removesuffix(" 2"))
    load_command_class("recognizer", name).create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.parametrize("name", NAMES)
def test_they_are_boxed_in_and_no_others(name: str) -> None:
    service = unit(f"digitweb-{name}.service")["Service"]
    assert service["User"] == "digitweb"
    assert [setting for setting in BOXED if setting not in service] == []
    assert service["ProtectSystem"] == "strict"
    written = service.get("ReadWritePaths", "")
    assert written == ("/var/backups/digitweb" if name == "backup" else "")


@pytest.mark.parametrize("name", NAMES)
def test_a_timer_catches_up_after_a_night_without_power(name: str) -> None:
    timer = unit(f"digitweb-{name}.timer")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
