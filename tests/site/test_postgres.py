"""The site on PostgreSQL, as `DATABASE_URL` makes it run."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import SERVER, fresh_database, postgres_answers
from tests.support.site import BAR, Site, running_site
from tests.support.versions import write_good_network

pytestmark = pytest.mark.skipif(not postgres_answers(), reason=f"no PostgreSQL answers at {SERVER}")


@pytest.fixture(scope="module")
def postgres_site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    """A site whose database is on the server, and empty at first."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared / "static", folder / "data" / "static", copy_function=os.link)
    with fresh_database("site") as url, running_site(folder, DATABASE_URL=url) as site:
        yield site


def test_a_version_comes_in_goes_live_and_is_rolled_back(postgres_site: Site, tmp_path: Path) -> None:
    assert not (postgres_site.data_dir / "digitweb.sqlite3").exists()
    shipped = postgres_site.ask("recognize", BAR)["model"]["version"]
    path = write_good_network(tmp_path / "good.safetensors", "From afar")
    postgres_site.manage("import_version", str(path))
    (imported, _shipped) = json.loads(postgres_site.manage("list_versions", "--json").stdout)
    number = imported["number"]
    refused = postgres_site.manage("activate_version", str(number), check=False)
    assert refused.returncode == 1
    assert "never measured" in refused.stderr
    postgres_site.manage("activate_version", str(number), "--force", "--reason", "A test")
    postgres_site.wait_for_version(number)
    postgres_site.manage("rollback_version")
    postgres_site.wait_for_version(shipped)
    said = postgres_site.manage("prune_versions", "--keep", "0").stdout
    assert "Versions: 0," in said, "what was just rolled back from stays"
