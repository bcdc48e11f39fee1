"""The examples of bulk reading in deploy/: their command lines run as they are written."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.pictures import encoded, picture_of_a_one
from tests.support.processes import Installation, install
from tests.support.site import ROOT

SLURM = ROOT / "deploy" / "slurm" / "recognize.sbatch"
KUBERNETES = ROOT / "deploy" / "kubernetes" / "recognize-job.yaml"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Installation:
    """Return a fresh installation: the shipped network answers."""
    return install(tmp_path_factory.mktemp("installation") / "data", prepared)


@pytest.fixture
def given(installation: Installation, tmp_path: Path) -> dict[str, str]:
    """The environment of a share: three pictures, and where the results go."""
    folder = tmp_path / "in"
    folder.mkdir()
    for place in range(3):
        (folder / f"{place}.png").write_bytes(encoded(picture_of_a_one(size=(60, 60))))
    return {
        **installation.environment,
        "PICTURES": str(folder),
        "RESULTS": str(tmp_path / "results.jsonl"),
        "MODE": "digit",
    }


def job() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(KUBERNETES.read_text())
    return loaded


def run_shares(command: list[str], shares: Sequence[Mapping[str, str]]) -> None:
    """Run each share of a job, one after another."""
    for share in shares:
        done = subprocess.run(command, cwd=ROOT, env=share, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def results(given: Mapping[str, str]) -> list[str]:
    rows = [json.loads(line) for line in Path(given["RESULTS"]).read_text().splitlines()]
    return [f"{Path(row['path']).name} {row['text']}" for row in rows]


def test_the_array_of_slurm_reads_all_and_merges(given: dict[str, str]) -> None:
    array = {"SLURM_ARRAY_TASK_COUNT": "2", "SLURM_CPUS_PER_TASK": "1", "DIGITWEB": str(ROOT)}
    run_shares(
        ["bash", str(SLURM)], [{**given, **array, "SLURM_ARRAY_TASK_ID": str(share)} for share in range(2)]
    )
    assert results(given) == ["0.png 1", "1.png 1", "2.png 1"]


@pytest.mark.parametrize("missing", ["PICTURES", "RESULTS"])
def test_slurm_is_told_what_is_missing(given: dict[str, str], missing: str) -> None:
    environment = {name: value for name, value in given.items() if name != missing}
    done = subprocess.run(["bash", str(SLURM)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{missing}: the " in done.stderr


def test_slurm_s_example_is_sound() -> None:
    assert subprocess.run(["bash", "-n", str(SLURM)], check=False).returncode == 0
    options = [line.split() for line in SLURM.read_text().splitlines() if line.startswith("#SBATCH")]
    assert ["#SBATCH", "--array=0-15"] in options


def test_the_job_of_kubernetes_reads_all_and_merges(given: dict[str, str]) -> None:
    (container,) = job()["spec"]["template"]["spec"]["containers"]
    written = {entry["name"]: entry["value"] for entry in container["env"]}
    assert written.keys() >= {"PICTURES", "RESULTS", "MODE"}
    here = {**written, **given, "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}", "SHARDS": "2"}
    shares = [{**here, "JOB_COMPLETION_INDEX": str(index)} for index in range(2)]
    run_shares([*container["command"], *container["args"]], shares)
    assert results(given) == ["0.png 1", "1.png 1", "2.png 1"]


def test_the_job_s_shards_are_its_completions() -> None:
    spec = job()["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    environment = {entry["name"]: entry["value"] for entry in container["env"]}
    assert (job()["kind"], spec["completionMode"]) == ("Job", "Indexed")
    assert environment["SHARDS"] == str(spec["completions"])
    assert all(isinstance(value, str) for value in environment.values())
    volumes = {volume["name"] for volume in pod["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes
    mounts = tuple(mount["mountPath"] for mount in container["volumeMounts"])
    for name in ("PICTURES", "RESULTS", "DIGITWEB_DATA_DIR"):
        assert environment[name].startswith(mounts)
