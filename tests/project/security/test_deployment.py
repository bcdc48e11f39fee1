"""`manage.py check --deploy` finds what a site in production lacks, and is silent when all is right."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import CheckMessage
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from digitweb.security import deployment
from digitweb.security.deployment import MANIFEST, check_deployment, host_of, is_local, is_private
from recognizer import checks
from recognizer.checks import WAITS_TOO_LONG, check_running_site
from recognizer.models import ModelVersion, Status
from recognizer.services.first_admin import make_first_admin
from recognizer.services.versions.file_store import path_of
from tests.support.documents import documents
from tests.support.site import ROOT

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is looked for
POSTGRES = {"ENGINE": "digitweb.postgres", "HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-full"}}
REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "rediss://cache.example.org"}
IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ""}


def ids(found: Iterable[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """The settings of a site that lacks nothing."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / MANIFEST).touch()
    whole = SimpleNamespace(
        ALLOWED_HOSTS=["digits.example.org"],
        CACHES={"default": REDIS},
        DATABASES={"default": POSTGRES},
        DEBUG=False,
        DIGITWEB_DATA_DIR=folder,
        FEEDBACK_RATE="60/m",
        LEARN_RATE="30/s",
        METRICS_ADDRESS="127.0.0.1:9100",
        NINJA_NUM_PROXIES=1,
        RECOGNIZE_RATE="30/s",
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        SECURITY_CONTACT=["mailto:security@example.org"],
        STATIC_ROOT=folder,
        STORAGES={"default": {}},
    )
    monkeypatch.setattr(deployment, "settings", whole)
    return whole


def test_where_nothing_is_missing_nothing_is_said(site: SimpleNamespace) -> None:
    assert check_deployment() == []


def changed(**values: Any) -> Callable[[SimpleNamespace], None]:
    """Return what changes these settings."""

    def change(site: SimpleNamespace) -> None:
        for name, value in values.items():
            setattr(site, name, value)

    return change


def open_folder(site: SimpleNamespace) -> None:
    site.DIGITWEB_DATA_DIR.chmod(0o750)


def no_static_files(site: SimpleNamespace) -> None:
    (site.STATIC_ROOT / MANIFEST).unlink()


SQLITE = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
IN_THE_CLEAR = {"default": {**POSTGRES, "OPTIONS": {"sslmode": "prefer"}}}
FAULTS: list[tuple[str, Callable[[SimpleNamespace], None]]] = [
    ("digitweb.W001", changed(ALLOWED_HOSTS=["*"])),
    ("digitweb.W002", changed(ALLOWED_HOSTS=["localhost", "127.0.0.1", "[::1]"])),
    ("digitweb.W003", changed(NINJA_NUM_PROXIES=0)),
    ("digitweb.W004", changed(RECOGNIZE_RATE="0")),
    ("digitweb.W004", changed(FEEDBACK_RATE="0")),
    ("digitweb.W005", changed(DATABASES=IN_THE_CLEAR)),
    ("digitweb.W006", changed(CACHES={"default": {**REDIS, "LOCATION": "redis://cache.example.org"}})),
    ("digitweb.W006", changed(CACHES={"default": {**REDIS, "LOCATION": ["redis://192.0.2.1:6379"]}})),
    ("digitweb.W007", changed(CACHES={"default": IN_MEMORY})),
    ("digitweb.W008", open_folder),
    ("digitweb.W009", no_static_files),
    ("digitweb.W010", changed(METRICS_ADDRESS=f"{EVERYWHERE}:9100")),
    ("digitweb.W010", changed(METRICS_ADDRESS=("::", 9100))),
    ("digitweb.W011", changed(SECURITY_CONTACT=[])),
    ("digitweb.W012", changed(DATABASES=SQLITE, STORAGES={"models": {}})),
]


@pytest.mark.parametrize(("id_", "spoil"), FAULTS)
def test_each_fault_is_found_alone(
    id_: str, spoil: Callable[[SimpleNamespace], None], site: SimpleNamespace
) -> None:
    spoil(site)
    (found,) = check_deployment()
    assert found.id == id_
    assert re.search(r"[A-Z]+_[A-Z_]+|CACHE_URL", str(found.hint)), "the hint names a setting"


RIGHT: list[Callable[[SimpleNamespace], None]] = [
    changed(ALLOWED_HOSTS=["digits.example.org", "127.0.0.1"]),
    changed(SECURE_PROXY_SSL_HEADER=None, NINJA_NUM_PROXIES=0),
    changed(DATABASES={"default": {**POSTGRES, "HOST": "127.0.0.1", "OPTIONS": {}}}),
    changed(DATABASES={"default": {**POSTGRES, "HOST": "/run/postgresql", "OPTIONS": {}}}),
    changed(DATABASES=SQLITE, CACHES={"default": IN_MEMORY}),
    changed(CACHES={"default": {**REDIS, "LOCATION": "redis://127.0.0.1:6379/0"}}),
    changed(METRICS_ADDRESS="10.1.2.3:9100"),
    changed(METRICS_ADDRESS=None),
    changed(STORAGES={"models": {}}),
]


@pytest.mark.parametrize("change", RIGHT)
def test_what_is_as_well_is_no_fault(
    change: Callable[[SimpleNamespace], None], site: SimpleNamespace
) -> None:
    change(site)
    assert check_deployment() == []


def test_it_knows_this_machine_and_inner_networks() -> None:
    assert all(is_local(host) for host in ("", "localhost", "site.localhost", "127.8.8.8", "::1", "/run/pg"))
    assert not any(is_local(host) for host in ("example.org", "10.0.0.1", "2001:db8::1", ".example.org"))
    assert all(is_private(host) for host in ("127.0.0.1", "10.0.0.1", "fd00::1", "metrics"))
    assert not any(is_private(host) for host in ("", EVERYWHERE, "::", "8.8.8.8"))
    assert [host_of(each) for each in ("1.2.3.4:5", "[::1]:5", ("::1", 5), ":9100")] == [
        "1.2.3.4",
        "::1",
        "::1",
        "",
    ]


# -- what the database tells ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_site_that_runs_has_no_fault() -> None:
    assert check_running_site() == []


@pytest.mark.django_db
def test_a_database_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "is_behind", lambda: True)
    assert ids(check_running_site()) == ["recognizer.W002"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise DatabaseError("no way\n")

    monkeypatch.setattr(checks, "is_behind", refuse)
    (found,) = check_running_site()
    assert (found.id, found.msg) == ("recognizer.W003", "The database cannot be used: no way")


@pytest.mark.django_db
def test_no_version_is_live() -> None:
    ModelVersion.objects.update(status=Status.RETIRED)
    assert ids(check_running_site()) == ["recognizer.W004"]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"other")])
def test_the_file_of_the_live_version_is_gone_or_another(damage: Callable[[Path], object]) -> None:
    path = path_of(ModelVersion.objects.get(status=Status.ACTIVE).file_sha256)
    content = path.read_bytes()
    try:
        damage(path)
        assert ids(check_running_site()) == ["recognizer.W005"]
    finally:
        path.write_bytes(content)
        path.chmod(0o600)


def queued(minutes: float, status: str = "READY") -> None:
    task = DBTaskResult.objects.create(
        task_path="recognizer.tasks.sort_waiting_samples",
        args_kwargs={"args": [], "kwargs": {}},
        queue_name="default",
        backend_name="default",
        status=status,
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=minutes))


@pytest.mark.django_db
def test_nobody_takes_what_waits() -> None:
    limit = WAITS_TOO_LONG / timedelta(minutes=1)
    queued(limit - 1)
    assert check_running_site() == []
    queued(limit + 1)
    assert ids(check_running_site()) == ["recognizer.W006"]
    queued(60, "RUNNING")
    assert check_running_site() == []


@pytest.mark.django_db
def test_the_first_password_is_still_there(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path
    make_first_admin()
    user = User.objects.get(username="admin")
    assert ids(checks.check_first_password()) == ["recognizer.W007"]
    user.set_password("a-long-new-passphrase")
    user.save()
    assert ids(checks.check_first_password()) == []


# -- the documents -------------------------------------------------------------------------------


def test_the_documents_have_every_check_and_no_other() -> None:
    code = "".join(Path(module.__file__ or "").read_text() for module in (deployment, checks))
    in_code = re.findall(r'id="((?:digitweb|recognizer)\.\w+)"', code)
    assert len(in_code) == len(set(in_code))
    (page,) = [document for document in documents() if document.path == ROOT / "docs" / "security.md"]
    rows = [row[0][0] for section in page.sections for row in section.rows]
    assert {cell for cell in rows if re.fullmatch(r"(digitweb|recognizer)\.[EW]\d+", cell)} == set(in_code)
