"""The page for teachers: its plans last as long as they say, and every address shows what it promises."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from recognizer.views.exercises import EXERCISES
from recognizer.views.teaching import PLANS, Part, Plan

pytestmark = pytest.mark.django_db

PARTS = {part.address: part for plan in PLANS for part in plan.parts}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_plan_lasts_as_long_as_it_is_called(plan: Plan) -> None:
    assert plan.minutes == int(plan.name)
    assert str(plan.title).startswith(f"{plan.name} minutes")
    begins = [begin for begin, _part in plan.timed_parts]
    assert begins == sorted(begins)
    assert begins[0] == 0


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_address_leads_to_a_part_of_a_page(client: Client, part: Part) -> None:
    address = urlsplit(part.address)
    page = client.get(address.path)
    assert page.status_code == 200
    if address.fragment:
        assert f'id="{address.fragment}"' in page.content.decode()


def test_the_page_has_both_plans_and_the_answers(client: Client) -> None:
    page = html.unescape(client.get("/learn/teach/").content.decode())
    for address in PARTS:
        assert f'href="{address}"' in page
    answers = re.findall(r'<ol class="answer-list">(.*?)</ol>', page, re.DOTALL)
    assert len(answers) == sum(len(sections) for sections in EXERCISES.values())
    assert "That is what difference quotients need" not in page
