"""Where database or disk are to blame, the answer says so, on pages and in the API; faults stay faults."""

import errno
import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from digitweb.outages import outage_of
from recognizer.api.feedback import endpoints
from recognizer.views import site

NAME = "A" * 43


def of_sqlite(name: str) -> OperationalError:
    """Return an error as Django raises it for SQLite's."""
    cause = sqlite3.OperationalError("the reason")
    cause.sqlite_errorname = name
    return caused(OperationalError("the reason"), cause)


def of_postgres(kind: type[psycopg.Error]) -> OperationalError:
    """Return an error as Django raises it for PostgreSQL's."""
    return caused(OperationalError("the reason"), kind("the reason"))


def caused(error: OperationalError, cause: BaseException) -> OperationalError:
    """Return an error with its cause."""
    error.__cause__ = cause
    return error


OUTAGES: dict[str, Callable[[], Exception]] = {
    "a full disk under SQLite": lambda: of_sqlite("SQLITE_FULL"),
    "SQLite in a folder that cannot be written": lambda: of_sqlite("SQLITE_READONLY_DBMOVED"),
    "SQLite that another holds": lambda: of_sqlite("SQLITE_BUSY"),
    "PostgreSQL that is gone": lambda: of_postgres(psycopg.OperationalError),
    "PostgreSQL that shuts down": lambda: of_postgres(psycopg.errors.AdminShutdown),
    "PostgreSQL that takes too long": lambda: of_postgres(psycopg.errors.QueryCanceled),
    "PostgreSQL without a disk": lambda: of_postgres(psycopg.errors.DiskFull),
    "a connection that was closed": lambda: InterfaceError("connection already closed"),
    "a full disk": lambda: OSError(errno.ENOSPC, "No space left on device"),
}
FAULTS: dict[str, Callable[[], Exception]] = {
    "SQL that is none": lambda: of_sqlite("SQLITE_ERROR"),
    "a wrong column": lambda: ProgrammingError("the reason"),
    "a value out of range": lambda: DataError("the reason"),
    "a file of elsewhere": lambda: OSError(errno.ENOSPC, "No space left on device", "/elsewhere/file"),
    "a file that is missing": lambda: FileNotFoundError(errno.ENOENT, "No such file", "file"),
    "an error of ours": lambda: ValueError("the reason"),
}


def failing(error: Exception) -> Callable[..., HttpResponse]:
    """Return a function that fails so."""

    def fail(*_arguments: object, **_options: object) -> HttpResponse:
        raise error

    return fail


@pytest.mark.parametrize("name", OUTAGES)
def test_the_api_says_that_it_cannot_at_this_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(endpoints, "contributor_of", failing(OUTAGES[name]()))
    response = client.get("/api/v1/feedback", headers={"Contributor": NAME})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"] == "application/problem+json"
    assert "reason" not in response.json()["detail"]


def test_so_it_does_below_a_path(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "contributor_of", failing(OUTAGES["a full disk"]()))
    response = client.get("/api/v1/feedback", headers={"Contributor": NAME}, SCRIPT_NAME="/digits")
    assert response.json()["detail"].startswith("The site can neither keep nor look up anything")


def test_a_page_says_so_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.GivenView, "get", failing(OUTAGES["PostgreSQL that is gone"]()))
    response = client.get("/given/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Not possible at this moment" in response.content.decode()


def test_a_fault_is_none(client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(endpoints, "contributor_of", failing(ValueError("secret")))
    response = client.get("/api/v1/feedback", headers={"Contributor": NAME})
    assert response.status_code == 500
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_the_program_are_no_outages(name: str) -> None:
    assert outage_of(FAULTS[name]()) is None


@pytest.mark.parametrize("name", OUTAGES)
def test_the_log_names_the_reason(name: str) -> None:
    assert outage_of(OUTAGES[name]())
