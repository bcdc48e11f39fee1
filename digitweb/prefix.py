"""Serve the site below a path of its host, such as /digits, by any server that speaks WSGI.

Django makes addresses with the prefix by itself; here it is taken from what is asked for. What comes without
it is taken as well: some proxies leave the prefix out, and who asks a process by itself need not know of it.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def without_prefix(path: str, prefix: str) -> str:
    """Return what of a path is the site's own; empty where the path is the prefix itself."""
    return path.removeprefix(prefix) if path == prefix or path.startswith(f"{prefix}/") else path


def at_prefix(application: WSGIApplication, prefix: str) -> WSGIApplication:
    """Return an application that serves below a prefix, which is empty or like "/digits"."""
    if not prefix:
        return application

    def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = without_prefix(environ.get("PATH_INFO", ""), prefix)
        if not path:  # its cookies would not come with an address that lacks the slash
            query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
            return redirected(f"{prefix}/{query}", start_response)
        return application({**environ, "PATH_INFO": path, "SCRIPT_NAME": prefix}, start_response)

    return served


def redirected(address: str, start_response: StartResponse) -> Iterable[bytes]:
    """Answer that something has this address for good."""
    headers = [("Location", address), ("Content-Length", "0")]
    start_response("301 Moved Permanently", headers)
    return []
