"""Recognise drawings through the API."""

import json

import pytest
from django.test import Client

from recognizer.api.recognize.schemas import RecognizeAnswer
from recognizer.services.evaluation.smoke_digits import STROKES
from tests.api.conftest import URL, Post, assert_problem

BAR = [[[40, 10], [40, 90]]]


@pytest.mark.parametrize("digit", range(10))
def test_it_reads_each_digit(post: Post, digit: int) -> None:
    strokes = [stroke.tolist() for stroke in STROKES[digit]]
    answer = json.loads(post({"strokes": strokes, "mode": "digit"}).content)
    assert answer["text"] == str(digit)
    assert answer["verdict"] == "recognized"


def test_it_answers_as_the_contract_says(post: Post) -> None:
    answer = json.loads(post({"strokes": BAR, "mode": "digit"}).content)
    fields = {
        "text",
        "confidence",
        "verdict",
        "digits",
        "ignored",
        "model",
        "timings_ms",
        "receipt",
        "wanted",
    }
    assert answer.keys() == fields
    (digit,) = answer["digits"]
    assert digit.keys() == {"digit", "confidence", "probabilities", "box", "strokes"}
    assert digit["digit"] == 1
    assert len(digit["probabilities"]) == 10
    assert sum(digit["probabilities"]) == pytest.approx(1, abs=1e-6)
    # the ink may be no digit at all, which the ten probabilities leave out
    assert 0.9 < digit["confidence"] <= max(digit["probabilities"])
    assert digit["strokes"] == [0]
    assert answer["model"].keys() == {"version", "name"}
    assert answer["timings_ms"].keys() == {"preprocess", "network"}


def test_an_answer_is_written_as_its_schema_writes_it(post: Post) -> None:
    two_rows = [*BAR, [[80, 10], [120, 10], [90, 90]], [[150, 88], [150, 88]]]
    for body in ({"strokes": two_rows, "include": ["tiles"]}, {"strokes": BAR, "mode": "digit"}):
        written = post(body).content
        assert (
            RecognizeAnswer.model_validate_json(written).model_dump_json(exclude_none=True).encode()
            == written
        )


def test_it_may_be_said_with_what_it_was_drawn_and_who_gives(post: Post) -> None:
    known = {"device": "pen", "contributor": "-_" + "a" * 41}
    assert post({"strokes": BAR, **known}).status_code == 200


@pytest.mark.parametrize("wrong", [{"device": "foot"}, {"device": None}, {"contributor": "me"}])
def test_other_devices_and_names_are_malformed(post: Post, wrong: dict[str, str | None]) -> None:
    assert post({"strokes": BAR, **wrong}).status_code == 400


def test_boxes_are_in_the_callers_units(post: Post) -> None:
    strokes = [[[1000.5, 2000], [1000.5, 2400]], [[1300, 2000], [1300, 2400]]]
    answer = json.loads(post({"strokes": strokes}).content)
    boxes = [digit["box"] for digit in answer["digits"]]
    assert [box[0] + box[2] / 2 for box in boxes] == pytest.approx([1000.5, 1300], abs=20)
    assert [box[1] for box in boxes] == pytest.approx([2000, 2000], abs=20)


def test_a_number_is_read_from_left_to_right_whatever_was_drawn_first(post: Post) -> None:
    four = [[[x + 200, y] for x, y in stroke.tolist()] for stroke in STROKES[4]]
    two = [stroke.tolist() for stroke in STROKES[2]]
    answer = json.loads(post({"strokes": four + two}).content)
    assert answer["text"] == "24"
    assert [digit["strokes"] for digit in answer["digits"]] == [[2], [0, 1]]


def test_digit_mode_takes_all_strokes_as_one_digit(post: Post) -> None:
    strokes = [[[0, 0], [0, 90]], [[300, 0], [300, 90]]]
    answer = json.loads(post({"strokes": strokes, "mode": "digit"}).content)
    assert len(answer["digits"]) == 1


def test_tiles_come_on_request(post: Post) -> None:
    answer = json.loads(post({"strokes": BAR, "include": ["tiles"]}).content)
    assert answer["digits"][0]["tile"].startswith("data:image/png;base64,")


def test_a_single_point_is_a_dot(post: Post) -> None:
    assert post({"strokes": [[[3, 4]]]}).status_code == 200


def test_the_most_points_that_are_allowed_are_read(post: Post) -> None:
    strokes = [[[x, x % 7] for x in range(20)] for _ in range(1000)]
    assert post({"strokes": strokes, "mode": "digit"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({"strokes": []}, 422, "/strokes: expected at least one point, found none."),
        ({"strokes": [[]]}, 422, "/strokes: expected at least one point, found none."),
        (
            {"strokes": [[[0, 0]]] * 1001},
            422,
            "/strokes: expected a list of at most 1000, found one of 1001.",
        ),
        (
            {"strokes": [[[0, 0]] * 20_001]},
            422,
            "/strokes/0: expected a list of at most 20000, found one of 20001.",
        ),
        ({"strokes": [[[0, 0]] * 10_001] * 2}, 422, "/strokes: expected at most 20000 points, found 20002."),
        ('{"strokes": [[[NaN, 0]]]}', 422, "/strokes/0/0/0: expected a finite number, found nan."),
        ('{"strokes": [[[1e999, 0]]]}', 422, "/strokes/0/0/0: expected a finite number, found inf."),
        ({"strokes": [[[1e300, 0]]]}, 422, "/strokes/0/0/0: expected at most 1000000000, found 1e+300."),
    ],
)
def test_it_refuses_impossible_drawings(post: Post, body: object, status: int, detail: str) -> None:
    response = post(body)
    found = json.loads(response.content)["detail"]
    assert found.startswith(detail)
    assert_problem(response, status, found)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (" ", "The body: expected JSON, found something else at line 1, column 1."),
        ("{", "The body: expected JSON, found something else at line 1, column 1."),
        ("[]", "The body: expected an object."),
        ({}, 'The body: expected exactly one of "strokes" and "image", found neither.'),
        ({"strokes": BAR, "image": ""}, "The body: expected exactly one of"),
        ({"strokes": BAR, "mode": "word"}, "/mode: expected one of 'number', 'digit'."),
        ({"strokes": BAR, "include": ["weights"]}, "/include/0: expected one of 'tiles', 'ink'."),
        ({"strokes": BAR, "colour": "red"}, "/colour: expected no field of this name."),
        ({"strokes": [[[1, 2, 3]]]}, "/strokes/0/0: expected a list of at most 2, found one of 3."),
        ({"strokes": [[[1]]]}, "/strokes/0/0/1: expected a value, found none."),
        ({"strokes": [[["1", 2]]]}, "/strokes/0/0/0: expected a number."),
        ({"strokes": [[1, 2]]}, "/strokes/0/0: expected a list."),
        ({"strokes": "M 0 0"}, "/strokes: expected a list."),
    ],
)
def test_it_refuses_malformed_requests(post: Post, body: object, detail: str) -> None:
    response = post(body)
    found = json.loads(response.content)["detail"]
    assert found.startswith(detail)
    assert_problem(response, 400, found)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_it_refuses_other_methods(client: Client, method: str) -> None:
    response = getattr(client, method)(URL)
    assert_problem(response, 405, f"Expected POST, found {method.upper()}.")
    assert response["Allow"] == "POST"


@pytest.mark.django_db
def test_it_refuses_other_media_types(client: Client) -> None:
    response = client.post(URL, "1", content_type="text/plain")
    assert_problem(
        response,  # type: ignore[arg-type]
        415,
        'Expected the content type application/json or multipart/form-data, found "text/plain".',
    )
