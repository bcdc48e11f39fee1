"""The image: what its recipe says, and its entry point, which runs here without an engine."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.ports import own_port
from tests.support.postgres import database
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it starts the site as a container does

CONTAINER = ROOT / "deploy" / "container"
ENTRYPOINT = CONTAINER / "entrypoint.sh"
COPIED = ("manage.py", "digitweb", "recognizer", "static", "templates", "locale", "deploy/container")
"""What the image takes of the checkout."""


def instructions() -> list[tuple[str, str]]:
    """Return what the Dockerfile says: each instruction with its words."""
    text = re.sub(r"^\s*#.*\n", "", (CONTAINER / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def said(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def test_it_is_made_in_two_stages_of_the_same_small_system() -> None:
    assert said("ARG") == [
        "PYTHON_IMAGE=python:3.11-slim-bookworm",
        "REQUIREMENTS=requirements.txt",
        "REQUIREMENTS",
    ]
    assert said("FROM") == ["${PYTHON_IMAGE} AS build", "${PYTHON_IMAGE}"]


def test_every_package_is_that_of_its_hash() -> None:
    (install,) = (line for line in said("RUN") if "pip" in line)
    assert "--require-hashes" in install
    assert "--requirement /tmp/requirements.txt" in install
    pattern = r"^[\w.-]+(?:\[[\w,]+\])?=="
    for lock in ("requirements.txt", "requirements-s3.txt", "requirements-otel.txt"):
        text = (ROOT / lock).read_text()
        packages = re.findall(pattern, text, re.MULTILINE)
        assert len(packages) > 10
        assert text.count("--hash=sha256:") >= len(packages)
        assert set(packages) >= set(
            re.findall(pattern, (ROOT / "requirements.txt").read_text(), re.MULTILINE)
        )


def test_nothing_comes_from_elsewhere() -> None:
    assert said("ADD") == []
    assert not [line for line in said("RUN") if re.search(r"curl|wget|https?://|apt-get", line)]
    sources = {word for line in said("COPY") for word in line.split()[:-1] if not word.startswith("--")}
    assert sources == {*COPIED, "${REQUIREMENTS}", "/opt/digitweb"}
    assert all((ROOT / name).exists() for name in COPIED)


def test_it_runs_as_a_user_with_a_number_and_no_rights() -> None:
    assert said("USER") == ["10001:10001"]
    names = [name for name, _rest in instructions()]
    assert names.index("USER") > max(at for at, name in enumerate(names) if name in {"RUN", "COPY"})
    (environment,) = [line for line in said("ENV") if "DIGITWEB_DATA_DIR" in line]
    assert {"PYTHONDONTWRITEBYTECODE=1", "HOME=/tmp", "DIGITWEB_DATA_DIR=/data"} <= set(environment.split())


def test_it_starts_what_there_is_and_asks_whether_it_is_up() -> None:
    assert said("ENTRYPOINT") == ['["/app/deploy/container/entrypoint.sh"]']
    assert said("CMD") == ['["web"]']
    (check,) = said("HEALTHCHECK")
    assert check.endswith('CMD ["python", "/app/deploy/container/healthcheck.py"]')
    assert os.access(ENTRYPOINT, os.X_OK)


def test_the_builder_is_given_nothing_but_what_is_copied() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*", "all that is not named stays: var, .git, .venv, tests and what else may come"
    named = {rule[1:] for rule in rules if rule.startswith("!")}
    assert named == {*COPIED, "requirements*.txt"}
    assert not named & {"var", ".git", ".venv", "tests"}


@pytest.mark.parametrize("shell", ["sh", "dash"])
def test_the_entry_point_is_plain_shell(shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    assert subprocess.run([program, "-n", ENTRYPOINT], check=False, capture_output=True).returncode == 0
    assert not re.search(r"\[\[|\bfunction\b|\blocal\b|==|<<<|\$'", ENTRYPOINT.read_text())


# -- the entry point, run ------------------------------------------------------------------------------


MOUNTED = """
mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" || exit 99
if touch "$0/probe" 2>/dev/null; then exit 98; fi
exec sh "$0/deploy/container/entrypoint.sh" "$@"
"""


@cache
def can_mount() -> bool:
    """Whether this machine gives a namespace in which folders can be mounted."""
    command = ["unshare", "--mount", "sh", "-c", "mount --bind /tmp /tmp"]
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    return False


@dataclass(frozen=True, kw_only=True)
class Image:
    """A folder with what the image holds, and the environment of its programs."""

    folder: Path
    environment: dict[str, str]

    def command(self, *words: str) -> list[str]:
        """Return how a container of it is started; root, whom no mode keeps out, has it mounted read-only."""
        if self.is_mounted:
            return ["unshare", "--mount", "sh", "-c", MOUNTED, str(self.folder), *words]
        return ["sh", str(self.folder / "deploy" / "container" / "entrypoint.sh"), *words]

    @property
    def is_mounted(self) -> bool:
        """Whether its programs are given a mount of their own."""
        return os.geteuid() == 0 and can_mount()

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(
            self.command(*words),
            env={**self.environment, **environment},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    @contextlib.contextmanager
    def started(self, role: str, log: Path, **environment: str) -> "Iterator[subprocess.Popen[bytes]]":
        """Start it, and kill what is left of it in the end."""
        with log.open("w") as output:
            process = subprocess.Popen(
                self.command(role),
                env={**self.environment, **environment},
                cwd="/",
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    """What the image copies, in a folder into which nobody can write, and PostgreSQL."""
    top = tmp_path_factory.mktemp("image")
    folder = top / "app"
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with database("PostgreSQL", "container") as environment:
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode & ~0o222)
        yield Image(
            folder=folder,
            environment={
                **environment,
                "PATH": programs,
                "HOME": str(top),
                "DIGITWEB_DATA_DIR": str(top / "data"),
                "STATIC_DIR": str(top / "cache" / "static"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "HOST": "127.0.0.1",
                "ALLOWED_HOSTS": "digits.example.org",
                "WEB_WORKERS": "1",
            },
        )
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)


def is_up(image: Image, port: int) -> bool:
    """Ask as the image's health check does."""
    check = [sys.executable, str(image.folder / "deploy" / "container" / "healthcheck.py")]
    environment = {**image.environment, "PORT": str(port)}
    return subprocess.run(check, env=environment, capture_output=True, check=False).returncode == 0


def test_it_serves_without_writing_beside_its_code_and_ends_in_order(image: Image, tmp_path: Path) -> None:
    log = tmp_path / "log"
    before = sorted(image.folder.rglob("*"))
    with own_port() as port, image.started("web", log, PORT=str(port)) as process:

        def ready() -> bool:
            assert process.poll() is None, log.read_text()
            return is_up(image, port)

        wait_until(ready, log.read_text)
        page = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "digits.example.org"})
        assert b"/static/" in urllib.request.urlopen(page, timeout=PATIENCE_SECONDS).read()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_SECONDS)
        assert commands_below(process.pid) == ["digitweb.server"], "the worker is somewhere else"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()
        assert not is_up(image, port)
    assert "Password: " in log.read_text()
    assert sorted(image.folder.rglob("*")) == before
    assert list(Path(image.environment["STATIC_DIR"]).glob("staticfiles.json"))


def commands_below(process: int) -> list[str]:
    """Return what the children of a process run."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    commands = [Path(f"/proc/{child}/cmdline").read_text().split("\0") for child in children]
    return [command[2] if command[1] == "-m" else command[1] for command in commands]


def test_the_worker_is_its_own_process_and_hears_of_the_end(image: Image, tmp_path: Path) -> None:
    assert image.run("migrate").returncode == 0
    log = tmp_path / "log"
    with image.started("worker", log) as process:
        command = Path(f"/proc/{process.pid}/cmdline")
        wait_until(lambda: "db_worker" in command.read_text(), log.read_text)
        wait_until(lambda: "worker" in log.read_text().lower() or process.poll() is not None, log.read_text)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()


def test_preparing_is_done_by_itself_and_ends(image: Image) -> None:
    result = image.run("prepare")
    assert result.returncode == 0, result.stderr
    assert list(Path(image.environment["STATIC_DIR"]).glob("staticfiles.json"))


def test_any_command_can_be_run(image: Image) -> None:
    result = image.run("manage", "version")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("digitweb ")


def test_another_role_is_refused_in_one_line(image: Image) -> None:
    result = image.run("server")
    assert result.returncode == 2
    assert result.stderr == 'Expected web, worker, prepare, migrate or manage; found "server".\n'


def test_a_wrong_switch_is_refused_before_anything_is_made(image: Image) -> None:
    with own_port() as port:
        result = image.run("web", PREPARE="perhaps", PORT=str(port))
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == 'PREPARE should be "on" or "off"; it is "perhaps".'


@pytest.mark.parametrize("role", ["web", "worker", "prepare", "migrate"])
def test_a_database_that_does_not_come_ends_it_with_the_reason(image: Image, role: str) -> None:
    nowhere = {"DATABASE_URL": "postgres://u:secret@127.0.0.1:1/d", "DATABASE_WAIT": "0"}
    with own_port() as port:
        result = image.run(role, PORT=str(port), **nowhere)
    assert result.returncode == 1
    assert "The database should answer within 0 s; it did not: " in result.stderr
    assert "secret" not in result.stderr
