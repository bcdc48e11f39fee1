"""The command waits for a database that comes, and says why one does not."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recognizer.management.commands import wait_for_database
from tests.support.site import ROOT


@pytest.mark.django_db
def test_it_ends_as_soon_as_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = iter(["connection refused", "starting up"])
    asked = wait_for_database.why_not
    monkeypatch.setattr(wait_for_database, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(wait_for_database, "why_not", lambda: next(reasons, None) or asked())
    call_command("wait_for_database")
    assert list(reasons) == []


def test_it_says_why_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wait_for_database, "why_not", lambda: "connection refused")
    said = r"^The database should answer within 0 s; it did not: connection refused\.$"
    with pytest.raises(CommandError, match=said):
        call_command("wait_for_database", seconds=0)


def test_a_database_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "wait_for_database", "--seconds", "0"],
        cwd=ROOT,
        env={"DIGITWEB_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://u:secret@127.0.0.1:1/d"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "The database should answer within 0 s; it did not: connection" in result.stderr
    assert "Traceback" not in result.stderr
    assert "secret" not in result.stderr
