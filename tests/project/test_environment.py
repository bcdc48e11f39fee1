"""What the settings read from outside."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from digitweb.environment import (
    checked_address,
    checked_rate,
    checked_store,
    checked_switch,
    made_data_folder,
    read_or_create_secret_key,
)
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
        ("FEEDBACK", "perhaps", 'FEEDBACK should be "on" or "off"; it is "perhaps".'),
        (
            "FEEDBACK_RATE",
            "often",
            'FEEDBACK_RATE should be a number of requests per period such as "30/s", ',
        ),
        ("FEEDBACK_SHARE", "101", 'FEEDBACK_SHARE should be a whole number from 0 to 100; it is "101".'),
        ("FEEDBACK_LIMIT", "-1", 'FEEDBACK_LIMIT should be a whole number from 0 on; it is "-1".'),
        ("FEEDBACK_TOTAL", "all", 'FEEDBACK_TOTAL should be a whole number from 0 on; it is "all".'),
        ("FEEDBACK_DAYS", "0", 'FEEDBACK_DAYS should be a whole number from 1 to 36500; it is "0".'),
        (
            "ACTIVATION_MARGIN",
            "much",
            "ACTIVATION_MARGIN should be percentage points from 0 to 100, such as ",
        ),
        ("DATA_SET_SHARE", "0", 'DATA_SET_SHARE should be per cent, above 0 and up to 100; it is "0".'),
        ("DATA_SET_SHARE", "all", 'DATA_SET_SHARE should be per cent, above 0 and up to 100; it is "all".'),
        ("NUM_PROXIES", "-1", 'NUM_PROXIES should be a whole number from 0 on; it is "-1".'),
        ("LOGIN_FAILURES", "0", 'LOGIN_FAILURES should be a whole number from 1 on; it is "0".'),
        ("LOGIN_WAIT", "525601", 'LOGIN_WAIT should be a whole number from 1 to 525600; it is "525601".'),
        ("SESSION_MINUTES", "0", 'SESSION_MINUTES should be a whole number from 1 to 525600; it is "0".'),
        ("SESSION_HOURS", "8761", 'SESSION_HOURS should be a whole number from 1 to 8760; it is "8761".'),
        (
            "SECURITY_CONTACT",
            "me",
            "SECURITY_CONTACT should be addresses such as mailto:security@example.org ",
        ),
        ("REVIEWS_NEEDED", "0", 'REVIEWS_NEEDED should be a whole number from 1 to 9; it is "0".'),
        ("REVIEW_RANDOM_SHARE", "101", "REVIEW_RANDOM_SHARE should be a whole number from 0 to 100; it is "),
        ("NUM_PROXIES", "two", 'NUM_PROXIES should be a whole number from 0 on; it is "two".'),
        ("STATIC_DIR", "/", "STATIC_DIR should name a folder of static files alone, which a web server may "),
        ("SCRIPT_NAME", "digits", 'SCRIPT_NAME should be a path such as "/digits", of letters, '),
        ("SCRIPT_NAME", "/../x", 'SCRIPT_NAME should be a path such as "/digits", of letters, '),
        ("DEBUG", "maybe", 'DEBUG should be "on" or "off"; it is "maybe".'),
        ("HTTPS", "enabled", 'HTTPS should be "on" or "off"; it is "enabled".'),
        (
            "METRICS_ADDRESS",
            "9100",
            "METRICS_ADDRESS should be an address of this machine and a port, such as ",
        ),
        ("MIN_FREE_DISK", "much", 'MIN_FREE_DISK should be a whole number from 0 on; it is "much".'),
        ("LOG_FORMAT", "xml", 'LOG_FORMAT should be "line" or "json"; it is "xml".'),
        ("LOG_ADDRESSES", "none", 'LOG_ADDRESSES should be "clear" or "hashed"; it is "none".'),
        ("ACCESS_LOG", "perhaps", 'ACCESS_LOG should be "on" or "off"; it is "perhaps".'),
        (
            "LOG_FILE",
            "site.log",
            "LOG_FILE should be a path from the root, such as /var/log/digitweb/site.log; ",
        ),
        (
            "LOG_FILE",
            "/nowhere/site.log",
            "LOG_FILE should name a file that can be written; /nowhere/site.log ",
        ),
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


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("[::1]:9100", ("::1", 9100)),
        ("metrics.internal:1", ("metrics.internal", 1)),
        ("", None),
    ],
)
def test_addresses_that_can_be_listened_on(text: str, address: tuple[str, int] | None) -> None:
    assert checked_address(text, name="METRICS_ADDRESS") == address


@pytest.mark.parametrize(
    "text", ["9100", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "::1:9100", "a b:1", "http://a:1"]
)
def test_those_that_cannot(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(f'it is "{text}".')):
        checked_address(text, name="METRICS_ADDRESS")


PRODUCTION = {
    "HTTPS": "on",
    "NUM_PROXIES": "1",
    "ALLOWED_HOSTS": "example.org",
    "SECURITY_CONTACT": "mailto:security@example.org",
}


def test_the_deployment_check_is_silent_behind_https(tmp_path: Path, prepared: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    result = manage(folder, "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_it_says_what_a_site_lacks_that_was_only_unpacked(tmp_path: Path) -> None:
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 1
    found = set(re.findall(r"\((\w+\.W\d+)\)", result.stderr))
    ours = {"digitweb.W002", "digitweb.W009", "digitweb.W011", "recognizer.W002"}
    assert found == ours | {"security.W004", "security.W008", "security.W010", "security.W016"}


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


def test_cookies_of_https_have_names_that_browsers_guard(tmp_path: Path) -> None:
    ask = (
        "from django.conf import settings as s; "
        "print(*(getattr(s, f'{kind}_COOKIE_{what}') for kind in ('SESSION', 'CSRF', 'LANGUAGE') "
        "for what in ('NAME', 'SECURE', 'PATH', 'DOMAIN', 'HTTPONLY')))"
    )
    said = manage(tmp_path, "shell", "-v0", "-c", ask, HTTPS="on")
    expected = [
        f"{name} True / None True" for name in ("__Host-sessionid", "__Host-csrftoken", "__Host-language")
    ]
    assert said.stdout.strip() == " ".join(expected), said.stderr


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


def test_below_a_path_cookies_files_and_probes_have_the_prefix(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_PATH", "STATIC_URL", "SECURE_REDIRECT_EXEMPT")
    code = f"from django.conf import settings; print(*(getattr(settings, name) for name in {names}))"
    result = manage(tmp_path, "shell", "--no-imports", "-c", code, SCRIPT_NAME="/maths/digits/", HTTPS="on")
    assert result.stdout.split() == [
        "__Secure-sessionid_maths_digits",
        "/maths/digits/",
        "/maths/digits/static/",
        "['^maths/digits/?(healthz|readyz)$']",
    ], result.stderr


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        (
            {"MODEL_STORE": "shared"},
            'MODEL_STORE should be a folder by its whole path or like s3://bucket/prefix; it is "shared".',
        ),
        (
            {"MODEL_STORE": "gs://bucket"},
            'MODEL_STORE should be a folder or like s3://bucket/prefix; it begins with "gs"',
        ),
        (
            {"MODEL_STORE": "s3://user:secret@bucket"},
            "MODEL_STORE should be a folder or like s3://bucket/prefix;",
        ),
        (
            {"MODEL_STORE": "s3://bucket", "MODEL_STORE_ENDPOINT": "https://user:secret@host"},
            "MODEL_STORE_ENDPOINT should be like https://storage.example.org:9000, with neither user nor ",
        ),
        (
            {"MODEL_STORE": "s3://bucket", "MODEL_STORE_ENDPOINT": "host:9000"},
            "MODEL_STORE_ENDPOINT should be like ",
        ),
        (
            {"MODEL_STORE": "s3://bucket", "AWS_ACCESS_KEY_ID": "secret"},
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY should be set together; one of them is empty.",
        ),
    ],
)
def test_a_store_that_cannot_be_stops_the_start(
    environment: dict[str, str], line: str, tmp_path: Path
) -> None:
    with pytest.raises(ImproperlyConfigured) as said:
        checked_store(
            environment["MODEL_STORE"],
            data_folder=tmp_path,
            endpoint=environment.get("MODEL_STORE_ENDPOINT", ""),
            keys=(environment.get("AWS_ACCESS_KEY_ID", ""), ""),
        )
    assert str(said.value).startswith(line)
    assert "secret" not in str(said.value)


def test_a_store_inside_the_data_folder_is_no_store(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "models", tmp_path.parent):
        with pytest.raises(ImproperlyConfigured, match="outside the data folder of any host"):
            checked_store(str(folder), data_folder=tmp_path)


def test_an_object_store_without_its_library_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install -r requirements-s3\.txt$"):
        checked_store("s3://bucket/site", data_folder=tmp_path)


def test_the_store_of_the_environment_is_opened_only_when_it_is_used(tmp_path: Path) -> None:
    ask = (
        "import sys; from django.conf import settings; "
        "print(settings.STORAGES['models']['OPTIONS'], 'boto3' in sys.modules)"
    )
    said = manage(
        tmp_path,
        "shell",
        "-v0",
        "-c",
        ask,
        MODEL_STORE="s3://bucket/a/b/",
        MODEL_STORE_ENDPOINT="http://127.0.0.1:9",
        AWS_DEFAULT_REGION="eu-west-1",
    )
    options = {
        "bucket_name": "bucket",
        "location": "a/b",
        "endpoint_url": "http://127.0.0.1:9",
        "region_name": "eu-west-1",
    }
    assert said.stdout.strip() == f"{options} False", said.stderr
