"""The compose file: it fits the image, the settings and nginx, and opens nothing that it need not."""

import re
from typing import Any

import pytest
import yaml

from tests.project.test_documented_settings import read
from tests.support.site import ROOT

FOLDER = ROOT / "deploy" / "compose"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OF_OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
"""What PostgreSQL's own image reads."""

each_service = pytest.mark.parametrize("name", SERVICES)


def example() -> dict[str, str]:
    lines = (FOLDER / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_services_are_those_of_a_whole_site() -> None:
    assert set(SERVICES) == {"web", "worker", "postgres", "redis", "nginx"}


@each_service
def test_it_writes_nowhere_but_where_it_has_to(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - a container's own
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")


@each_service
def test_it_has_ceilings_and_is_started_again(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["pids_limit"] > 0
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


@each_service
def test_it_is_asked_whether_it_is_up(name: str) -> None:
    if name == "web":
        assert "HEALTHCHECK" in (ROOT / "deploy" / "container" / "Dockerfile").read_text()
    elif name == "worker":
        assert SERVICES[name]["healthcheck"] == {"disable": True}
    else:
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_nothing_is_published_but_nginx() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert [port.rpartition(":")[2] for port in SERVICES["nginx"]["ports"]] == ["80"], "and of it no metrics"
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["back"]
    assert "back" not in SERVICES["nginx"]["networks"]


@each_service
def test_it_waits_for_whom_it_needs(name: str) -> None:
    needed = {"web": {"postgres", "redis"}, "worker": {"web"}, "nginx": {"web"}}.get(name, set())
    waited_for = SERVICES[name].get("depends_on", {})
    assert set(waited_for) == needed
    assert all(condition == {"condition": "service_healthy"} for condition in waited_for.values())


def test_web_and_worker_are_the_image_in_two_roles() -> None:
    web, worker = SERVICES["web"], SERVICES["worker"]
    entrypoint = (ROOT / "deploy" / "container" / "entrypoint.sh").read_text()
    for service in (web, worker):
        assert (FOLDER / service["build"]["context"]).resolve() == ROOT
        assert (ROOT / service["build"]["dockerfile"]).is_file()
        (role,) = service["command"]
        assert re.search(rf"^{role}\)$", entrypoint, re.MULTILINE)
        assert service["init"] is True, "somebody has to bury what the processes leave behind"
    assert web["volumes"] == worker["volumes"]


def test_the_volumes_are_where_the_image_writes_and_nginx_reads() -> None:
    dockerfile = (ROOT / "deploy" / "container" / "Dockerfile").read_text()
    folders = dict(volume.split(":")[:2] for volume in SERVICES["web"]["volumes"])
    assert set(folders) | {"postgres"} == set(COMPOSE["volumes"])
    assert f"DIGITWEB_DATA_DIR={folders['data']}" in dockerfile
    assert f"STATIC_DIR={folders['static']}/static" in dockerfile
    assert f"static:{folders['static']}:ro" in SERVICES["nginx"]["volumes"]
    assert f"root {folders['static']};" in (ROOT / "deploy" / "nginx" / "site.conf").read_text()


def test_nginx_is_given_the_files_that_there_are() -> None:
    for volume in SERVICES["nginx"]["volumes"]:
        source = volume.split(":")[0]
        assert source == "static" or (FOLDER / source).exists(), source
    upstream = (FOLDER / "upstream.conf").read_text()
    port = re.search(
        r"^EXPOSE (\d+)$", (ROOT / "deploy" / "container" / "Dockerfile").read_text(), re.MULTILINE
    )
    assert port
    assert f"server web:{port[1]};" in upstream
    own = (ROOT / "deploy" / "nginx" / "upstream.conf").read_text()
    assert re.findall(r"^    (keepalive.*?);", upstream, re.MULTILINE) == re.findall(
        r"^    (keepalive.*?);", own, re.MULTILINE
    )


@each_service
def test_what_it_is_told_are_settings(name: str) -> None:
    told = set(SERVICES[name].get("environment", {}))
    assert told <= read() | OF_OTHERS
    assert SERVICES["web"]["environment"]["NUM_PROXIES"] == "1"


def test_the_example_names_all_that_has_to_be_set_and_holds_no_secret() -> None:
    text = (FOLDER / "compose.yaml").read_text()
    wanted = set(re.findall(r"\$\{([A-Z_]+):", text))
    assert wanted <= set(example()) <= read() | OF_OTHERS
    assert example()["POSTGRES_PASSWORD"] == ""
    assert "/deploy/compose/.env" in (ROOT / ".gitignore").read_text().splitlines()
