"""A site for the short campaigns: nothing else asks it, and it may be left in any state."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import Site, running_site


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    with running_site(
        tmp_path_factory.mktemp("campaign"),
        prepared=prepared,
        WEB_WORKERS="2",
        LOGIN_FAILURES="1000000",
        FEEDBACK_LIMIT="0",
        FEEDBACK_TOTAL="0",
    ) as site:
        site.wait_for_version(1)
        yield site
