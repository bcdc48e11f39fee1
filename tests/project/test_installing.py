"""What goes wrong while `make` installs ends in one line that says what to do; typing it again mends it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.project.installing import PYTHON, Checkout, fresh_checkout, program, python_that_lacks
from tests.support.patience import wait_until
from tests.support.small_disks import on_a_disk_of

pytestmark = pytest.mark.slow  # it runs make, pip or linters

NAME_ANOTHER = "make PYTHON=/path/to/python3"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return fresh_checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return fresh_checkout(tmp_path_factory.mktemp("shared") / "checkout")


@pytest.fixture
def installed(shared_checkout: Checkout) -> Iterator[Checkout]:
    """A checkout where all is installed; whatever a test does to it, the next one finds it so again."""
    shared_checkout.install()
    assert shared_checkout.is_complete()
    lock = shared_checkout.lock.read_text()
    yield shared_checkout
    shared_checkout.lock.write_text(lock)


def said_in_one_line(stderr: str) -> str:
    """Return what was said beside make's own line."""
    line, of_make = stderr.splitlines()
    assert of_make.startswith("make: ***")
    return line


def without_network(closed_port: int) -> dict[str, str]:
    """Variables that name an index where nobody listens."""
    return {
        "PIP_NO_INDEX": "0",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": f"http://127.0.0.1:{closed_port}/simple",
        "PIP_RETRIES": "1",
    }


def test_it_installs_once(installed: Checkout) -> None:
    assert "once" not in installed.install().stdout


def test_a_python_that_is_not_there(checkout: Checkout) -> None:
    assert said_in_one_line(checkout.install(python="nothing").stderr) == (
        f"There is no Python named nothing here. Install Python 3.11 or newer, or name yours: {NAME_ANOTHER}"
    )
    assert not (checkout.folder / ".venv").exists()


def test_a_python_that_is_too_old(checkout: Checkout, tmp_path: Path) -> None:
    pretend = 'import sys; sys.version_info = (2, 7, 18, "final", 0); exec(sys.argv[1])'
    old = program(tmp_path / "python2.7", f"exec {PYTHON} -c '{pretend}' \"$2\"")
    assert said_in_one_line(checkout.install(python=old).stderr) == (
        f"digitweb needs Python 3.11 or newer, and {old} is 2.7.18. Name a newer one: {NAME_ANOTHER}"
    )


def test_without_a_name_the_first_python_that_is_new_enough_is_taken(
    checkout: Checkout, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python3.11", "python3", "python3.12"):
        program(programs / name, "exit 1")
    program(programs / "python3.13", f'exec {checkout.named} "$@"')
    result = checkout.install(python=None, PATH=f"{programs}:{os.environ['PATH']}")
    assert result.returncode == 0, result.stderr
    assert checkout.is_complete()


def test_a_program_that_is_no_python(checkout: Checkout) -> None:
    assert said_in_one_line(checkout.install(python="false").stderr) == (
        f"false does not run as Python does. Name Python 3.11 or newer: {NAME_ANOTHER}"
    )


@pytest.mark.parametrize("modules", [["venv"], ["ensurepip", "pip"]])
def test_a_python_without_what_makes_environments(
    checkout: Checkout, tmp_path: Path, modules: list[str]
) -> None:
    lacking = python_that_lacks(tmp_path / "lacking", *modules)
    line = said_in_one_line(checkout.install(python=lacking).stderr)
    assert line.startswith(str(lacking))
    assert line.endswith("for example: sudo apt-get install python3-venv")


@pytest.mark.parametrize("missing", ["pip", "ensurepip"])
def test_one_of_pip_and_ensurepip_is_enough(checkout: Checkout, tmp_path: Path, missing: str) -> None:
    if missing == "ensurepip" and checkout.named == PYTHON:
        pytest.skip(f"{PYTHON} has no pip of its own")
    result = checkout.install(python=python_that_lacks(tmp_path / "lacking", missing))
    assert result.returncode == 0, result.stderr
    assert checkout.is_complete()


def test_without_a_network_one_line_and_the_next_time_all_is_installed(
    checkout: Checkout, closed_port: int
) -> None:
    result = checkout.install(**without_network(closed_port))
    assert said_in_one_line(result.stderr) == (
        "The Python package index does not answer (Connection refused). "
        "Check the network and pip's proxy and index settings, then type the same again."
    )
    assert not checkout.is_complete()
    checkout.install()
    assert checkout.is_complete()


def test_without_a_network_what_was_complete_stays_and_make_knows_that_it_is_old(
    installed: Checkout, closed_port: int
) -> None:
    installed.lock.write_text(installed.lock.read_text().replace("1.0", "2.0"))
    for _ in range(2):
        assert "does not answer" in said_in_one_line(installed.install(**without_network(closed_port)).stderr)
        assert installed.is_complete()


def test_a_package_that_is_not_the_one_that_was_locked(installed: Checkout) -> None:
    installed.remove_package()
    installed.lock.write_text(f"small-package==1.0 --hash=sha256:{'0' * 64}\n")
    line = said_in_one_line(installed.install().stderr)
    assert line.startswith("A package is not the one that requirements.txt names by its hash")


def test_a_package_without_a_hash_is_refused(installed: Checkout) -> None:
    installed.remove_package()
    installed.lock.write_text("small-package==1.0\n")
    assert said_in_one_line(installed.install().stderr) == (
        "requirements.txt names a package without the hash of its files. Write it anew: make lock"
    )


def test_a_package_that_the_index_does_not_have(installed: Checkout) -> None:
    installed.lock.write_text(installed.lock.read_text().replace("small-package", "other-package"))
    assert said_in_one_line(installed.install().stderr) == (
        "The Python package index does not answer, or lacks other-package==1.0. "
        "Check the network and pip's proxy and index settings, then type the same again."
    )


def test_any_other_trouble_of_pip_is_said_in_its_own_words(installed: Checkout) -> None:
    installed.lock.write_text(installed.lock.read_text().replace("1.0", "7.0"))
    assert said_in_one_line(installed.install().stderr) == (
        "Python's packages could not be installed: "
        "ERROR: No matching distribution found for small-package==7.0. "
        "To see all: .venv/bin/pip install -r requirements.txt"
    )


def test_an_installation_that_was_killed_is_made_anew(installed: Checkout) -> None:
    (module,) = installed.folder.glob(".venv/lib/python*/site-packages/small_package.py")
    module.unlink()  # pip would take the package for installed
    (installed.folder / ".venv" / "installed").unlink()
    installed.install()
    assert installed.is_complete()


def test_an_environment_whose_python_is_gone_is_made_anew(installed: Checkout) -> None:
    installed.python.unlink()
    installed.python.symlink_to("/nowhere/python3.11")
    installed.install()
    assert installed.is_complete()


def test_a_python_named_later_counts_too(installed: Checkout) -> None:
    line = said_in_one_line(installed.install(python="nothing").stderr)
    assert line.startswith("There is no Python named nothing here.")


def test_two_installations_at_once_do_not_meet(checkout: Checkout) -> None:
    environment = checkout.folder / ".venv"
    environment.mkdir()
    lock = os.open(environment, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # as the one that came first
    with ThreadPoolExecutor(1) as executor:
        second = executor.submit(checkout.install)
        wait_until(lambda: waits_for_a_lock(environment), lambda: "the second does not wait")
        assert list(environment.iterdir()) == []
        os.close(lock)
        assert second.result().returncode == 0
    assert checkout.is_complete()


def waits_for_a_lock(path: Path) -> bool:
    """Whether a process `flock` for the path is under way, which has nothing to do but to wait."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[0] == b"flock" and (process / "cwd" / os.fsdecode(words[1])).samefile(path):
                return True
    return False


def test_an_environment_of_another_checkout_is_not_made_anew(installed: Checkout, tmp_path: Path) -> None:
    other = fresh_checkout(tmp_path / "other")
    (other.folder / ".venv").symlink_to(installed.folder / ".venv")
    (installed.folder / ".venv" / "installed").unlink()  # an installation from there was killed
    in_use = installed.folder / ".venv" / "in-use"
    in_use.touch()
    other.install()
    assert other.is_complete()
    assert in_use.exists()


def test_a_full_disk_and_more_room_later(checkout: Checkout, tmp_path: Path) -> None:
    command = f"make --no-print-directory -C checkout .venv/installed PYTHON={PYTHON}"
    script = f"""
        cp -r {checkout.folder} "$DISK" && cd "$DISK"
        {command}  # no room for an environment
        grow 24m; {command}  # no room for packages
        grow 100m; {command} && touch {tmp_path}/mended
    """
    result = on_a_disk_of("1m", tmp_path / "disk", script, cwd=tmp_path, **checkout.environment)
    first, of_make, second, of_make_too = result.stderr.splitlines()
    assert first.startswith("The disk is full: digitweb needs about ")
    assert first.endswith("Free some space, then type the same again.")
    assert second == first
    assert of_make.startswith("make: ***")
    assert of_make_too.startswith("make: ***")
    assert (tmp_path / "mended").exists(), result.stdout
