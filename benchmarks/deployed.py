"""The site as docs/deploying.md puts it before people: behind nginx, by HTTPS and HTTP/2."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.campaign.sites import campaign_site
from tests.support.nginx import configured, exchange, nginx_program, started
from tests.support.ports import own_port

HOST = "127.0.0.1"
OF_LETS_ENCRYPT = "/etc/letsencrypt/live/digits.example.org"


@contextmanager
def deployed_site(folder: Path) -> Iterator[str]:
    """Run a site behind nginx, with a certificate that nobody trusts, and yield its address."""
    if nginx_program() is None or shutil.which("openssl") is None:
        sys.exit(
            "This needs nginx and openssl. Install them, for example: sudo apt-get install nginx openssl"
        )
    behind = {"NUM_PROXIES": "1"}
    with campaign_site("pages", variables=behind) as site, own_port() as port, own_port() as plain_port:
        upstream = site.url.removeprefix("http://")
        nginx = configured(folder, port=plain_port, upstream=upstream, static=site.data_dir / "static")
        certify(folder)
        server = folder / "digitweb" / "server-tls.conf"
        exchange(server, "listen 80;", f"listen {HOST}:{plain_port};")
        exchange(server, "listen 443 ssl http2;", f"listen {HOST}:{port} ssl http2;")
        for name in ("fullchain.pem", "privkey.pem"):
            exchange(server, f"{OF_LETS_ENCRYPT}/{name}", f"{folder}/{name}")
        exchange(folder / "nginx.conf", "include digitweb/server.conf;", "include digitweb/server-tls.conf;")
        with started(nginx):
            yield f"https://{HOST}:{port}"


def certify(folder: Path) -> None:
    """Write a certificate for this machine, and its key."""
    name = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST}"]
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *name, *files]
    subprocess.run(command, check=True, capture_output=True)
