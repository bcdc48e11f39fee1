"""The shadow's page: started, watched and stopped by whoever may."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from recognizer.models import Challenge, Contributor, Disagreement, ModelVersion, Part, Shadow
from recognizer.services.watching.shadow import start_shadow, stop_shadow

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:recognizer_shadow_changelist")
START = reverse("admin:recognizer_shadow_start")
Two = tuple[ModelVersion, ModelVersion]


def stop_url(version: ModelVersion) -> str:
    return reverse("admin:recognizer_shadow_stop", args=[version.number])


def one_url(version: ModelVersion) -> str:
    return reverse("admin:recognizer_shadow_change", args=[version.number])


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def disagree(shadow: Shadow, **changes: object) -> Disagreement:
    contributor, _ = Contributor.objects.get_or_create(digest="ab" * 32, part=Part.TRAINING, consent=1)
    values: dict[str, object] = {
        "live_number": 1,
        "live_text": "7",
        "live_confidence": 0.91,
        "shadow_text": "",
        "shadow_confidence": 0.3,
        "strokes": [[[0, 0], [10, 20]], [[5, 5]]],
        "device": "pen",
    }
    return Disagreement.objects.create(shadow=shadow, contributor=contributor, **{**values, **changes})


def with_permissions(client: Client, *names: str) -> Client:
    user = User.objects.create_user("ada", password="secret", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def test_one_is_started(admin_client: Client, admin_user: User, two: Two) -> None:
    _live, ready = two
    page = text(admin_client, PAGE)
    assert "No version reads in the shadow now." in page
    done = admin_client.post(START, {"version": ready.number, "share": 25}, follow=True).content.decode()
    assert f"Version {ready} reads 25 % in the shadow" in done
    shadow = Shadow.objects.get()
    assert (shadow.version, shadow.share, shadow.started_by_name) == (ready, 25, admin_user.username)
    history = text(admin_client, reverse("admin:recognizer_modelversion_history", args=[ready.number]))
    assert "Reads in the shadow." in history


def test_the_live_version_is_not_offered_and_not_taken(admin_client: Client, two: Two) -> None:
    live, ready = two
    page = text(admin_client, PAGE)
    assert f'<option value="{ready.number}"' in page
    assert f'<option value="{live.number}"' not in page
    admin_client.post(START, {"version": live.number, "share": 25})
    assert not Shadow.objects.exists()


@pytest.mark.parametrize("share", ["0", "101", "", "much"])
def test_a_share_that_is_none_is_refused_on_the_page(admin_client: Client, two: Two, share: str) -> None:
    response = admin_client.post(START, {"version": two[1].number, "share": share})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not Shadow.objects.exists()


def test_what_the_gate_said_stands_beside_a_version_and_what_passed_is_proposed(
    admin_client: Client, two: Two
) -> None:
    Challenge.objects.create(version=two[1], against_number=two[0].number, passed=True, evidence={})
    assert f'<option value="{two[1].number}" selected>{two[1]} – passed the gate' in text(admin_client, PAGE)


def test_a_versions_page_leads_to_it(admin_client: Client, two: Two) -> None:
    change = reverse("admin:recognizer_modelversion_change", args=[two[1].number])
    link = f"{PAGE}?version={two[1].number}"
    assert link in text(admin_client, change)
    assert f'<option value="{two[1].number}" selected>' in text(admin_client, link)
    assert PAGE in text(admin_client, reverse("admin:recognizer_modelversion_changelist"))


def test_figures_and_drawings_are_shown(admin_client: Client, two: Two) -> None:
    shadow = start_shadow(two[1], share=30, by="ada")
    Shadow.objects.update(readings=1200, agreed=900, dropped=7)
    disagree(shadow)
    page = text(admin_client, PAGE)
    for expected in (
        "75.00 %",
        "900 of 1,200 readings",
        "30 %",
        "by ada",
        "91 %",
        "<b>7</b>",
        "<b>–</b>",
        "pen",
    ):
        assert expected in page
    assert 'aria-label="A drawing that one read as 7, the other as –"' in page
    assert '<path d="M' in page


def test_many_have_pages(admin_client: Client, two: Two) -> None:
    shadow = start_shadow(two[1], share=30)
    for number in range(30):
        disagree(shadow, live_text=f"{1000 + number}")
    first, second = text(admin_client, PAGE), text(admin_client, f"{PAGE}?page=2")
    assert "<b>1029</b>" in first
    assert "<b>1005</b>" not in first
    assert "<b>1005</b>" in second


def test_one_is_stopped_and_can_still_be_seen(admin_client: Client, two: Two) -> None:
    shadow = start_shadow(two[1], share=30)
    disagree(shadow)
    page = admin_client.post(stop_url(two[1]), follow=True).content.decode()
    assert "reads in the shadow no more." in page
    assert "<b>7</b>" in page
    assert stop_url(two[1]) not in page, "it has ended"
    listed = text(admin_client, PAGE)
    assert one_url(two[1]) in listed
    assert "<b>7</b>" not in listed


def test_buttons_take_a_post_and_a_permission(client: Client, admin_client: Client, two: Two) -> None:
    start_shadow(two[1], share=30)
    assert admin_client.get(START).status_code == admin_client.get(stop_url(two[1])).status_code == 405
    viewer = with_permissions(client, "view_modelversion")
    page = text(viewer, PAGE)
    assert START not in page
    assert stop_url(two[1]) not in page
    assert viewer.post(START, {"version": two[1].number, "share": 50}).status_code == 403
    assert viewer.post(stop_url(two[1])).status_code == 403
    assert Shadow.objects.get().share == 30


def test_drawings_are_for_those_who_decide_or_may_see_them(client: Client, two: Two) -> None:
    disagree(start_shadow(two[1], share=30))
    viewer = with_permissions(client, "view_modelversion")
    assert "<b>7</b>" not in text(viewer, PAGE)
    assert "<b>7</b>" not in text(viewer, one_url(two[1]))
    User.objects.get(username="ada").user_permissions.add(
        Permission.objects.get(codename="view_disagreement")
    )
    assert "<b>7</b>" in text(viewer, PAGE)


def test_others_see_nothing(client: Client, two: Two) -> None:
    start_shadow(two[1], share=30)
    nobody = with_permissions(client, "view_group")
    for url in (PAGE, one_url(two[1])):
        assert nobody.get(url).status_code == 403
    assert PAGE not in text(nobody, reverse("admin:index"))


def test_what_is_not_there_is_not_found(admin_client: Client, two: Two) -> None:
    assert admin_client.get(one_url(two[1])).status_code == 404
    assert admin_client.get(reverse("admin:recognizer_shadow_change", args=["x"])).status_code == 404
    assert admin_client.post(reverse("admin:recognizer_shadow_stop", args=[999])).status_code == 404


def test_one_that_ran_is_offered_again(admin_client: Client, two: Two) -> None:
    start_shadow(two[1], share=30)
    stop_shadow(two[1])
    admin_client.post(START, {"version": two[1].number, "share": 5})
    assert Shadow.objects.get(ended_at=None).share == 5
