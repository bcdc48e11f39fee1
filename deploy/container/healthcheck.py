"""Ask the web server of this container whether it is up, as `HEALTHCHECK` does; end with 1 if it is not."""

import os
import sys
import urllib.error
import urllib.request

SECONDS = 4


def allowed_host() -> str:
    """Return a name by which the site may be asked for."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return first.lstrip(".") if first not in {"", "*"} else "127.0.0.1"


def main() -> str | None:
    """Return why the site is not up, or None."""
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    request = urllib.request.Request(url, headers={"Host": allowed_host()})
    try:
        urllib.request.urlopen(request, timeout=SECONDS).close()  # noqa: S310 - our own address
    except (urllib.error.URLError, OSError) as error:
        return f"{url}: {error}"
    return None


if __name__ == "__main__":
    sys.exit(main())
