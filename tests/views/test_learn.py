"""What the pages say of the network that answers, for networks of several kinds."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from recognizer.models import ModelVersion
from recognizer.services.versions.registry import register_file
from recognizer.views.lessons import LESSONS
from tests.support.versions import OTHER_KINDS, put_live, write_network

pytestmark = pytest.mark.django_db

PATHS = ["/", "/learn/", "/inside/", *(f"/learn/{lesson.slug}/" for lesson in LESSONS)]

FOOTERS = {
    "shipped": "reads your hand: a = max(0, w·x + b), layer by layer, and a = softmax(w·x + b) in the last.",
    "sigmoid": "reads your hand: a = σ(w·x + b), layer by layer.",
    "one_layer": "reads your hand: a = softmax(w·x + b), layer by layer.",
    "convolutional": (
        "reads your hand: a = max(0, w·x + b), a = tanh(w·x + b), layer by layer, and a = softmax(w·x + b) "
        "in the last."
    ),
}
LAYERS = {
    "shipped": "The one that reads on this site has 5 hidden layers of neurons",
    "sigmoid": "The one that reads on this site has one,",
    "one_layer": "The one that reads on this site has none:",
    "convolutional": "The one that reads on this site has 3 hidden layers of neurons",
}
OUTPUTS = {"shipped": 11, "sigmoid": 10, "one_layer": 10, "convolutional": 11}


@pytest.fixture(params=FOOTERS)
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The kind of the network that answers."""
    name: str = request.param
    if name != "shipped":
        put_live(register_file(write_network(tmp_path / "network.safetensors", **OTHER_KINDS[name])))
    return name


def words(client: Client, path: str) -> str:
    """Return what is read on a page."""
    text = re.sub(r"<[^>]*>", "", client.get(path).content.decode())
    return " ".join(html.unescape(text).split())


@pytest.mark.parametrize("path", PATHS)
def test_every_footer_has_the_network_s_own_formula(client: Client, kind: str, path: str) -> None:
    client.get("/")  # whose answer brings the network into memory
    assert FOOTERS[kind] in words(client, path)


def test_it_is_said_how_many_hidden_layers_there_are(client: Client, kind: str) -> None:
    said = words(client, "/learn/neural-networks/")
    assert LAYERS[kind] in said
    assert ("from the darkest pixel to one of the outputs" in said) is (kind == "one_layer")
    assert ("Its outputs are not sigmoid but softmax neurons" in said) is (kind != "sigmoid")


def test_it_is_said_how_many_outputs_there_are(client: Client, kind: str) -> None:
    is_eleven = OUTPUTS[kind] == 11
    first, last = words(client, "/learn/neural-networks/"), words(client, "/learn/summary/")
    assert ("has an eleventh output, for ink that is no digit" in first) is is_eleven
    assert ("Eleven outputs are left" in last) is is_eleven
    assert ("Ten outputs are left" in last) is not is_eleven


@pytest.mark.parametrize("path", PATHS)
def test_where_nothing_answers_nothing_is_said_of_it(client: Client, path: str) -> None:
    ModelVersion.objects.update(status="retired")
    said = words(client, path)
    assert re.search(
        r"written from first principles reads your hand\. Theme System Light Dark (What I gave · )?digitweb",
        said,
    )
    assert "The one that reads on this site has" not in said
    assert "Its outputs are not" not in said
