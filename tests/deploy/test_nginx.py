"""A real nginx with the configuration of `deploy/nginx`, in front of a real site."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from digitweb.settings import DATA_UPLOAD_MAX_MEMORY_SIZE
from tests.support.nginx import (
    CONFIGURATION,
    WITHOUT_NGINX,
    Nginx,
    asked,
    configured,
    exchange,
    nginx_program,
    running_nginx,
    started,
)
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.ports import own_port
from tests.support.site import BAR, Site, running_site

pytestmark = pytest.mark.skipif(nginx_program() is None, reason=WITHOUT_NGINX)

PREFIX = "/digits"
MIB = 2**20
PROBLEM = "application/problem+json"


def site_behind_a_proxy(folder: Path, prepared: Path, prefix: str = "") -> AbstractContextManager[Site]:
    return running_site(
        folder, prepared=prepared, NUM_PROXIES="1", WEB_WORKERS="1", RECOGNIZE_RATE="3/h", SCRIPT_NAME=prefix
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    with site_behind_a_proxy(tmp_path_factory.mktemp("behind"), prepared) as site:
        yield site


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    with running_nginx(
        folder, upstream=site.url.removeprefix("http://"), static=site.data_dir / "static"
    ) as nginx:
        yield nginx


@pytest.fixture(scope="module")
def below_a_path(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("below")
    with (
        site_behind_a_proxy(tmp_path_factory.mktemp("site-below"), prepared, PREFIX) as site,
        running_nginx(
            folder,
            upstream=site.url.removeprefix("http://"),
            static=site.data_dir / "static",
            paths="sub-path.conf",
        ) as nginx,
    ):
        yield nginx


def test_the_api_and_a_page_are_passed_on(nginx: Nginx) -> None:
    assert asked(nginx, "/api/v1/recognize", body=BAR, source="127.0.1.1").json["text"] == "1"
    page = asked(nginx, "/", headers={"Accept-Encoding": "gzip"})
    assert page.status == 200
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["server"] == "nginx"
    assert asked(nginx, "/readyz").json["status"] == "ok"


def static_names(nginx: Nginx, path: str) -> list[str]:
    return re.findall(r'(?:src|href)="([^"]*/static/[^"]+)"', asked(nginx, path).text)


@pytest.mark.parametrize("packed", [True, False])
def test_static_files_come_from_nginx_for_ever_and_compressed(nginx: Nginx, site: Site, packed: bool) -> None:
    (name, *_) = [name for name in static_names(nginx, "/") if name.endswith(".css")]
    answer = asked(nginx, name, headers={"Accept-Encoding": "gzip"} if packed else {})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    file = site.data_dir / name[1:]
    assert answer.body == (file.with_name(f"{file.name}.gz") if packed else file).read_bytes()
    assert ("content-encoding" in answer.headers) == packed


def test_what_has_no_hash_is_not_kept_for_long(nginx: Nginx) -> None:
    answer = asked(nginx, "/static/icons/digitweb.svg")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["content-type"].startswith("image/svg+xml")


def test_nothing_but_static_files_comes_out_of_their_folder(nginx: Nginx) -> None:
    for path in ("/static/../secret-key", "/static/%2e%2e/secret-key", "/static../secret-key", "/secret-key"):
        assert asked(nginx, path).status in {400, 404}


def test_a_body_that_is_too_large_is_a_problem_of_the_api(nginx: Nginx) -> None:
    answer = asked(
        nginx,
        "/api/v1/recognize",
        method="POST",
        headers={"Content-Length": str(DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "Content-Type": "application/json"},
    )
    assert (answer.status, answer.headers["content-type"]) == (413, PROBLEM)
    assert answer.json == {
        "type": "about:blank",
        "title": "Content Too Large",
        "status": 413,
        "detail": "Expected a body of at most 32 MiB, found more.",
    }


def test_a_body_of_the_largest_size_reaches_the_site(nginx: Nginx) -> None:
    body = b" " * DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = asked(nginx, "/api/v1/recognize", body=body, source="127.0.1.2")
    assert answer.status != 413 or answer.json["detail"] != "Expected a body of at most 32 MiB, found more."


def test_a_model_file_may_be_sent_to_the_admin(nginx: Nginx) -> None:
    body = b" " * (70 * MIB)
    answer = asked(nginx, "/admin/recognizer/modelversion/import/", body=body)
    assert answer.status == 302, "it is asked who we are, and not told that this is too much"


def test_each_client_is_counted_by_its_own_address_whatever_it_says(nginx: Nginx) -> None:
    def ask(source: str, said: str) -> int:
        headers = {"X-Forwarded-For": said}
        return asked(nginx, "/api/v1/recognize", body=BAR, headers=headers, source=source).status

    first = [ask("127.0.2.1", f"192.0.2.{number}") for number in range(5)]
    assert first == [200, 200, 200, 429, 429]
    assert ask("127.0.2.2", "127.0.2.1") == 200


def test_the_logs_hold_neither_drawings_nor_whole_addresses(nginx: Nginx) -> None:
    asked(nginx, "/inside/?drawing=s123", source="127.0.3.77")
    log = nginx.folder / "access.log"
    wait_until(lambda: '"GET /inside/" 200' in log.read_text(), log.read_text)  # it follows the answer
    assert "127.0.3.0 [" in log.read_text()
    assert "127.0.3.77" not in log.read_text()
    assert "s123" not in log.read_text()


def test_its_log_and_the_site_name_a_request_alike(nginx: Nginx) -> None:
    answer = asked(nginx, "/readyz", headers={"X-Request-ID": "made-up"})
    name = answer.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", name)
    log = nginx.folder / "access.log"
    wait_until(lambda: f" {name}\n" in log.read_text(), log.read_text)  # it follows the answer
    assert "made-up" not in log.read_text()


def test_below_a_path_pages_files_and_the_api_are_there(below_a_path: Nginx) -> None:
    nginx = below_a_path
    assert asked(nginx, f"{PREFIX}").headers["location"] == f"{PREFIX}/"
    names = static_names(nginx, f"{PREFIX}/")
    assert names
    assert all(name.startswith(f"{PREFIX}/static/") for name in names)
    assert asked(nginx, names[0]).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asked(nginx, f"{PREFIX}/api/v1/recognize", body=BAR).json["text"] == "1"
    lost = asked(nginx, f"{PREFIX}/api/v1/nothing")
    assert (lost.status, lost.headers["content-type"]) == (404, PROBLEM)
    assert asked(nginx, f"{PREFIX}/healthz").json["status"] == "ok"
    assert asked(nginx, "/learn/").status == 404, "the rest of the host is others'"


def test_below_a_path_people_log_in_there(below_a_path: Nginx) -> None:
    answer = asked(below_a_path, f"{PREFIX}/admin/")
    assert answer.headers["location"] == f"{PREFIX}/admin/login/?next={PREFIX}/admin/"
    login = asked(below_a_path, answer.headers["location"])
    assert f"Path={PREFIX}/;" in login.headers["set-cookie"]


def test_both_ways_to_lie_on_a_host_are_configured_alike() -> None:
    root, below = ((CONFIGURATION / name).read_text() for name in ("site.conf", "sub-path.conf"))
    own = below[below.index("location ") :]
    own = re.sub(r"location = /digits \{.*?\}\n\n", "", own, flags=re.DOTALL)
    own = re.sub(r" *rewrite .*\n", "", own).replace("/digits/", "/")
    assert own == root[root.index("location ") :]


def test_a_site_that_is_away_is_a_problem_of_the_api(tmp_path: Path) -> None:
    with (
        own_port() as nobody,
        running_nginx(tmp_path, upstream=f"127.0.0.1:{nobody}", static=tmp_path) as nginx,
    ):
        answer = asked(nginx, "/api/v1/recognize", body=BAR)
        page = asked(nginx, "/")
    assert (answer.status, answer.headers["content-type"], answer.json["title"]) == (
        502,
        PROBLEM,
        "Bad Gateway",
    )
    assert (page.status, page.headers["content-type"]) == (502, "text/html")
    assert "nginx/" not in page.text


def test_a_body_reaches_the_site_whole_or_not_at_all(tmp_path: Path) -> None:
    """What is sent drop by drop holds nobody up; what a client says of its own address is not passed on."""
    with socket.socket() as site:
        site.bind(("127.0.0.1", 0))
        site.listen()
        site.settimeout(PATIENCE_SECONDS)
        upstream = f"127.0.0.1:{site.getsockname()[1]}"
        with running_nginx(tmp_path, upstream=upstream, static=tmp_path) as nginx:
            client = socket.create_connection(("127.0.0.1", nginx.port), timeout=PATIENCE_SECONDS)
            forged = b"X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
            client.sendall(
                b"POST /api/v1/recognize HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n" + forged + b"\r\nsl"
            )
            asked_meanwhile = socket.create_connection(("127.0.0.1", nginx.port), timeout=PATIENCE_SECONDS)
            asked_meanwhile.sendall(b"GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
            first, _address = site.accept()
            assert first.recv(1000).startswith(b"GET /other "), "the one that is whole comes first"
            client.sendall(b"owly")
            second, _address = site.accept()
            got = b""
            while not got.endswith(b"slowly"):
                piece = second.recv(1000)
                assert piece, got
                got += piece
            assert re.findall(rb"X-Forwarded-\w+: .*?(?=\r)", got) == [
                b"X-Forwarded-For: 127.0.0.1",
                b"X-Forwarded-Proto: http",
            ]
            for connection in (client, asked_meanwhile, first, second):
                connection.close()


def certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate where the configuration of a test looks for it; return who trusts it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl makes a certificate")
    name = ["-subj", "/CN=digits.example.org", "-addext", "subjectAltName=DNS:digits.example.org"]
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    request = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *name, *files]
    subprocess.run(request, check=True, capture_output=True, env={"PATH": os.environ["PATH"]})
    return ssl.create_default_context(cafile=f"{folder}/fullchain.pem")


def speaks(port: int, context: ssl.SSLContext, ciphers: str) -> bool:
    """Whether the server agrees on TLS 1.2 with one who knows these ciphers alone."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.2", port), timeout=PATIENCE_SECONDS) as plain:
        try:
            context.wrap_socket(plain, server_hostname="digits.example.org").close()
        except ssl.SSLError:
            return False
    return True


def test_https_is_spoken_and_the_site_is_told(tmp_path: Path) -> None:
    trusting = certificate(tmp_path)
    with own_port() as port, socket.socket() as site:
        site.bind(("127.0.0.1", 0))
        site.listen()
        site.settimeout(PATIENCE_SECONDS)
        upstream = f"127.0.0.1:{site.getsockname()[1]}"
        nginx = configured(tmp_path, port=port, upstream=upstream, static=tmp_path)
        server = tmp_path / "digitweb" / "server-tls.conf"
        for name in ("fullchain.pem", "privkey.pem"):
            exchange(server, f"/etc/letsencrypt/live/digits.example.org/{name}", f"{tmp_path}/{name}")
        exchange(server, "listen 80;", f"listen 127.0.0.1:{port};")
        exchange(server, "listen 443 ssl http2;", f"listen 127.0.0.2:{port} ssl http2;")
        exchange(
            tmp_path / "nginx.conf", "include digitweb/server.conf;", "include digitweb/server-tls.conf;"
        )
        with started(nginx):
            moved = asked(nginx, "/learn/?a=1", headers={"Host": "digits.example.org"})
            assert (moved.status, moved.headers["location"]) == (301, "https://digits.example.org/learn/?a=1")
            plain = socket.create_connection(("127.0.0.2", port), timeout=PATIENCE_SECONDS)
            with trusting.wrap_socket(plain, server_hostname="digits.example.org") as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: digits.example.org\r\n\r\n")
                connection, _address = site.accept()
                with connection:
                    got = connection.recv(4096)
                assert client.version() in {"TLSv1.2", "TLSv1.3"}
            assert not speaks(port, trusting, "AES256-SHA256"), "whose keys a thief of the key finds"
            assert speaks(port, trusting, "ECDHE-RSA-AES128-GCM-SHA256")
        assert b"X-Forwarded-Proto: https\r\n" in got
        assert "[warn]" not in nginx.check().stderr
