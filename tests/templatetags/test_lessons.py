"""What pages say of a network, and the code that the summary opens."""

import pytest
from django.template import Context, Template

from recognizer.templatetags.lessons import activation_name, neuron_formula


def test_formulas_are_those_of_the_activation_functions() -> None:
    assert neuron_formula("sigmoid") == (
        '<span translate="no"><i>a</i> = <i>σ</i>(<i>w</i>·<i>x</i> + <i>b</i>)</span>'
    )
    assert neuron_formula(["relu", "linear"]) == (
        '<span translate="no"><i>a</i> = max(0, <i>w</i>·<i>x</i> + <i>b</i>), '
        "<i>a</i> = <i>w</i>·<i>x</i> + <i>b</i></span>"
    )
    assert [activation_name(name) for name in ("relu", "tanh")] == ["ReLU", "tanh"]


@pytest.mark.parametrize(("name", "is_hidden"), [("backpropagate", False), ("adam", True)])
def test_code_that_not_every_version_runs_waits_for_the_script(name: str, *, is_hidden: bool) -> None:
    html = Template("{% load lessons %}{% code name %}").render(Context({"name": name}))
    assert f'data-source="{name}"' in html
    assert (" hidden>" in html) is is_hidden


def test_code_is_called_as_it_is_in_python() -> None:
    html = Template('{% load lessons %}{% code "adam" %}').render(Context())
    assert "<code>Adam.step_piece</code>" in html
