"""What the settings read from outside."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from digitweb.environment import checked_rate, checked_switch, made_data_folder, read_or_create_secret_key
from recognizer.checks import check_shipped_model
from recognizer.services import paths
from tests.support.processes import measuring
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it starts Python for each setting


def manage(data_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing in the environment but what is given."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"DIGITWEB_DATA_DIR": str(data_dir), "PATH": "/usr/bin:/bin", **measuring(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    key = read_or_create_secret_key(path)
    assert len(key) >= 50
    assert read_or_create_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_secret_key_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    with pytest.raises(ImproperlyConfigured, match="should hold the secret key and is empty"):
        read_or_create_secret_key(tmp_path / "secret-key")


@pytest.mark.parametrize("rate", ["0", "30/s", "600/m", "5000/h", "9/10s"])
def test_rates_that_can_be(rate: str) -> None:
    assert checked_rate(rate) == rate


@pytest.mark.parametrize("rate", ["", "30", "thirty/s", "30/week", "-1/s", "0/s", "30/s "])
def test_rates_that_cannot_be(rate: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r'RECOGNIZE_RATE should be .* such as "30/s"'):
        checked_rate(rate)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "RECOGNIZE_RATE",
            "often",
            'RECOGNIZE_RATE should be a number of requests per period such as "30/s", ',
        ),
        ("LEARN_RATE", "often", 'LEARN_RATE should be a number of requests per period such as "30/s", '),
        (
            "ACTIVATION_MARGIN",
            "much",
            "ACTIVATION_MARGIN should be percentage points from 0 to 100, such as ",
        ),
        ("NUM_PROXIES", "-1", 'NUM_PROXIES should be a whole number from 0 on; it is "-1".'),
        ("LOGIN_FAILURES", "0", 'LOGIN_FAILURES should be a whole number from 1 on; it is "0".'),
        ("LOGIN_WAIT", "525601", 'LOGIN_WAIT should be a whole number from 1 to 525600; it is "525601".'),
        ("NUM_PROXIES", "two", 'NUM_PROXIES should be a whole number from 0 on; it is "two".'),
        ("DEBUG", "maybe", 'DEBUG should be "on" or "off"; it is "maybe".'),
        ("HTTPS", "enabled", 'HTTPS should be "on" or "off"; it is "enabled".'),
        ("CACHE_URL", "memory://x", "CACHE_URL should be like redis://127.0.0.1:6379/0; it begins with "),
        ("DATABASE_URL", "nonsense", "DATABASE_URL should be like postgres://user:password@127.0.0.1:5432/"),
        ("DATABASE_URL", "mysql://u:secret@h/d", "DATABASE_URL should be like postgres://"),
        ("DATABASE_URL", "postgres://u:secret@h:port/d", "DATABASE_URL should be like postgres://"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_line(
    tmp_path: Path, name: str, value: str, line: str
) -> None:
    result = manage(tmp_path, "migrate", **{name: value})
    assert result.returncode == 1
    (said,) = result.stderr.splitlines()
    assert said.startswith(line)
    assert "secret" not in said


@pytest.mark.parametrize(
    ("word", "on"), [("on", True), ("True", True), ("1", True), ("off", False), ("", False)]
)
def test_words_that_switch(word: str, on: bool) -> None:
    assert checked_switch(word, name="DEBUG") is on


def test_the_deployment_check_is_silent_behind_https(tmp_path: Path) -> None:
    result = manage(
        tmp_path, "check", "--deploy", "--fail-level", "INFO", HTTPS="on", ALLOWED_HOSTS="example.org"
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_a_data_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"file/folder cannot be made: Not a directory"):
        made_data_folder(str(tmp_path / "file" / "folder"))


@pytest.mark.slow
def test_the_database_lies_in_the_data_folder_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "a#b?c%20d"
    assert manage(folder, "migrate", "-v0").returncode == 0
    assert (folder / "digitweb.sqlite3").is_file()


def test_a_missing_shipped_model_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PRETRAINED", tmp_path / "gone")
    (warning,) = check_shipped_model(None)
    assert warning.id == "recognizer.W001"


@pytest.mark.slow
def test_migrations_can_be_taken_back(tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    result = manage(tmp_path, "migrate", "-v0", "recognizer", "zero")
    assert result.returncode == 0, result.stderr


def test_debug_is_off_and_hosts_are_local(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.DEBUG, settings.ALLOWED_HOSTS)"
    assert (
        manage(tmp_path, "shell", "-v0", "-c", code).stdout.strip()
        == "False ['localhost', '127.0.0.1', '[::1]']"
    )


def test_manage_py_finds_the_projects_environment(tmp_path: Path) -> None:
    """A plain `python manage.py` works with an interpreter that has no Django of its own."""
    bare = Path(sys.base_prefix) / "bin" / "python3"
    result = subprocess.run(
        [bare, "-I", "manage.py", "version"],
        cwd=ROOT,
        env={"DIGITWEB_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("digitweb ")


def test_processes_that_start_first_at_once_agree_on_one_key(tmp_path: Path) -> None:
    wait = "import sys; sys.stdin.read()"
    ask = (
        "from pathlib import Path; from digitweb.environment import read_or_create_secret_key as key; "
        f"{wait}; print(key(Path({str(tmp_path / 'secret-key')!r})))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ask], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    assert len({process.communicate()[0] for process in processes}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_who_loses_the_race_for_the_secret_key_reads_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process makes its key in the very moment between looking and writing."""
    path = tmp_path / "secret-key"
    link = os.link

    def lose(source: str, target: Path) -> None:
        assert not path.exists(), "nobody may read it before it is whole"
        path.write_text("the other's\n")
        link(source, target)

    monkeypatch.setattr(os, "link", lose)
    assert read_or_create_secret_key(path) == "the other's"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "False False"),
        ({"HSTS_SUBDOMAINS": "on"}, "True False"),
        ({"HSTS_SUBDOMAINS": "on", "HSTS_PRELOAD": "on"}, "True True"),
    ],
)
def test_hsts_binds_other_hosts_only_when_asked_for(
    tmp_path: Path, environment: dict[str, str], expected: str
) -> None:
    ask = (
        "from django.conf import settings as s; "
        "print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD, s.SECURE_HSTS_SECONDS)"
    )
    said = manage(tmp_path, "shell", "-v0", "-c", ask, HTTPS="on", **environment)
    assert said.stdout == f"{expected} {365 * 24 * 3600}\n", said.stderr


def test_no_time_zones_of_the_system_are_needed(tmp_path: Path) -> None:
    ask = "from django.utils.timezone import get_default_timezone; print(get_default_timezone())"
    said = manage(tmp_path, "shell", "-v0", "-c", ask, PYTHONTZPATH="")
    assert said.stdout.strip() == "UTC", said.stderr
