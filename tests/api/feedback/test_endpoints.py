"""Give readings over the API, see them, take them along, take them back."""

import json
import logging
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from recognizer.models import Claim, Contributor, Departure, ModelVersion, Sample
from tests.api.conftest import assert_problem
from tests.support.gifts import Giver, drawn, new_name, png_of

pytestmark = pytest.mark.django_db

TWICE = "This reading was given before."


def assert_nothing_kept() -> None:
    assert not Claim.objects.exists()
    assert not Sample.objects.exists()
    assert not Contributor.objects.exists()


def test_a_correction_is_kept_with_what_was_shown_and_said(giver: Giver) -> None:
    response = giver.give(giver.claim(7, said=1))
    assert response.status_code == 201
    answer = json.loads(response.content)
    assert answer.keys() == {"id", "kept_until", "samples"}
    assert answer["samples"] == 1
    claim = Claim.objects.get(pk=answer["id"])
    assert (claim.shown, claim.said, claim.kind, claim.device) == ("7", "1", "corrected", "mouse")
    sample = claim.samples.get()
    assert (sample.said, sample.read, sample.state, sample.is_random) == (1, 7, "waiting", False)
    assert sample.confidence > 0.9
    assert sample.cut_out is None


def test_of_a_picture_the_cut_outs_are_kept_and_no_strokes(giver: Giver) -> None:
    receipt = giver.read(drawn(4), mode="digit")["receipt"]
    body = giver.claim(receipt=receipt, device="picture", digits=[{"said": 4, "image": png_of(4)}])
    del body["strokes"]
    response = giver.give(body)
    assert json.loads(response.content)["samples"] == 1
    sample = Sample.objects.get()
    assert (sample.claim.strokes, sample.read, sample.said) == (None, 4, 4)
    assert bytes(sample.cut_out or b"").startswith(b"\x89PNG")


def test_a_reading_on_which_the_lot_fell_is_given_without_a_word(giver: Giver, settings: Settings) -> None:
    settings.FEEDBACK_SHARE = 100
    assert giver.read(drawn(3))["wanted"] is True
    assert giver.give(giver.claim(3, said=None)).status_code == 201
    assert (Claim.objects.get().kind, Sample.objects.get().is_random) == ("unsaid", True)


def test_any_other_reading_is_not_given_without_a_word(giver: Giver, settings: Settings) -> None:
    settings.FEEDBACK_SHARE = 0
    assert giver.read(drawn(3))["wanted"] is False
    detail = "Nothing is said of any digit, and the lot did not fall on this reading."
    assert_problem(giver.give(giver.claim(3, said=None)), 422, detail)
    assert_nothing_kept()


def test_a_reading_is_given_once_whoever_tries(giver: Giver, client: Client) -> None:
    body = giver.claim()
    assert giver.give(body).status_code == 201
    assert_problem(giver.give(body), 409, TWICE)
    assert_problem(Giver(client).give({**body, "contributor": new_name()}), 409, TWICE)
    assert (Claim.objects.count(), Sample.objects.count(), Contributor.objects.count()) == (1, 1, 1)


def other_signature(receipt: str) -> str:
    return receipt[:-3] + ("AAA" if receipt[-3:] != "AAA" else "BBB")


@pytest.mark.parametrize("receipt", ["", "x", "a:b:c", "é:1:2", "x" * 4000, None])
def test_a_reading_that_never_was_cannot_be_given(giver: Giver, receipt: str | None) -> None:
    body = giver.claim()
    body["receipt"] = other_signature(body["receipt"]) if receipt is None else receipt
    assert_problem(giver.give(body), 422, "The receipt is none that was given for a reading here.")
    assert_nothing_kept()


def test_a_reading_of_yesterday_cannot_be_given(giver: Giver, monkeypatch: pytest.MonkeyPatch) -> None:
    body = giver.claim()
    now = giver.signed_at(body["receipt"])
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 3600 + 1)
    detail = "The receipt is older than 24 hours. Have the drawing read again."
    assert_problem(giver.give(body), 422, detail)
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 3600 - 1)
    assert giver.give(body).status_code == 201


def test_a_reading_by_a_version_that_is_gone_cannot_be_given(giver: Giver) -> None:
    body = giver.claim()
    ModelVersion.objects.update(status="retired")
    ModelVersion.objects.all().delete()
    detail = "The version that read this is gone. Have the drawing read again."
    assert_problem(giver.give(body), 422, detail)
    assert_nothing_kept()


def test_consent_to_a_text_that_is_not_the_latest_is_none(giver: Giver) -> None:
    response = giver.give(giver.claim(consent=2))
    assert_problem(response, 422, "Expected the consent of edition 1, found 2.")
    assert_nothing_kept()


SEVEN = [[[0, 0], [58, 0], [22, 100]]]
TOO_MANY_POINTS = [SEVEN[0] * 6667]


@pytest.mark.parametrize(
    ("changes", "status", "detail"),
    [
        ({"digits": []}, 422, "/digits: expected at least one digit, found none."),
        (
            {"digits": [{"said": 7, "strokes": [0]}] * 61},
            422,
            "/digits: expected a list of at most 60, found one of 61.",
        ),
        (
            {"digits": [{"said": 7, "strokes": [1]}]},
            422,
            "/digits/0/strokes: expected indices of 1 strokes, found 1.",
        ),
        (
            {"digits": [{"said": 7, "strokes": []}]},
            422,
            "/digits/0/strokes: expected at least one point, found none.",
        ),
        ({"strokes": [[]]}, 422, "/strokes: expected at least one point, found none."),
        (
            {"strokes": TOO_MANY_POINTS},
            422,
            "/strokes/0: expected a list of at most 20000, found one of 20001.",
        ),
        ({"strokes": None}, 400, None),
        ({"digits": [{"said": 7}]}, 400, None),
        ({"digits": [{"said": 7, "strokes": [0], "image": "x"}]}, 400, None),
        ({"digits": [{"said": 10, "strokes": [0]}]}, 400, None),
        ({"digits": [{"said": "seven", "strokes": [0]}]}, 400, None),
        ({"digits": [{"said": True, "strokes": [0]}]}, 400, None),
        ({"digits": [{"said": 7, "strokes": [-1]}]}, 422, None),
        ({"contributor": "short"}, 400, None),
        ({"contributor": "ä" * 43}, 400, None),
        ({"contributor": "a" * 43 + "\n"}, 400, None),
        ({"device": "foot"}, 400, None),
        ({"label": 7}, 400, None),
    ],
)
def test_what_is_no_claim_is_refused_and_nothing_kept(
    giver: Giver, changes: dict[str, Any], status: int, detail: str | None
) -> None:
    response = giver.give(giver.claim(7, **{"strokes": SEVEN, **changes}))
    assert response.status_code == status, response.content
    if detail is not None:
        assert json.loads(response.content)["detail"] == detail
    assert_nothing_kept()


@pytest.mark.parametrize("text", ["{", "[]", "null", '"text"'])
def test_what_is_no_object_is_malformed(client: Client, text: str) -> None:
    response = client.post("/api/v1/feedback", text, content_type="application/json")
    assert response.status_code == 400


def test_a_form_is_not_taken_as_other_sites_could_send_it(client: Client) -> None:
    response = client.post("/api/v1/feedback", {"contributor": new_name()})
    assert response.status_code == 415


def test_ten_megabytes_of_strokes_are_too_large(giver: Giver) -> None:
    body = giver.claim(strokes=[[[x / 7, 1.5] for x in range(410_000)]])
    assert len(json.dumps(body)) > 10_000_000
    response = giver.give(body)
    assert response.status_code == 413
    assert_nothing_kept()


def picture_body(giver: Giver, *images: str) -> dict[str, Any]:
    body = giver.claim(digits=[{"said": 4, "image": image} for image in images])
    del body["strokes"]
    return body


@pytest.mark.parametrize(
    ("images", "status"),
    [
        ([png_of(4, noise=True, side=240)], 413),
        ([png_of(4), "data:image/png;base64,####"], 400),
        ([png_of(4), "data:text/plain,4"], 400),
        ([png_of(4), "aGVsbG8="], 415),
        ([png_of(4), png_of(4)[:200]], 400),
        ([png_of(4), png_of(4, side=2100)], 422),
        ([png_of(None)], 422),
    ],
    ids=["large", "no base64", "no data URL", "no picture", "cut off", "too many pixels", "empty"],
)
def test_cut_outs_that_cannot_be_read_are_refused_and_nothing_kept(
    giver: Giver, images: list[str], status: int
) -> None:
    assert giver.give(picture_body(giver, *images)).status_code == status
    assert_nothing_kept()


def test_all_cut_outs_together_are_at_most_two_megabytes(giver: Giver) -> None:
    images = [png_of(4, noise=True, side=220)] * 10
    response = giver.give(picture_body(giver, *images))
    assert response.status_code == 413
    assert_nothing_kept()


def test_a_site_that_takes_nothing_gives_no_receipts_but_lets_people_take_back(
    giver: Giver, settings: Settings
) -> None:
    body = giver.claim()
    assert giver.give(giver.claim()).status_code == 201
    settings.FEEDBACK = False
    assert {"receipt", "wanted"}.isdisjoint(giver.read(drawn(7)))
    assert_problem(giver.give(body), 404, "This site takes no readings.")
    assert len(giver.see().json()["claims"]) == 1
    assert giver.delete().status_code == 200


def test_a_contributor_over_the_days_limit_is_told_when_to_come_back(
    giver: Giver, client: Client, settings: Settings
) -> None:
    settings.FEEDBACK_LIMIT = 2
    giver.given(1, said=1)
    giver.given(2, said=2)
    response = giver.give(giver.claim())
    assert 24 * 3600 - 600 < int(response["Retry-After"]) <= 24 * 3600
    detail = "You have given 2 readings within a day, which is as many as are taken. Thank you."
    assert_problem(response, 429, detail)
    assert Claim.objects.count() == 2
    assert Giver(client).given()


def test_a_contributor_gives_no_more_than_so_much_at_all(giver: Giver, settings: Settings) -> None:
    settings.FEEDBACK_LIMIT, settings.FEEDBACK_TOTAL = 0, 1
    giver.given()
    detail = "You have given 1 readings, which is as many as are taken from one person."
    assert_problem(giver.give(giver.claim()), 422, detail)
    settings.FEEDBACK_TOTAL = 0
    giver.given()


def test_an_address_gives_no_more_often_than_the_rate(giver: Giver, settings: Settings) -> None:
    settings.FEEDBACK_RATE = "2/m"
    giver.given()
    giver.given()
    assert giver.give(giver.claim()).status_code == 429


def test_what_was_given_is_shown_to_whoever_gave_it_the_newest_first(giver: Giver) -> None:
    older, newer = giver.given(7, said=1), giver.given(3, said="none", device="pen")
    answer = giver.see().json()
    assert [claim["id"] for claim in answer["claims"]] == [newer, older]
    assert (answer["disagreements"], "before" in answer) == (0, False)
    claim = answer["claims"][0]
    assert (claim["shown"], claim["said"], claim["kind"], claim["device"]) == ("3", "", "corrected", "pen")
    (sample,) = claim["samples"]
    assert sample["tile"].startswith("data:image/png;base64,")
    assert (sample["said"], sample["state"]) == ("none", "waiting")


def test_it_is_shown_a_page_at_a_time(giver: Giver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognizer.services.feedback.given.PAGE", 2)
    monkeypatch.setattr("recognizer.api.feedback.endpoints.PAGE", 2)
    given = [giver.given(digit, said=digit) for digit in range(3)]
    first = giver.see().json()
    assert [claim["id"] for claim in first["claims"]] == given[:0:-1]
    second = giver.see(f"?before={first['before']}").json()
    assert [claim["id"] for claim in second["claims"]] == given[:1]
    assert "before" not in second


def test_nobody_sees_or_deletes_what_another_gave(giver: Giver, client: Client) -> None:
    number = giver.given()
    other = Giver(client)
    assert_problem(other.see(), 404, "Nobody of this name has given anything.")
    other.given()
    assert len(other.see().json()["claims"]) == 1
    assert_problem(other.delete(f"/{number}"), 404, "You have given nothing of this number.")
    assert Claim.objects.filter(pk=number).exists()


@pytest.mark.parametrize("number", ["0", "x", "-1", "1.5", "9" * 30, "²", "0" * 5_000, "1" * 5_000])
def test_a_number_of_nothing_is_not_found(giver: Giver, number: str) -> None:
    giver.given()
    assert giver.delete(f"/{number}").status_code == 404


@pytest.mark.parametrize("before", ["0", "x", "1e3", "9" * 30])
def test_a_page_before_nothing_is_refused(giver: Giver, before: str) -> None:
    giver.given()
    assert giver.see(f"?before={before}").status_code in {400, 422}


@pytest.mark.parametrize("name", ["", "short", "a" * 44, "a" * 42 + "="])
def test_a_name_that_is_none_is_malformed(client: Client, name: str) -> None:
    giver = Giver(client, name)
    for response in (giver.see(), giver.see("/export"), giver.delete(), giver.delete("/1")):
        assert response.status_code == 400
        assert name not in json.loads(response.content)["detail"] or not name


def test_all_that_was_given_can_be_taken_along(giver: Giver) -> None:
    giver.given(7, said=1)
    giver.give(picture_body(giver, png_of(4)))
    response = giver.see("/export")
    assert response["Content-Disposition"] == 'attachment; filename="given.json"'
    answer = json.loads(b"".join(response.streaming_content))
    assert answer["format"] == "digitweb-given-1"
    picture, drawing = answer["claims"]
    assert drawing["strokes"] == drawn(7)
    assert picture["samples"][0]["cut_out"].startswith("data:image/png;base64,")
    assert (picture["samples"][0]["read"], drawing["samples"][0]["said"]) == (4, 1)
    assert answer["disagreements"] == []


def test_the_export_does_not_tell_for_what_a_contributor_was_drawn(giver: Giver) -> None:
    """Else whoever wants to be in the holdout makes names until one is."""
    giver.given()
    told = b"".join(giver.see("/export").streaming_content).decode() + giver.see().content.decode()
    assert Contributor.objects.get().part not in told


def test_one_reading_is_taken_back_with_its_samples(giver: Giver) -> None:
    stays, goes = giver.given(1, said=1), giver.given(2, said=2)
    response = giver.delete(f"/{goes}")
    assert json.loads(response.content) == {"samples": 1, "data_sets": [], "versions": []}
    assert [claim.pk for claim in Claim.objects.all()] == [stays]
    assert Sample.objects.count() == 1


def test_all_is_taken_back_and_nothing_of_it_stays(giver: Giver, client: Client) -> None:
    giver.given(1, said=1)
    giver.given(2, said=2)
    Giver(client).given()
    response = giver.delete()
    assert json.loads(response.content) == {"samples": 2, "data_sets": [], "versions": []}
    assert (Claim.objects.count(), Contributor.objects.count()) == (1, 1)
    assert Departure.objects.get().samples == 2
    assert giver.delete().status_code == 404


def test_the_name_is_kept_nowhere_and_logged_nowhere(giver: Giver, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        giver.given()
        giver.see()
        giver.give(giver.claim(consent=5))
        giver.give(giver.claim(contributor=giver.name + "x"))
        giver.delete()
    sql = [record for record in caplog.records if record.name.startswith("django.db")]
    assert giver.name not in "".join(record.getMessage() for record in caplog.records if record not in sql)
    assert giver.name not in str(sql)
    giver.given()
    kept = Contributor.objects.values().get()
    assert giver.name not in str(kept)


def test_answers_about_a_person_are_not_cached(giver: Giver) -> None:
    giver.given()
    for response in (giver.see(), giver.see("/export"), giver.delete()):
        assert response["Cache-Control"] == "no-store"
