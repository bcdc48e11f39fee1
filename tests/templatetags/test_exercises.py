"""How exercises stand on a page."""

import re

from django.template import Context, Template

from recognizer.views.exercises import EXERCISES


def rendered(section: str) -> str:
    context = {"page": "backpropagation", "exercises": EXERCISES["backpropagation"]}
    return Template(f'{{% load exercises %}}{{% exercises "{section}" %}}').render(Context(context))


def test_a_number_is_asked_for_under_its_question() -> None:
    html = rendered("hadamard")
    assert 'data-answer="-15" data-tolerance="0.0"' in html
    assert '<label class="exercise-question" for="answer-backpropagation-product"><math>' in html
    assert re.findall(r'data-value="(-?\d+)"', html) == ["-7", "2", "8"]


def test_of_a_choice_one_is_right_and_the_others_say_why_not() -> None:
    html = rendered("bp4")
    assert re.findall(r'value="(\d)"( data-right)?', html) == [("0", " data-right"), ("1", ""), ("2", "")]
    assert re.findall(r'data-say="(option-\d)"', html) == ["option-1", "option-2"]


def test_a_play_has_its_reasons() -> None:
    assert re.findall(r'data-say="reason-(\w+)"', rendered("step")) == ["no_step", "on_the_way", "too_many"]
