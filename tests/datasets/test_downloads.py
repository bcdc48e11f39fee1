from pathlib import Path

import pytest

from recognizer.datasets.downloads import CHUNK, Download
from recognizer.datasets.errors import SourceError
from tests.datasets.server import Site
from tests.support.patience import PATIENCE_SECONDS

CONTENT = bytes(range(256)) * 1200


class Watcher:
    def __init__(self) -> None:
        self.seen: list[tuple[int, int | None]] = []

    def __call__(self, done: int, total: int | None) -> None:
        self.seen.append((done, total))


def fetch(site: Site, part: Path, *, limit: int = len(CONTENT), watch: Watcher | None = None) -> None:
    Download(
        url=f"{site.url}/a.gz", part=part, limit=limit, watch=watch or Watcher(), timeout=PATIENCE_SECONDS
    ).run()


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "a.part"


@pytest.fixture(autouse=True)
def content(site: Site) -> None:
    site.files["a.gz"] = CONTENT


def test_it_downloads_and_tells_how_far_it_is(site: Site, part: Path) -> None:
    watch = Watcher()

    fetch(site, part, watch=watch)

    assert part.read_bytes() == CONTENT
    assert watch.seen[0] == (0, len(CONTENT))
    assert watch.seen[-1] == (len(CONTENT), len(CONTENT))
    assert len(watch.seen) > len(CONTENT) / CHUNK
    assert watch.seen == sorted(watch.seen)


def test_it_continues_where_an_earlier_run_stopped(site: Site, part: Path) -> None:
    part.write_bytes(CONTENT[:1000])
    watch = Watcher()

    fetch(site, part, watch=watch)

    assert part.read_bytes() == CONTENT
    assert site.asked == [("a.gz", "bytes=1000-")]
    assert watch.seen[0] == (1000, len(CONTENT))


def test_it_continues_by_itself_when_the_connection_breaks_off(site: Site, part: Path) -> None:
    site.cuts = [1000, 2000]

    fetch(site, part)

    assert part.read_bytes() == CONTENT
    assert site.asked == [("a.gz", None), ("a.gz", "bytes=1000-"), ("a.gz", "bytes=3000-")]


def test_it_gives_up_on_a_server_that_keeps_breaking_off_and_keeps_what_came(site: Site, part: Path) -> None:
    site.cuts = [1000, 500, 0]

    with pytest.raises(SourceError) as caught:
        fetch(site, part)

    assert str(caught.value) == (
        f"{site.url}/a.gz: the connection broke off after 1500 of 307200 bytes, 3 times in a row."
    )
    assert part.read_bytes() == CONTENT[:1500]


def test_it_starts_over_at_a_server_without_ranges(site: Site, part: Path) -> None:
    site.knows_ranges = False
    part.write_bytes(b"x" * 1000)

    fetch(site, part)

    assert part.read_bytes() == CONTENT


def test_it_takes_what_comes_from_a_server_that_announces_no_length(site: Site, part: Path) -> None:
    site.announces_length = False
    watch = Watcher()

    fetch(site, part, watch=watch)

    assert part.read_bytes() == CONTENT
    assert watch.seen[-1] == (len(CONTENT), None)


def test_it_is_content_with_a_file_that_was_complete(site: Site, part: Path) -> None:
    part.write_bytes(CONTENT)

    fetch(site, part)

    assert part.read_bytes() == CONTENT
    assert len(site.asked) == 1


def test_it_drops_a_beginning_longer_than_the_file(site: Site, part: Path) -> None:
    part.write_bytes(CONTENT + b"more")

    with pytest.raises(SourceError, match=r"the server's file is shorter than the 307204 bytes begun\.$"):
        fetch(site, part)

    assert not part.exists()


def test_it_drops_a_beginning_that_the_server_answers_with_another_range(site: Site, part: Path) -> None:
    site.shifts_range = 1
    part.write_bytes(CONTENT[:1000])

    with pytest.raises(SourceError, match="expected bytes from 1000, found Content-Range 'bytes 1001-"):
        fetch(site, part)

    assert not part.exists()


def test_it_refuses_a_file_announced_as_too_large(site: Site, part: Path) -> None:
    with pytest.raises(SourceError, match=r"expected at most 5000 bytes, the server announces 307200\.$"):
        fetch(site, part, limit=5000)

    assert not part.exists()


def test_it_stops_at_the_limit_when_nothing_was_announced(site: Site, part: Path) -> None:
    site.announces_length = False

    with pytest.raises(SourceError, match=r"expected at most 5000 bytes, the server sends more\.$"):
        fetch(site, part, limit=5000)

    assert not part.exists()


def test_a_missing_file_is_reported_with_its_address(site: Site, part: Path) -> None:
    site.files.clear()

    with pytest.raises(SourceError) as caught:
        fetch(site, part)

    assert str(caught.value) == f"{site.url}/a.gz: HTTP 404 Not Found."
    assert not part.exists()


def test_nobody_listening_is_reported_with_the_address(part: Path) -> None:
    download = Download(url="http://127.0.0.1:9/a.gz", part=part, limit=9, watch=Watcher())

    with pytest.raises(SourceError, match=r"^http://127.0.0.1:9/a.gz: .*refused"):
        download.run()


def test_it_opens_no_local_files(tmp_path: Path, part: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")

    with pytest.raises(SourceError, match="expected an http or https address"):
        Download(url=secret.as_uri(), part=part, limit=9, watch=Watcher()).run()

    assert not part.exists()
