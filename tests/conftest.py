"""What all tests share: an own data folder, and the real site for those that need one."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from django.utils import translation
from pytest_django.fixtures import Settings

from recognizer.api.limits.counts import request_counts
from recognizer.datasets.mnist import Mnist, fetch_mnist, load_mnist
from recognizer.services.recognition.live import live_model
from tests.support.chromium import SANDBOX, chromium
from tests.support.fonts import WITH_CHINESE
from tests.support.migrated_rows import keep_groups
from tests.support.needs import longest_first, mark_by_needs
from tests.support.patience import PATIENCE_MS
from tests.support.prepared import prepared_folder
from tests.support.processes import one_process_at_a_time
from tests.support.site import ROOT, Site, running_site

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# How long an example takes says more of the machine than of the code. Each run tries the same examples, so
# that what passed passes again; `--hypothesis-profile exploring` tries others each time.
UNHURRIED = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("exploring", UNHURRIED)
hypothesis.settings.register_profile("repeatable", UNHURRIED, derandomize=True)
hypothesis.settings.load_profile("repeatable")

# Every page would get a window with pages of the address bar, which take more work than the page itself.
ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# The browser hears one list alone: ours has to say again what Playwright's turns off.
OFF_FOR_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
# Each page would start a process for the next one, which is never opened.
SPARE_PROCESS = ("SpareRendererForSitePerProcess",)


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start: a script that runs them in the background has it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need, and let the longest files begin."""
    mark_by_needs(items)
    longest_first(items)


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of this test run; a developer's own stays untouched."""
    folder = tmp_path_factory.mktemp("data")
    django_settings.DIGITWEB_DATA_DIR = folder
    django_settings.STATIC_ROOT = folder / "static"
    django_settings.STATIC_ROOT.mkdir()
    return folder


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> Iterator[None]:
    """Take static files from where they are written: only a running site collects them."""
    found = {"BACKEND": "tests.support.static.FoundFilesStorage"}
    with override_settings(STORAGES={**django_settings.STORAGES, "staticfiles": found}):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    data_folder: Path, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Register the shipped version in the test run's own data folder; keep SQLite in a file there.

    Of several processes that run tests, each has a database of its own.

    In memory, threads share one cache and fail where they would wait for each other in a file.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(data_folder / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Make the tests' database, which has the groups of its migrations before each test."""
    keep_groups()


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """Real MNIST, fetched once into the checkout's own data folder."""
    folder = ROOT / "var" / "mnist"
    with one_process_at_a_time("mnist"):
        fetch_mnist(folder)
    return folder


@pytest.fixture(scope="session")
def loaded_mnist(mnist_folder: Path) -> Mnist:
    """MNIST, read once."""
    return load_mnist(mnist_folder)


@pytest.fixture
def mnist(data_folder: Path, mnist_folder: Path, loaded_mnist: Mnist) -> Iterator[Mnist]:
    """MNIST, and where trainings look for it as long as this test runs."""
    target = data_folder / "mnist"
    target.symlink_to(mnist_folder)
    yield loaded_mnist
    target.unlink()


@pytest.fixture(autouse=True)
def _fresh_process_state(data_folder: Path) -> Iterator[None]:
    """Start each test as a fresh process would: no model, no history of throttling, no reader's language."""
    live_model.forget()
    request_counts.cache_clear()
    translation.deactivate()
    yield
    live_model.forget()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _quick_settings(settings: Settings) -> None:
    """Throttle nobody, draw no lots, and hash passwords in no time, which is what a real hash must not do."""
    settings.RECOGNIZE_RATE = settings.LEARN_RATE = settings.FEEDBACK_RATE = "0"
    settings.FEEDBACK_SHARE = 0
    settings.WEB_WORKERS = 1
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder from which sites start, with nothing left to be made."""
    return prepared_folder(tmp_path_factory)


@pytest.fixture(scope="session")
def site_server(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    """The whole site as `make run` starts it: web server, worker, database, own data folder.

    Many files of tests share it: none trains here, and none leaves another version live.
    """
    with running_site(tmp_path_factory.mktemp("site"), prepared=prepared) as site:
        yield site


@pytest.fixture(scope="module")
def training_site(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, mnist_folder: Path
) -> Iterator[Site]:
    """A site of one file's own, with MNIST: its worker can train, and its versions may change."""
    with running_site(tmp_path_factory.mktemp("training-site"), prepared=prepared) as site:
        (site.data_dir / "mnist").symlink_to(mnist_folder)
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Drive the system's Chromium with fonts of our own."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        f"--disable-features={','.join(ADDRESS_BAR + SPARE_PROCESS + OFF_FOR_PLAYWRIGHT)}",
    ]
    fonts = WITH_CHINESE.environment(tmp_path_factory.mktemp("fonts"))
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": [*quiet, *SANDBOX],
        "timeout": PATIENCE_MS,
        "env": {**os.environ, **fonts},
    }
