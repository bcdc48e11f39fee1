"""A site that the release before left behind goes on with this one: versions, log, trainings, groups."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.postgres import database
from tests.support.processes import Installation

FILL = "from tests.support.old_release import leave_behind; leave_behind()"
LOG = """
import json
from recognizer.models import Deployment
log = Deployment.objects.order_by("pk").values_list("by_name", "from_number", "to_number", "reason")
print(json.dumps([[who, old, new, str(reason)] for who, old, new, reason in log]))
"""
MAY = """
import json
from django.contrib.auth.models import User
print(json.dumps(sorted(User.objects.get(username="viewer").get_all_permissions())))
"""


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_it_goes_on_where_the_release_before_ended(kind: str, tmp_path: Path, mnist_folder: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "mnist").symlink_to(mnist_folder)
    site = Installation(data_dir=data_dir)
    with database(kind, "upgrade") as address:

        def manage(*arguments: str) -> str:
            return site.manage(*arguments, **address)

        def asked(code: str) -> list[Any]:
            found: list[Any] = json.loads(manage("shell", "-v0", "-c", code))
            return found

        def states() -> dict[str, str]:
            return {row["name"]: row["status"] for row in json.loads(manage("list_versions", "--json"))}

        manage("shell", "-v0", "-c", FILL)
        before = asked(LOG)
        manage("prepare_site")

        assert states()["Before the upgrade"] == "active", "what the operator chose stays live"
        assert asked(LOG) == before
        assert "recognizer.view_modelversion" in asked(MAY)
        manage("db_worker", "--no-startup-delay", "--batch")
        assert set(states().values()) == {"ready", "active", "retired"}
        assert len(json.loads(manage("list_versions", "--json"))) == 5, (
            "it was resumed, not begun anew; another version ships"
        )

        manage("rollback_version", "--reason", "Back")
        assert states()["digitweb"] == "active"
        assert asked(LOG)[: len(before)] == before
        assert not list((data_dir / "training").glob("*.checkpoint")), "what has ended needs none"
