"""A real nginx with the configuration of `deploy/nginx`, as an ordinary process in front of a site."""

import contextlib
import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.ports import own_port
from tests.support.site import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx"
OTHER_PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
WITHOUT_NGINX = "no nginx is installed; scripts/system-packages nginx brings it as root on Debian"


def nginx_program() -> str | None:
    """Return the path of nginx, or None where there is none."""
    return shutil.which("nginx", path=OTHER_PLACES)


@dataclass(frozen=True, kw_only=True)
class Nginx:
    """A folder with a configuration, and the port on which it listens."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """The address of its root."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it wrote of requests and of errors."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def command(self, *options: str) -> list[str]:
        """Return the command that runs it on this configuration."""
        return [str(nginx_program()), "-p", str(self.folder), "-c", "nginx.conf", *options]

    def check(self) -> subprocess.CompletedProcess[str]:
        """Let it read its configuration, and do nothing."""
        return subprocess.run(self.command("-t"), capture_output=True, text=True, check=False)


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever it is
        """Its body as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """Its body as text, whether compressed or not."""
        is_packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if is_packed else self.body).decode()


def asked(
    nginx: Nginx,
    path: str,
    *,
    method: str | None = None,
    body: dict[str, Any] | bytes | None = None,
    headers: dict[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Answer:
    """Ask from an address of this machine."""
    connection = HTTPConnection("127.0.0.1", nginx.port, timeout=PATIENCE_SECONDS, source_address=(source, 0))
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    kind = {"Content-Type": "application/json"} if body is not None else {}
    try:
        connection.request(
            method or ("GET" if body is None else "POST"), path, data, {**kind, **(headers or {})}
        )
        answer = connection.getresponse()
        names = {name.lower(): ", ".join(answer.headers.get_all(name, [])) for name in answer.headers}
        return Answer(answer.status, names, answer.read())
    finally:
        connection.close()


def configured(folder: Path, *, port: int, upstream: str, static: Path, paths: str = "site.conf") -> Nginx:
    """Copy the configuration as an operator does, and exchange what is of one machine: ports and folders."""
    own = folder / "digitweb"
    shutil.copytree(CONFIGURATION, own)
    exchange(own / "upstream.conf", "server 127.0.0.1:8000;", f"server {upstream};")
    exchange(own / "server.conf", "listen 80;", f"listen 127.0.0.1:{port};")
    exchange(own / "server.conf", "include digitweb/site.conf;", f"include digitweb/{paths};")
    exchange(own / "limits.conf", "/var/log/nginx/", f"{folder}/")
    exchange(own / paths, "root /var/cache/digitweb;", f"root {static.parent};")
    (folder / "mime.types").write_text(Path("/etc/nginx/mime.types").read_text())
    places = "".join(
        f"    {name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (own / "nginx.conf").read_text().replace("http {\n", f"http {{\n{places}", 1)
    user = "user root;\n" if os.geteuid() == 0 else ""  # folders of tests are open to their owner alone
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n{main}"
    )
    return Nginx(folder=folder, port=port)


def exchange(path: Path, before: str, after: str) -> None:
    """Put something else in the place of a text that is there once."""
    text = path.read_text()
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {path}"
    path.write_text(text.replace(before, after))


@contextlib.contextmanager
def running_nginx(
    folder: Path, *, upstream: str, static: Path, paths: str = "site.conf", seconds: int = 10
) -> Iterator[Nginx]:
    """Run it on a port of its own until the block ends; slow clients have so many seconds."""
    with own_port() as port:
        nginx = configured(folder, port=port, upstream=upstream, static=static, paths=paths)
        for limit in ("client_header_timeout", "client_body_timeout", "send_timeout"):
            exchange(folder / "digitweb" / "limits.conf", f"{limit} 10s;", f"{limit} {seconds}s;")
        with started(nginx):
            yield nginx


@contextlib.contextmanager
def started(nginx: Nginx) -> Iterator[None]:
    """Run it on its port until the block ends."""
    said = nginx.check()
    assert said.returncode == 0, said.stderr
    with (nginx.folder / "output.log").open("w") as output:
        process = subprocess.Popen(nginx.command(), stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: listens(nginx, process), lambda: nginx.log)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


def listens(nginx: Nginx, process: "subprocess.Popen[bytes]") -> bool:
    """Whether connections are taken; fail if it has ended."""
    assert process.poll() is None, nginx.log
    with contextlib.suppress(ConnectionError):
        socket.create_connection(("127.0.0.1", nginx.port), timeout=PATIENCE_SECONDS).close()
        return True
    return False
