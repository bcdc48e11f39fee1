"""The short campaign of kills: each target once, amid something else; all that was told is there."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from benchmarks.campaign import kills
from benchmarks.campaign.acts import set_up
from benchmarks.campaign.kills import Killer
from tests.support.site import Site, stop


@pytest.fixture
def killer(own_site: Site, tmp_path: Path) -> Iterator[Killer]:
    killer = Killer(set_up(own_site, tmp_path, samples=40), dict(own_site.environment))
    yield killer
    if killer.process is not None:
        stop(own_site, killer.process)


def test_nothing_acknowledged_is_lost(killer: Killer, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(3)  # noqa: S311 - no secret
    for number, target in enumerate(("web", "everything", "worker")):
        monkeypatch.setattr(kills, "TARGETS", (target,))
        killer.round(number, rng)
    scene = killer.scene
    scene.acknowledged("training", "Never queued")  # what is looked for is missed where it is not
    killer.look()
    assert killer.lost == ["training Never queued"]
    assert [target for target, _seconds in killer.seconds] == ["web", "everything", "worker"]
