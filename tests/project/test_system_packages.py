"""What the tests need of the system is installed in one go by root on Debian, and else named in one line."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.project.installing import program
from tests.support.chromium import CHROMIUM_NAMES
from tests.support.site import ROOT

ALL = ("chromium", "node", "gettext")


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A machine whose only programs are those that are put into its folder."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / "bin"

    def has(self, *names: str) -> None:
        """Let programs of these names be found, which do nothing and do it well."""
        for name in names:
            program(self.programs / name, "exit 0")

    def has_node(self) -> None:
        """Let both copies of Node run that pip brings."""
        for folder in (".venv/bin", ".venv/lib/python3.11/site-packages/playwright/driver"):
            (self.folder / folder).mkdir(parents=True)
            program(self.folder / folder / "node", "exit 0")

    def has_apt_get(self, installs: str) -> None:
        """Let apt-get write down how it is called, and run a script when it installs."""
        script = f'echo "$*" >>{self.folder}/calls; case $1 in install) {installs} ;; esac'
        program(self.programs / "apt-get", script)

    def look_for(self, *names: str, user: int = 0) -> subprocess.CompletedProcess[str]:
        """Run scripts/system-packages as that user."""
        program(self.programs / "id", f"echo {user}")
        return subprocess.run(
            ["/bin/sh", ROOT / "scripts" / "system-packages", *names],
            cwd=self.folder,
            env={"PATH": str(self.programs), "POLICY_FOLDER": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(folder=tmp_path)
    machine.programs.mkdir()
    for name in ("sh", "grep", "head", "touch", "chmod", "mkdir", "rm", "cp"):
        (machine.programs / name).symlink_to(shutil.which(name) or name)
    return machine


@pytest.mark.parametrize("browser", CHROMIUM_NAMES)
def test_a_machine_that_has_all_is_left_alone(machine: Machine, browser: str) -> None:
    machine.has(browser, "xgettext", "msgfmt")
    machine.has_node()
    machine.has_apt_get("exit 1")
    assert machine.look_for(*ALL).returncode == 0
    assert not (machine.folder / "calls").exists()


def test_all_that_is_missing_is_installed_in_one_go(machine: Machine) -> None:
    machine.has("google-chrome", "xgettext")
    machine.has_node()
    (machine.folder / ".venv" / "bin" / "node").chmod(0o644)  # as it is where a library is missing
    bin_ = machine.programs
    machine.has_apt_get(f"touch {bin_}/msgfmt; chmod +x {bin_}/msgfmt {machine.folder}/.venv/bin/node")
    result = machine.look_for(*ALL)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "Installing libatomic1 gettext (once) …\n"
    update, install = (machine.folder / "calls").read_text().splitlines()
    assert update.startswith("update")
    assert install.startswith("install")
    assert install.endswith(" libatomic1 gettext")


@pytest.mark.parametrize(
    ("known", "installed"), [("exit 0", "chromium-headless-shell"), ("exit 100", "chromium")]
)
def test_of_two_browsers_the_one_without_windows_is_installed_where_it_is_known(
    machine: Machine, known: str, installed: str
) -> None:
    program(machine.programs / "apt-cache", known)
    found = machine.programs / installed
    machine.has_apt_get(f'[ "${{4}}" = {installed} ] && touch {found} && chmod +x {found}')
    result = machine.look_for("chromium")
    assert result.returncode == 0, result.stderr


def test_only_what_is_asked_for_is_looked_for(machine: Machine) -> None:
    machine.has("xgettext", "msgfmt")
    assert machine.look_for("gettext").returncode == 0


@pytest.mark.parametrize("why", ["not root", "no apt-get"])
def test_whoever_cannot_install_is_told_exactly_what(machine: Machine, why: str) -> None:
    machine.has("xgettext", "msgfmt")
    if why == "not root":
        machine.has_apt_get("exit 0")
    result = machine.look_for(*ALL, user=1000 if why == "not root" else 0)
    assert result.returncode == 1
    assert result.stderr == (
        "The system lacks chromium for the browser tests; "
        "libatomic1 for Node, which the tests of pages and scripts use. "
        "Install it, for example: sudo apt-get install chromium libatomic1\n"
    )
    assert not (machine.folder / "calls").exists()


def test_what_apt_get_cannot_install_is_said_in_one_line(machine: Machine) -> None:
    machine.has_apt_get(
        'echo "Reading…"; echo "E: Unable to locate package gettext" >&2; echo "E: more"; exit 100'
    )
    result = machine.look_for("gettext")
    assert result.returncode == 1
    assert result.stderr == (
        "apt-get could not install gettext: E: Unable to locate package gettext. "
        "See to that, then type the same again.\n"
    )


def test_what_is_installed_and_does_not_run_is_said_so(machine: Machine) -> None:
    machine.has_apt_get("exit 0")
    result = machine.look_for("chromium")
    assert result.returncode == 1
    assert result.stderr == "Installed and yet not to be used: chromium for the browser tests.\n"


def test_nginx_is_installed_by_root_and_not_started(machine: Machine) -> None:
    policy = machine.folder / "policy-rc.d"
    bin_ = machine.programs
    machine.has_apt_get(f"cp {policy} {machine.folder}/seen; touch {bin_}/nginx; chmod +x {bin_}/nginx")
    result = machine.look_for("nginx")
    assert result.returncode == 0, result.stderr
    assert (machine.folder / "seen").read_text() == "#!/bin/sh\nexit 101\n", "services are not started"
    assert not policy.exists()


def test_a_policy_of_the_machines_own_stays(machine: Machine) -> None:
    policy = machine.folder / "policy-rc.d"
    policy.write_text("its own")
    bin_ = machine.programs
    machine.has_apt_get(f"touch {bin_}/nginx; chmod +x {bin_}/nginx")
    assert machine.look_for("nginx").returncode == 0
    assert policy.read_text() == "its own"


@pytest.mark.parametrize("program", ["firefox", "firefox-esr"])
def test_a_firefox_of_either_name_will_do(machine: Machine, program: str) -> None:
    machine.has(program)
    machine.has_apt_get("exit 1")
    assert machine.look_for("firefox").returncode == 0
    assert not (machine.folder / "calls").exists()


def test_whoever_cannot_install_goes_without_nginx_and_firefox(machine: Machine) -> None:
    result = machine.look_for("nginx", "firefox", user=1000)
    assert (result.returncode, result.stderr) == (0, "")
