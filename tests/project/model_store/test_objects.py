"""An object store on a server that speaks S3: what it holds, and how it fails."""

import gc
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile

from digitweb.model_store.objects import ATTEMPTS, ObjectStore
from tests.support.object_store import CREDENTIALS, client, new_bucket, object_server, silent_server, strict

USES: list[Callable[[ObjectStore], object]] = [
    lambda store: store.save("models/one", ContentFile(b"abc")),
    lambda store: store.content("models/one", 3),
    lambda store: list(store.entries("models")),
    lambda store: store.delete("models/one"),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with object_server() as address:
        yield address


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def store_on(endpoint: str, bucket: str, **options: float) -> ObjectStore:
    return ObjectStore(
        bucket_name=bucket, location="site", endpoint_url=endpoint, region_name="us-east-1", **options
    )


@pytest.fixture
def store(endpoint: str) -> ObjectStore:
    return store_on(endpoint, new_bucket(endpoint))


def test_what_is_saved_is_there_under_the_prefix(store: ObjectStore, endpoint: str) -> None:
    assert store.save("models/one", ContentFile(b"abc")) == "models/one"
    assert store.content("models/one", 3) == b"abc"
    assert [(entry.name, entry.size) for entry in store.entries("models")] == [("models/one", 3)]
    found = client(endpoint).get_object(Bucket=store.bucket_name, Key="site/models/one")
    assert found["Body"].read() == b"abc"


def test_the_same_name_is_written_over(store: ObjectStore) -> None:
    store.save("models/one", ContentFile(b"damaged"))
    store.save("models/one", ContentFile(b"abc"))
    assert store.content("models/one", 3) == b"abc"


def test_more_files_than_one_answer_names(
    store: ObjectStore, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "3")
    here = client(endpoint)
    for number in range(7):
        here.put_object(Bucket=store.bucket_name, Key=f"site/models/{number}", Body=b"")
    here.put_object(Bucket=store.bucket_name, Key="site/models-of-others/x", Body=b"")
    assert [entry.name for entry in store.entries("models")] == [f"models/{number}" for number in range(7)]


def test_what_is_too_large_is_not_read(store: ObjectStore) -> None:
    store.save("models/one", ContentFile(b"abc"))
    with pytest.raises(OSError, match="File too large"):
        store.content("models/one", 2)
    gc.collect()  # a connection that was left open would be warned of here


def test_a_file_that_is_gone(store: ObjectStore) -> None:
    store.save("models/one", ContentFile(b"abc"))
    store.delete("models/one")
    store.delete("models/one")
    with pytest.raises(FileNotFoundError):
        store.content("models/one", 3)


@pytest.mark.parametrize("use", USES[:3])
def test_a_bucket_that_is_not_there(endpoint: str, use: Callable[[ObjectStore], object]) -> None:
    with pytest.raises(NotADirectoryError):
        use(store_on(endpoint, "no-such-bucket"))


@pytest.mark.parametrize("use", USES)
def test_credentials_that_it_does_not_know(store: ObjectStore, use: Callable[[ObjectStore], object]) -> None:
    with strict(), pytest.raises(PermissionError) as refused:
        use(store)
    assert CREDENTIALS["AWS_ACCESS_KEY_ID"] not in str(refused.value)


def test_no_credentials_at_all(
    store: ObjectStore,
    endpoint: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    empty = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(empty / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(empty / "config"))
    with pytest.raises(PermissionError):
        store_on(endpoint, store.bucket_name).content("models/one", 3)


@pytest.mark.parametrize("use", USES)
def test_a_server_that_never_answers_is_waited_for_a_moment(use: Callable[[ObjectStore], object]) -> None:
    with silent_server() as endpoint:
        store = store_on(endpoint, "any", connect_seconds=0.2, answer_seconds=0.2)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            use(store)
        assert time.monotonic() - began < 60, "without a limit it would be ever"


def test_the_usual_limits_are_a_few_seconds(store: ObjectStore) -> None:
    config = store.connection.meta.client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (2, 5)
    assert config.retries == {"mode": "standard", "total_max_attempts": ATTEMPTS}


@pytest.mark.parametrize("use", USES)
def test_a_server_that_is_away(use: Callable[[ObjectStore], object]) -> None:
    with object_server() as gone:
        pass
    with pytest.raises(ConnectionError):
        use(store_on(gone, "any"))


def test_a_bucket_says_whether_it_keeps_what_is_deleted(store: ObjectStore, endpoint: str) -> None:
    assert not store.keeps_what_is_deleted()
    on = {"Status": "Enabled"}
    client(endpoint).put_bucket_versioning(Bucket=store.bucket_name, VersioningConfiguration=on)
    assert store.keeps_what_is_deleted()
