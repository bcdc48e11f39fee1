"""The units of `deploy/systemd`, as far as systemd itself says what it makes of them without running them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.project.test_documented_settings import read
from tests.support.site import ROOT

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = ("digitweb-web.service", "digitweb-worker.service")
UNITS = ("digitweb.target", *SERVICES)
MOST_EXPOSED = 20
"""Of systemd's own scale from 0 to 100; a service without a sandbox has 96."""

each_service = pytest.mark.parametrize("name", SERVICES)


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the sections of a unit: each option with its values, in their order."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in (FOLDER / name).read_text().splitlines():
        if section := re.fullmatch(r"\[(\w+)\]", line):
            options = found.setdefault(section[1], {})
        elif line and not line.startswith("#"):
            option, _, value = line.partition("=")
            options.setdefault(option, []).append(value)
    return found


@pytest.fixture
def installed(tmp_path: Path) -> list[Path]:
    """Units whose programs are there: systemd looks for those."""
    for name in UNITS:
        text = (FOLDER / name).read_text().replace("/opt/digitweb/.venv/bin/python", "/bin/true")
        (tmp_path / name).write_text(text)
    return [tmp_path / name for name in UNITS]


def analysed(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze is installed, which Debian's systemd brings")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def test_systemd_understands_each_line(installed: list[Path]) -> None:
    said = analysed("verify", *installed)
    assert (said.returncode, said.stderr) == (0, "")


def test_systemd_would_complain_of_a_word_that_it_does_not_know(installed: list[Path]) -> None:
    service = installed[1]
    service.write_text(service.read_text().replace("Restart=always", "Restart=whenever"))
    assert "whenever" in analysed("verify", *installed).stderr


@each_service
def test_little_of_the_machine_is_open_to_a_service(installed: list[Path], name: str) -> None:
    (path,) = (path for path in installed if path.name == name)
    said = analysed("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", "--no-pager", path)
    assert said.returncode == 0, said.stdout[-300:] + said.stderr


@each_service
def test_it_is_started_again_within_a_ceiling_of_memory(name: str) -> None:
    service = unit(name)["Service"]
    assert service["Restart"] == ["always"]
    assert service["User"] == ["digitweb"]
    assert set(service) >= {"MemoryHigh", "MemoryMax", "LimitNOFILE", "TasksMax", "TimeoutStopSec"}


@each_service
def test_it_starts_what_there_is(name: str) -> None:
    service = unit(name)["Service"]
    for line in service["ExecStart"] + service["ExecStartPre"]:
        words = line.removeprefix("/opt/digitweb/.venv/bin/python ").split()
        if words[0] == "manage.py":
            own = ROOT / "recognizer" / "management" / "commands" / f"{words[1]}.py"
            assert own.exists(), line
        else:
            assert words[:2] == ["-m", "digitweb.supervisor"], line


@each_service
def test_what_it_sets_are_settings(name: str) -> None:
    service = unit(name)["Service"]
    names = set(re.findall(r"(\w+)=", " ".join(service["Environment"])))
    assert names - {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= read()
    assert {"DIGITWEB_DATA_DIR=/var/lib/digitweb", "STATIC_DIR=/var/cache/digitweb/static"} <= set(
        " ".join(service["Environment"]).split()
    )
    assert service["StateDirectory"] == service["CacheDirectory"] == ["digitweb"]


@pytest.mark.parametrize("name", ["environment.example", "worker.example"])
def test_the_example_of_an_environment_sets_settings(name: str) -> None:
    names = re.findall(r"^(?:# )?(\w+)=", (FOLDER / name).read_text(), re.MULTILINE)
    assert names
    assert set(names) <= read()


def test_what_is_wanted_of_every_site_behind_nginx_is_in_the_example() -> None:
    lines = (FOLDER / "environment.example").read_text().splitlines()
    assert "NUM_PROXIES=1" in lines
    assert any(line.startswith("SECURITY_CONTACT=mailto:") for line in lines)


def test_web_server_and_worker_tell_of_themselves_where_prometheus_asks() -> None:
    """Both read one file; what the worker reads after it has a port of its own."""
    worker = unit("digitweb-worker.service")["Service"]["EnvironmentFile"]
    assert worker == ["/etc/digitweb/environment", "-/etc/digitweb/worker"]
    assert unit("digitweb-web.service")["Service"]["EnvironmentFile"] == ["/etc/digitweb/environment"]
    told = [
        re.search(r"^(?:# )?METRICS_ADDRESS=(.*)$", (FOLDER / name).read_text(), re.MULTILINE)
        for name in ("environment.example", "worker.example")
    ]
    prometheus = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    assert [found and found[1] for found in told] == prometheus["scrape_configs"][0]["static_configs"][0][
        "targets"
    ]


def test_a_file_of_logs_can_be_written_by_all() -> None:
    for name in (*SERVICES, "digitweb-backup.service", "digitweb-housekeeping.service"):
        service = unit(name)["Service"]
        assert service["LogsDirectory"] == ["digitweb"], name
        assert service["LogsDirectoryMode"] == ["0700"], name
    assert "/var/log/digitweb/" in (ROOT / "deploy" / "logrotate" / "digitweb").read_text()


def test_both_end_and_begin_with_the_target() -> None:
    assert unit("digitweb.target")["Unit"]["Wants"] == [" ".join(SERVICES)]
    for name in SERVICES:
        assert unit(name)["Unit"]["PartOf"] == ["digitweb.target"]
        assert unit(name)["Install"]["WantedBy"] == ["digitweb.target"]
