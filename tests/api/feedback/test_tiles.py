"""What is kept as a digit's tile is what the network saw."""

import base64
import io
import json
from typing import Any

import hypothesis
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PIL import Image

from recognizer.datasets.handwriting import Writers
from recognizer.models import Sample
from tests.support.gifts import Giver, png_of

pytestmark = pytest.mark.django_db

coordinates = st.floats(-1e6, 1e6, allow_subnormal=False)
strokes_of_a_digit = st.lists(
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20), min_size=1, max_size=4
)


def tile_of(url: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))))


def assert_tile_is_what_recognition_saw(giver: Giver, strokes: list[Any]) -> None:
    answer = giver.read(strokes, mode="digit", include=["tiles"])
    body = giver.claim(receipt=answer["receipt"], strokes=strokes)
    body["digits"] = [{"said": 7, "strokes": list(range(len(strokes)))}]
    response = giver.give(body)
    assert response.status_code == 201, response.content
    sample = Sample.objects.get(claim_id=json.loads(response.content)["id"])
    kept = np.frombuffer(bytes(sample.tile), dtype=np.uint8).reshape(28, 28)
    assert np.array_equal(kept, tile_of(answer["digits"][0]["tile"]))


def test_of_any_drawing(giver: Giver, settings: Any) -> None:  # noqa: ANN401
    settings.FEEDBACK_LIMIT = 0

    @hypothesis.settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(strokes=strokes_of_a_digit)
    def check(strokes: list[Any]) -> None:
        assert_tile_is_what_recognition_saw(giver, strokes)

    check()


def test_of_written_digits(giver: Giver) -> None:
    for sample in Writers(20, seed=4).digits(30, rng=np.random.default_rng(1)):
        assert_tile_is_what_recognition_saw(giver, [stroke.tolist() for stroke in sample.strokes])


def test_of_a_picture(giver: Giver) -> None:
    for digit in range(10):
        image = png_of(digit)
        response = giver.client.post(
            "/api/v1/recognize",
            json.dumps({"image": image, "mode": "digit", "include": ["tiles"]}),
            content_type="application/json",
        )
        answer = json.loads(response.content)
        body = giver.claim(receipt=answer["receipt"], digits=[{"said": digit, "image": image}])
        del body["strokes"]
        number = json.loads(giver.give(body).content)["id"]
        kept = np.frombuffer(bytes(Sample.objects.get(claim_id=number).tile), dtype=np.uint8)
        assert np.array_equal(kept.reshape(28, 28), tile_of(answer["digits"][0]["tile"]))
