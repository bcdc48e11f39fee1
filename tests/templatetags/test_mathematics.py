"""Formulas in templates: their words are said in the reader's language."""

from django.template import engines
from django.utils.translation import override


def rendered(notation: str) -> str:
    template = engines["django"].from_string(f"{{% load mathematics %}}{{% math '{notation}' %}}")
    return template.render()


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
