"""Data sets in the admin: what is in one, making, leaving somebody out, in and out, and who may do it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from recognizer.models import DataSet, DataSetState, Departure
from recognizer.services.data_sets.files import path_of
from recognizer.services.data_sets.withdrawal import forget
from tests.services.data_sets.given import contributor, crowd, give, learnt_from, made
from tests.services.data_sets.made import people_data
from tests.services.data_sets.test_exchange import file_in

pytestmark = pytest.mark.django_db(transaction=True)

LIST = reverse("admin:recognizer_dataset_changelist")
MAKE = reverse("admin:recognizer_dataset_make")
IMPORT = reverse("admin:recognizer_dataset_import")
DEPARTURES = reverse("admin:recognizer_departure_changelist")


def url(name: str, *arguments: object) -> str:
    return reverse(f"admin:recognizer_dataset_{name}", args=arguments)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of these tests apart."""
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    settings.DATA_SET_SHARE = 100.0


@pytest.fixture
def allowed(client: Client) -> Callable[..., Client]:
    """Log in a member of staff who may do just so much."""

    def log_in(*codenames: str) -> Client:
        user = User.objects.create_user("someone", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return log_in


def text_of(client: Client, address: str, **data: object) -> str:
    response = client.post(address, data, follow=True) if data else client.get(address)
    return " ".join(response.content.decode().split())


def test_a_data_set_is_made_with_a_reason(admin_client: Client, admin_user: User) -> None:
    crowd()
    page = text_of(admin_client, MAKE)
    assert "<dt>Agreed</dt><dd>12</dd>" in page
    page = text_of(admin_client, MAKE, name="Spring", reason="Enough", licence="CC0", seed=3)
    data_set = DataSet.objects.get()
    assert f"Data set {data_set} is made, of 12 samples." in page
    assert (data_set.created_by, data_set.reason, data_set.licence) == (admin_user, "Enough", "CC0")
    give(contributor("New"), 4)
    assert "New since the last data set" in text_of(admin_client, MAKE)


def test_what_cannot_be_made_says_why(admin_client: Client) -> None:
    page = text_of(admin_client, MAKE, name="Spring", reason="Enough", licence="CC0", seed=3)
    assert "reviewers agree on no sample yet" in page
    page = text_of(admin_client, MAKE, name="Spring", reason="", licence="CC0", seed=-1)
    assert "This field is required." in page
    assert not DataSet.objects.exists()


def test_its_page_shows_what_is_in_it_and_who_learnt_from_it(admin_client: Client) -> None:
    people = crowd()
    data_set = made()
    version = learnt_from(data_set)
    page = text_of(admin_client, url("change", data_set.number))
    assert "Enough was given." in page
    assert "all that was agreed on then" in page
    assert data_set.sha256 in page
    assert str(version) in page
    assert '<th scope="row">mouse</th><td>12</td><td>3</td><td>4</td><td>4</td><td>4</td>' in page
    assert url("samples", data_set.number) in page
    samples = text_of(admin_client, url("samples", data_set.number) + "?wait")
    assert samples.count("data:image/png;base64,") == 12, "four labels in three parts"
    assert all(who.alias in samples for who in people)


def test_a_version_names_the_data_set_it_learnt_from(admin_client: Client) -> None:
    ada = crowd()[0]
    data_set = made()
    version = learnt_from(data_set)
    address = reverse("admin:recognizer_modelversion_change", args=[version.number])
    page = text_of(admin_client, address)
    assert f'<a href="{url("change", data_set.number)}">{data_set}</a>' in page
    assert page.count(data_set.sha256) == 1
    forget(ada)
    assert f"{data_set}</a> (withdrawn)" in text_of(admin_client, address)


def test_labels_are_drawn_as_bars(admin_client: Client) -> None:
    crowd(each=2)
    chart = admin_client.get(url("chart", made().number))
    assert chart["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert chart.content.count(b'<path class="bar c0" d="M') == 12, "of 11 labels, and one in the key"
    assert b"holdout" in chart.content
    assert admin_client.get(url("chart", DataSet.objects.get().number) + "?narrow").content != chart.content


def test_somebody_is_left_out(admin_client: Client) -> None:
    people = crowd()
    data_set = made()
    address = url("without", data_set.number)
    assert f"{people[0].alias}: 4 samples, training" in text_of(admin_client, address)
    page = text_of(admin_client, address, person=people[0].alias, reason="Scribbles")
    new = DataSet.objects.latest("pk")
    assert f"Data set {new} is made, of 8 samples." in page
    assert (new.parent, new.reason) == (data_set, "Scribbles")
    assert "holds exactly this already" in text_of(
        admin_client, address, person=people[0].alias, reason="Once more"
    )
    assert "Select a valid choice" in text_of(admin_client, address, person="nobody", reason="x")


@pytest.mark.parametrize("kind", ["npz", "parquet", "png"])
def test_it_is_exported_and_the_history_says_so(kind: str, admin_client: Client) -> None:
    crowd()
    data_set = made()
    response = admin_client.get(url("export", data_set.number, kind))
    assert (
        response["Content-Disposition"] == f'attachment; filename="digitweb-people-{data_set.number}.{kind}"'
    )
    begin = {"npz": b"PK", "parquet": b"PAR1", "png": b"\x89PNG"}[kind]
    assert response.content.startswith(begin)
    assert "Exported." in text_of(admin_client, url("history", data_set.number))
    assert admin_client.get(url("export", data_set.number, "pickle")).status_code == 404


def test_a_file_is_imported(admin_client: Client, tmp_path: Path) -> None:
    content = file_in("npz", tmp_path, people_data(3, people=3)).read_bytes()
    page = text_of(admin_client, IMPORT, file=SimpleUploadedFile("people.npz", content), name="Theirs")
    data_set = DataSet.objects.get()
    assert f"Data set {data_set} is made, of 9 samples." in page
    assert (data_set.name, data_set.imported) == ("Theirs", True)
    assert "a file of another site" in page


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"not a data set", "expected an .npz or Parquet file"), (b"", "The submitted file is empty")],
)
def test_what_is_no_data_set_is_refused(content: bytes, message: str, admin_client: Client) -> None:
    assert message in text_of(admin_client, IMPORT, file=SimpleUploadedFile("people.npz", content))
    assert not DataSet.objects.exists()


def test_the_body_of_a_huge_upload_is_not_read(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", fail)
    response = admin_client.post(
        IMPORT, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert response.status_code == 413
    assert "A file of a data set may have 64.0\xa0MB." in response.content.decode()


def test_importing_needs_the_token_of_the_session(admin_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(IMPORT, {"file": SimpleUploadedFile("x", b"x")}).status_code == 403


def test_a_withdrawn_one_says_so_and_offers_nothing(admin_client: Client) -> None:
    ada = crowd()[0]
    data_set = made()
    forget(ada)
    page = text_of(admin_client, url("change", data_set.number))
    assert "Withdrawn: somebody in it took back what was given." in page
    assert url("export", data_set.number, "npz") not in page
    assert url("without", data_set.number) not in page
    new = DataSet.objects.get(state=DataSetState.READY)
    assert str(new) in page
    assert f"Without contributor {ada.alias}." in text_of(admin_client, url("change", new.number))
    for address in (url("export", data_set.number, "npz"), url("without", data_set.number)):
        response = admin_client.get(address)
        assert response.status_code == 409
        assert "was withdrawn" in response.content.decode()


def test_a_missing_file_is_said_and_no_fault(admin_client: Client) -> None:
    crowd()
    data_set = made()
    path_of(data_set.sha256).unlink()
    assert "is missing from" in text_of(admin_client, url("samples", data_set.number) + "?wait")
    assert admin_client.get(url("without", data_set.number)).status_code == 409
    assert "There is no data set 99" in text_of(admin_client, url("samples", 99))


def test_departures_are_listed_with_the_versions_that_had_learnt(admin_client: Client) -> None:
    ada = crowd()[0]
    data_set = made()
    version = learnt_from(data_set)
    forget(ada)
    Departure.objects.create(alias="f" * 10, versions=[version.number + 7])
    page = text_of(admin_client, DEPARTURES)
    assert ada.alias in page
    assert f"{data_set.number} → {data_set.number + 1}" in page
    link = reverse("admin:recognizer_modelversion_change", args=[version.number])
    assert f'<a href="{link}">{version.number}</a>' in page
    assert f">{version.number + 7}</td>" in page, "one that is gone has no page"


def test_nobody_edits_or_deletes_one(admin_client: Client) -> None:
    crowd()
    data_set = made()
    assert admin_client.post(url("change", data_set.number), {"name": "Other"}).status_code == 403
    assert admin_client.post(url("delete", data_set.number), {"post": "yes"}).status_code == 403
    data_set.refresh_from_db()
    assert data_set.name == "Spring"


GUARDED: dict[str, tuple[str, ...]] = {
    "changelist": ("view_dataset",),
    "change": ("view_dataset",),
    "chart": ("view_dataset",),
    "samples": ("view_dataset",),
    "make": ("make_dataset",),
    "without": ("view_dataset", "make_dataset"),
    "import": ("import_dataset",),
    "export": ("export_dataset",),
}


@pytest.mark.parametrize("name", GUARDED)
def test_each_page_takes_its_own_permission(name: str, allowed: Callable[..., Client]) -> None:
    crowd()
    number = made().number
    arguments = {"changelist": (), "make": (), "import": (), "export": (number, "npz")}.get(name, (number,))
    every = {f"{act}_dataset" for act in ("view", "make", "import", "export")}
    client = allowed(*GUARDED[name])
    assert client.get(url(name, *arguments)).status_code == 200
    client.logout()
    User.objects.all().delete()
    others = every - {GUARDED[name][-1]}
    assert allowed(*others).get(url(name, *arguments)).status_code == 403


def test_who_may_make_but_not_view_is_told_all_the_same(allowed: Callable[..., Client]) -> None:
    crowd()
    page = text_of(allowed("make_dataset"), MAKE, name="Spring", reason="Enough", licence="CC0", seed=0)
    assert "is made, of 12 samples." in page


def test_buttons_are_shown_to_whoever_may_press_them(
    admin_client: Client, allowed: Callable[..., Client]
) -> None:
    crowd()
    number = made().number
    buttons = (MAKE, IMPORT, url("export", number, "npz"), url("without", number))

    def seen(client: Client) -> list[bool]:
        pages = text_of(client, LIST) + text_of(client, url("change", number))
        return [button in pages for button in buttons]

    assert seen(admin_client) == [True] * 4
    assert seen(allowed("view_dataset")) == [False] * 4
