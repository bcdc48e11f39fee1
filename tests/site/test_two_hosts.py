"""Two hosts: data folders of their own, one database, one store of models, and so one live version."""

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.object_store import CREDENTIALS, REGION, client, new_bucket, object_server, strict
from tests.support.patience import wait_until
from tests.support.ports import own_port
from tests.support.postgres import SERVER, fresh_database, postgres_answers
from tests.support.site import BAR, Site, running_site
from tests.support.versions import write_good_network

pytestmark = pytest.mark.skipif(not postgres_answers(), reason=f"no PostgreSQL answers at {SERVER}")

SECRET_KEY = "the-same-on-both-hosts-" + "x" * 40


@dataclass
class ObjectServer:
    """A server that speaks S3, which can be away for a while."""

    port: int
    bucket: str = ""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __post_init__(self) -> None:
        self._running = contextlib.ExitStack()

    def start(self) -> None:
        self._running.enter_context(object_server(self.port))

    def stop(self) -> None:
        self._running.close()

    def models(self) -> list[str]:
        found = client(self.endpoint).list_objects_v2(Bucket=self.bucket, Prefix="site/models/")
        return [Path(entry["Key"]).stem for entry in found["Contents"]]


@contextlib.contextmanager
def host(folder: Path, prepared: Path, url: str, **environment: Any) -> Iterator[Site]:
    """Run the site on one of its hosts."""
    shutil.copytree(prepared / "static", folder / "data" / "static", copy_function=os.link)
    shared = {"DATABASE_URL": url, "SECRET_KEY": SECRET_KEY, "WEB_WORKERS": "1", **environment}
    with running_site(folder, **shared) as site:
        yield site


@pytest.fixture(scope="module")
def objects() -> Iterator[ObjectServer]:
    with own_port() as port:
        server = ObjectServer(port)
        server.start()
        server.bucket = new_bucket(server.endpoint)
        yield server
        server.stop()


@pytest.fixture(scope="module")
def hosts(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, objects: ObjectServer
) -> Iterator[tuple[Site, Site]]:
    """Two hosts that share a bucket."""
    store = {
        "MODEL_STORE": f"s3://{objects.bucket}/site",
        "MODEL_STORE_ENDPOINT": objects.endpoint,
        "AWS_DEFAULT_REGION": REGION,
        **CREDENTIALS,
    }
    folder = tmp_path_factory.mktemp("hosts")
    with (
        fresh_database("hosts") as url,
        host(folder / "a", prepared, url, **store) as first,
        host(folder / "b", prepared, url, **store) as second,
    ):
        yield first, second


def live(site: Site) -> int:
    number: int = site.ask("recognize", BAR)["model"]["version"]
    return number


PUT_LIVE = """
import pathlib, tempfile
from recognizer.services.release import activation, preflight
from recognizer.services.shared_store import write
from recognizer.services.versions.file_store import shared_name
from tests.support.versions import register_good_version

with tempfile.TemporaryDirectory() as folder:
    version = register_good_version(pathlib.Path(folder), {name!r})
if {damaged}:  # in the very moment after the checks
    write(shared_name(version.file_sha256), b"damaged")
    activation.check_shared = preflight.check_shared = lambda sha256: None
activation.activate(version)
print(version.number, version.file_sha256)
"""


def put_live(site: Site, name: str, *, damaged: bool = False) -> tuple[int, str]:
    """Take a version in and put it live on a host; return its number and the hash of its file."""
    number, sha256 = site.manage(
        "shell", "-v0", "-c", PUT_LIVE.format(name=name, damaged=damaged)
    ).stdout.split()
    return int(number), sha256


def roll_back(hosts: tuple[Site, Site], shipped: int) -> None:
    """Roll back on the second host, and wait until both have done so."""
    hosts[1].manage("rollback_version")
    for site in hosts:
        site.wait_for_version(shipped)


def copies_on(site: Site) -> set[str]:
    """Return the hashes of the model files that lie on a host."""
    return {path.stem for path in (site.data_dir / "copies").iterdir()}


def test_hosts_that_share_a_bucket(hosts: tuple[Site, Site], objects: ObjectServer) -> None:
    """What one takes in and puts live, the other answers by; what that one rolls back, the first does too."""
    shipped = live(hosts[0])
    number, sha256 = put_live(hosts[0], "From afar")
    for site in hosts:
        site.wait_for_version(number)
    assert sha256 in objects.models()
    assert sha256 in copies_on(hosts[1])
    roll_back(hosts, shipped)


def test_hosts_that_share_a_folder(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, tmp_path: Path
) -> None:
    """The other host does no more here than to take in a version and to put it live."""
    folder = tmp_path_factory.mktemp("hosts")
    (folder / "shared").mkdir()
    with (
        fresh_database("hosts_folder") as url,
        host(folder / "b", prepared, url, MODEL_STORE=str(folder / "shared")) as second,
    ):
        elsewhere = {**second.environment, "DIGITWEB_DATA_DIR": str(folder / "a")}
        first = replace(second, data_dir=folder / "a", environment=elsewhere)
        first.manage("import_version", str(write_good_network(tmp_path / "good.safetensors", "From afar")))
        first.manage("activate_version", "2", "--force", "--reason", "A test")
        second.wait_for_version(2)
        assert copies_on(first) < copies_on(second), "the first has never read the one that ships"


def test_what_is_damaged_in_the_store_is_refused_until_it_is_mended(hosts: tuple[Site, Site]) -> None:
    first, second = hosts
    shipped = live(second)
    number, sha256 = put_live(first, "Damaged on its way", damaged=True)
    first.wait_for_version(number)
    refused = f"{sha256}.safetensors in the shared store was changed"
    wait_until(lambda: live(second) and refused in second.log.read_text(), second.log.read_text)
    assert live(second) == shipped
    assert "The version before it goes on." in second.log.read_text()
    assert "1 mended" in first.manage("move_models").stdout
    second.wait_for_version(number)
    roll_back(hosts, shipped)


def test_without_the_store_hosts_start_and_answer_and_say_what_cannot_be_done(
    hosts: tuple[Site, Site], objects: ObjectServer, tmp_path: Path
) -> None:
    first, second = hosts
    shipped = live(second)
    objects.stop()
    try:
        (process,) = second.server_memory()
        os.kill(process, signal.SIGKILL)
        wait_until(lambda: set(second.server_memory()) - {process}, second.log.read_text)
        second.wait_for_version(shipped)
        refused = first.manage(
            "import_version", str(write_good_network(tmp_path / "good.safetensors")), check=False
        )
        reason = "The shared store cannot be used: nothing answers there."
        assert refused.stderr == f"CommandError: Not imported. It could not be kept. {reason}\n"
    finally:
        objects.start()


def test_credentials_that_are_refused_are_found_before_anybody_needs_them(hosts: tuple[Site, Site]) -> None:
    with strict():
        said = hosts[0].manage("check", "--deploy", check=False)
    assert said.returncode == 1
    assert "(recognizer.E001) The shared store cannot be used: it refuses the credentials" in said.stderr
    assert not any(value in said.stderr for value in CREDENTIALS.values())
