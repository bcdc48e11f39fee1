"""Formulas in templates: their words are said in the reader's language."""

import re

import pytest
from django.template import engines
from django.test import Client
from django.utils.translation import override

from recognizer.mathml import mathml
from recognizer.services.course.surfaces import SURFACES


def rendered(notation: str) -> str:
    return rendered_tag(f"math '{notation}'")


def rendered_tag(tag: str) -> str:
    return engines["django"].from_string(f"{{% load mathematics %}}{{% {tag} %}}").render()


def test_words_are_translated_and_what_is_no_word_stays() -> None:
    notation = '"output" = 0 "if " x ≤ "threshold" ",  so  " y = x'
    with override("zh-hans"):
        chinese = rendered(notation)
    assert "<mtext>输出</mtext>" in chinese
    assert "<mtext>若\u00a0</mtext>" in chinese
    assert "<mtext>,\u00a0\u00a0故\u00a0\u00a0</mtext>" in chinese
    assert "<mi>x</mi><mo>≤</mo><mtext>阈值</mtext>" in chinese


def test_in_english_they_stay_as_they_are_written() -> None:
    assert "<mtext>for\u00a0the\u00a0quadratic\u00a0cost</mtext>" in rendered('"for the quadratic cost"')


def test_formulas_that_belong_together_have_a_line_each() -> None:
    formulas = rendered_tag("formula 'a' 'b'")
    assert re.findall("<mi>(.)</mi>", formulas) == ["a", "b"]
    assert formulas.count('class="formula"') == 1
    assert formulas.count('class="equation"') == 2


@pytest.mark.django_db
def test_every_surface_has_its_formula_and_its_gradient_on_the_page(client: Client) -> None:
    page = client.get("/learn/gradient-descent/").content.decode()
    for name, surface in SURFACES.items():
        formula = mathml(f'{surface.formula} ", " {surface.gradient_formula}', block=True)
        assert (
            f'<div data-formula="surface-{name}"><div class="formula" tabindex="0">{formula}</div></div>'
            in page
        )
