"""What people and operators do on a site, each named so that it is found again once it is acknowledged."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.campaign.hostile.admin import Session
from benchmarks.campaign.hostile.attempts import File, multipart
from benchmarks.campaign.hostile.files import model_of, parts_of, real_model
from benchmarks.campaign.undoing.fault import give
from benchmarks.campaign.wire import exchange, request_bytes
from tests.support.site import ROOT, Site
from tests.support.switching import registered_versions

SET_UP = """
import numpy as np
from recognizer.models import Sample
from tests.support.given import claim, contributor, sample
made = []
for number in range({samples}):
    of = claim(contributor(f"person-{{number % 40}}"))
    tile = np.random.default_rng(number).integers(0, 256, (28, 28), dtype=np.uint8)
    made.append(sample(of=of, tile=tile).pk)
print(made)
"""
MAKE_DATA_SET = """
import numpy as np
from django.utils import timezone
from recognizer.services.data_sets.making import make_data_set
from tests.support.given import claim, contributor, sample
for number in range(8):
    tile = np.random.default_rng([{number}, number]).integers(0, 256, (28, 28), dtype=np.uint8)
    of = claim(contributor(f"person-{{number}}"))
    sample(of=of, tile=tile, state="agreed", label=number, agreed_at=timezone.now())
make_data_set(name="{name}")
"""
TRAINING = ("train_network", "--queue", "--sizes", "784,10", "--epochs", "2")


@dataclass
class Scene:
    """A site, and what was acknowledged on it."""

    site: Site
    folder: Path
    samples: list[int]
    versions: list[int]
    has_backup: bool
    session: Session
    kept: dict[str, list[Any]] = field(default_factory=dict)

    def acknowledged(self, kind: str, key: object) -> None:
        """Note what somebody was told to be done."""
        self.kept.setdefault(kind, []).append(key)

    def command(self, *arguments: str) -> bool:
        """Run a management command, however it ends; return whether it said that all was done."""
        return (
            subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=self.site.environment,
                capture_output=True,
                check=False,
            ).returncode
            == 0
        )


def set_up(site: Site, folder: Path, samples: int) -> Scene:
    """Make what acts need: samples to review, versions to switch between, somebody who is logged in."""
    made = json.loads(site.manage("shell", "-v0", "-c", SET_UP.format(samples=samples)).stdout)
    networks = folder / "networks"
    networks.mkdir()
    versions = registered_versions(site, networks)
    session = Session(site.url, "admin", site.admin_password)
    session.log_in()
    return Scene(
        site=site,
        folder=folder,
        samples=made,
        versions=versions,
        has_backup="backup" in site.manage("help", "--commands").stdout.split(),
        session=session,
    )


def gift(on: Scene, _number: int, _rng: random.Random) -> None:
    """Give drawings, one after another."""
    for _ in range(5):
        answer = give(on.site)
        if answer.status == 201:
            on.acknowledged("gift", json.loads(answer.body)["id"])


def review(on: Scene, _number: int, rng: random.Random) -> None:
    """Review samples, one after another."""
    for _ in range(5):
        sample = on.samples.pop()
        more = {**on.session.headers(), "Content-Type": "application/json"}
        body = json.dumps({"sample": sample, "answer": rng.randrange(11)}).encode()
        answer = exchange(on.site.url, request_bytes("POST", "/admin/recognizer/review/answer/", more, body))
        if answer.status == 200:
            on.acknowledged("review", sample)


def import_(on: Scene, number: int, _rng: random.Random) -> None:
    """Import a model file in the admin."""
    name = f"Imported {number}"
    header, arrays = parts_of(real_model())
    header["__metadata__"]["campaign"] = name  # a file like no other
    token = on.session.cookies["csrftoken"].encode()
    file = File(name="a.safetensors", content=model_of(header, arrays))
    headers, body = multipart([("file", file), ("name", name.encode()), ("csrfmiddlewaretoken", token)])
    path = "/admin/recognizer/modelversion/import/"
    answer = exchange(on.site.url, request_bytes("POST", path, {**on.session.headers(), **headers}, body))
    if answer.status == 302 and answer.headers["Location"].endswith("/change/"):
        on.acknowledged("import", name)


def activation(on: Scene, number: int, rng: random.Random) -> None:
    """Put a version live by the command."""
    reason = f"Activation {number}"
    listed = json.loads(on.site.manage("list_versions", "--json", check=False).stdout or "[]")
    live = {one["number"] for one in listed if one["status"] == "active"}
    version = rng.choice([number for number in on.versions if number not in live])
    if on.command("activate_version", str(version), "--reason", reason):
        on.acknowledged("activation", reason)


def data_set(on: Scene, number: int, _rng: random.Random) -> None:
    """Make a data set of samples that have just been agreed on."""
    name = f"Data set {number}"
    if on.command("shell", "-v0", "-c", MAKE_DATA_SET.format(number=number, name=name)):
        on.acknowledged("data set", name)


def training(on: Scene, number: int, _rng: random.Random) -> None:
    """Queue a training, at which the worker then is."""
    name = f"Training {number}"
    if on.command(*TRAINING, "--seed", str(number), "--name", name):
        on.acknowledged("training", name)


def backup(on: Scene, number: int, _rng: random.Random) -> None:
    """Back the site up."""
    path = on.folder / f"backup-{number}"
    if on.command("backup", str(path)):
        on.acknowledged("backup", str(path))


Act = Callable[[Scene, int, random.Random], None]
ACTS: Mapping[str, Act] = {
    "gift": gift,
    "review": review,
    "import": import_,
    "activation": activation,
    "data set": data_set,
    "training": training,
    "backup": backup,
}
