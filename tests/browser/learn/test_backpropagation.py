"""The lesson on backpropagation: each number on the page is the library's, and each has its judge."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from recognizer.nn.analysis.finite_differences import finite_differences
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from recognizer.services.course.networks import Choice, Start, lesson_network
from tests.nn.deck import backpropagate_sample, sigmoid
from tests.nn.helpers import gradient_of

PATH = "/learn/backpropagation/"
NEURON, OUTPUT = 11, 6
RAISED = {ord(sign): str(digit) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {ord("⁻"): "-"}

NUMBERS = """() => [...document.querySelectorAll("[data-number]")]
  .map((cell) => [cell.dataset.number, cell.textContent.trim()])"""


def open_at(page: Page, query: str = "") -> None:
    page.goto(f"{PATH}{query}")
    expect(page.locator("#bp1-table tr")).to_have_count(10)
    expect(page.locator("#saturation-words")).to_contain_text("At first")


def number_in(text: str) -> float:
    """Return the number that a text shows."""
    mantissa, _, exponent = text.replace("−", "-").partition("·10")
    return float(mantissa) * 10.0 ** int(exponent.translate(RAISED) or 0)


def expected_numbers(x: Array, label: int, cost_name: str) -> dict[str, float]:
    """Return all numbers that the page names, by the library, the deck's loop and difference quotients."""
    network = lesson_network(Choice(start=Start.FRESH, seed=2))
    cost = build_cost(cost_name, network.layers[-1].activation)
    other = "cross_entropy" if cost_name == "quadratic" else "quadratic"
    y = one_hot(np.array([label]), 10, dtype=np.dtype(np.float64))[0]
    w = [layer.parameters["W"] for layer in network.layers]
    b = [layer.parameters["b"] for layer in network.layers]
    gradient = gradient_of(network, x[None], y[None], cost_name).by_layer
    other_gradient = gradient_of(network, x[None], y[None], other).by_layer
    quotients, by_a = finite_differences(network, x, y, cost)
    z = [w[0] @ x + b[0]]
    a = [sigmoid(z[0])]
    z.append(w[1] @ a[0] + b[1])
    a.append(sigmoid(z[1]))
    delta = [views["b"] for views in gradient]
    if cost_name == "quadratic":
        np.testing.assert_allclose(delta[0], backpropagate_sample(w, b, x, y)[1][0], atol=1e-14)
    nabla_a = cost.gradient(a[1][None], y[None], 1)[0]
    errors = {cost_name: delta[1], other: other_gradient[1]["b"]}
    found: dict[str, float] = {}
    for layer in (0, 1):
        for j in range(len(z[layer])):
            place = f"{layer + 1}-{j}"
            found |= {
                f"z-{place}": z[layer][j],
                f"a-{place}": a[layer][j],
                f"slope-{place}": a[layer][j] * (1 - a[layer][j]),
                f"delta-{place}": delta[layer][j],
                f"delta-quotient-{place}": quotients[layer].Z[j],
                f"b-{place}": b[layer][j],
                f"nabla_b-{place}": gradient[layer]["b"][j],
                f"nabla_b-quotient-{place}": quotients[layer].b[j],
            }
    for j in range(10):
        found |= {
            f"y-{j}": y[j],
            f"nabla_a-{j}": nabla_a[j],
            f"nabla_a-quotient-{j}": by_a[j],
            f"gap-{j}": a[1][j] - y[j],
            f"quadratic-{j}": errors["quadratic"][j],
            f"cross_entropy-{j}": errors["cross_entropy"][j],
            f"term-{j}-{NEURON}": w[1][j, NEURON] * delta[1][j],
            f"w-2-{j}-{NEURON}": w[1][j, NEURON],
        }
    for j in range(30):
        place = f"2-{OUTPUT}-{j}"
        found |= {
            f"back-1-{j}": (w[1].T @ delta[1])[j],
            f"w-{place}": w[1][OUTPUT, j],
            f"nabla_w-{place}": gradient[1]["W"][OUTPUT, j],
            f"nabla_w-quotient-{place}": quotients[1].W[OUTPUT, j],
        }
    for k in np.flatnonzero(x):
        place = f"1-{NEURON}-{k}"
        found |= {
            f"x-{k}": x[k],
            f"w-{place}": w[0][NEURON, k],
            f"nabla_w-{place}": gradient[0]["W"][NEURON, k],
            f"nabla_w-quotient-{place}": quotients[0].W[NEURON, k],
        }
    return found


@pytest.mark.parametrize("cost_name", ["quadratic", "cross_entropy"])
def test_every_number_on_the_page_is_right(page: Page, cost_name: str) -> None:
    with page.expect_response(re.compile("/learn/backpropagation$")) as asked:
        open_at(page, f"?ns=2&y=3&j={NEURON}&o={OUTPUT}&c={cost_name}&fg=1")
    x = np.array(asked.value.json()["x"])
    for summary in page.locator("details summary").all():
        summary.click()
    expect(page.locator("#bp4-hidden-table tr")).to_have_count(int(np.count_nonzero(x)))

    shown = dict(page.evaluate(NUMBERS))
    expected = expected_numbers(x, 3, cost_name)

    assert shown.keys() == expected.keys()
    for name, text in shown.items():
        is_quotient = "quotient" in name  # which of two equal ways it was rounded in cannot be foretold
        assert number_in(text) == pytest.approx(
            expected[name], rel=2e-5, abs=1e-9 if is_quotient else 1e-12
        ), name
    expect(page.locator("#agreement")).to_contain_text("23910 numbers")
    expect(page.locator("#agreement")).to_contain_text("all agree")
    assert page.locator(".judge.apart").count() == 0


def test_the_step_changes_the_answer(page: Page) -> None:
    open_at(page, "?y=4")
    words = page.locator("#setup-words")
    promised = page.locator("#outputs-next li").nth(4).text_content() or ""
    page.get_by_role("button", name="Take the step").click()
    expect(words).to_contain_text("Steps taken so far: 1.")
    expect(page.locator("#outputs-now li").nth(4)).to_have_text(promised)
    page.get_by_role("button", name="Ten steps").click()
    expect(words).to_contain_text("Steps taken so far: 11.")
    expect(words).to_contain_text("The network reads 4")
    page.get_by_role("button", name="Start over").click()
    expect(words).to_contain_text("Steps taken so far: 0.")


def test_a_neuron_is_chosen_by_keyboard(page: Page) -> None:
    open_at(page)
    page.locator("#hidden-neurons button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#bp2-words")).to_contain_text("Hidden neuron 1")
    expect(page.locator("#hidden-neurons button").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("j=1"))


def test_the_label_is_what_the_site_reads_unless_one_says_otherwise(page: Page) -> None:
    open_at(page)
    expect(page.locator("#setup-words")).to_contain_text("it should say 5")
    page.get_by_role("button", name="Example: 2").click()
    expect(page.locator("#setup-words")).to_contain_text("it should say 2")
    page.locator('select[name="y"]').select_option("8")
    expect(page.locator("#setup-words")).to_contain_text("it should say 8")


def test_a_saturated_neuron_is_shown_to_learn_slowly(page: Page) -> None:
    open_at(page)
    words = page.locator("#saturation-words")
    expect(words).to_contain_text("At first a = 0.982")
    before = words.text_content() or ""
    page.locator('input[name="sw"]').press("End")
    expect(words).not_to_have_text(before)


def test_bad_input_is_refused_with_the_limit(page: Page) -> None:
    open_at(page)
    seed = page.locator('input[name="ns"]')
    seed.fill("1000000")
    seed.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("expected at most 999999, found 1000000")


def test_the_four_proofs_are_there(page: Page) -> None:
    open_at(page)
    proofs = page.locator(".proof")
    expect(proofs).to_have_count(4)
    assert [proofs.nth(at).locator("li").count() for at in range(4)] == [5, 5, 3, 3]
    assert page.locator(".proof .equation").count() == 16


def test_a_long_formula_is_there_up_to_its_result(page: Page) -> None:
    open_at(page)
    said = re.search(r"C = (\d\.\d+)\.", page.locator("#setup-words").inner_text())
    assert said
    formula = page.locator("#cost-formula")
    expect(formula).to_contain_text("0.")  # the terms
    assert "".join(formula.all_inner_texts()).split("≈")[-1].strip() == said[1]


def test_three_figures_are_shown_unless_six_are_asked_for(page: Page) -> None:
    open_at(page)
    number = page.locator('[data-number="z-2-0"]')
    expect(number).to_have_text(re.compile(r"^−?\d\.\d{2,3}$"))
    page.get_by_label("Show six figures").check()
    expect(number).to_have_text(re.compile(r"^−?\d\.\d{5,6}$"))


def test_a_step_is_walked_through_and_the_next_begins(page: Page) -> None:
    open_at(page, "?y=4")
    walk = page.locator("#walk-player")
    phase, place = page.locator("#walk-phase"), walk.locator(".player-place")
    expect(phase).to_have_text("1 The input")
    expect(walk.get_by_role("button", name="Back")).to_be_disabled()
    step = walk.get_by_role("button", name="Step")
    for title in ("2 Forward", "3 Forward", "4 The cost", "5 Back", "6 Back", "7 The gradient", "8 The step"):
        step.press("Enter")
        expect(phase).to_contain_text(title)
    expect(place).to_have_text("8 of 8")
    assert page.locator("#walk-plot .walk-edges line:is(.above, .below)").count() == 300
    step.click()
    expect(phase).to_have_text("1 The input")
    expect(page.locator("#setup-words")).to_contain_text("Steps taken so far: 1.")
    walk.get_by_role("button", name="Play").click()
    expect(phase).to_contain_text("3 Forward")
    walk.get_by_role("button", name="Pause").click()
    expect(walk.get_by_role("button", name="Play")).to_be_visible()


def test_the_demon_s_change_is_really_run(page: Page) -> None:
    open_at(page, "?o=6&dz=-2")
    formula = page.locator("#demon-formula")
    with page.expect_response(re.compile("/learn/demon$")) as asked:
        page.locator('select[name="dl"]').select_option("hidden")
    found = asked.value.json()
    expect(page.locator("#demon-words")).to_contain_text("hidden neuron 0")
    real = found["costs"][found["changes"].index(-2)] - found["cost"]
    shown = "".join("".join(formula.all_inner_texts()).split("≈")[-1].split())
    assert number_in(shown) == pytest.approx(real, rel=5e-3)
    page.locator('input[name="dz"]').fill("0")
    expect(page.locator("#demon-words")).to_contain_text("sits still")


def test_an_entry_of_the_matrix_is_a_connection(page: Page) -> None:
    open_at(page, "?wj=2&wk=2")
    entries = page.locator("#index-matrix button")
    entries.nth(5).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#index-words")).to_contain_text(
        "from neuron 3 of layer l − 1 to neuron 2 of layer l"
    )
    expect(page.get_by_role("button", name="Weight from neuron 3 to neuron 2")).to_have_attribute(
        "aria-pressed", "true"
    )
    solved = page.locator("#exercise-backpropagation-find-weight")
    expect(solved.get_by_role("status")).to_contain_text("Solved.")


def test_the_short_program_runs_beside_the_library(page: Page) -> None:
    open_at(page, "?pl=19")
    words, player = page.locator("#program-words"), page.locator("#program-player")
    expect(words).to_contain_text("layer")
    player.get_by_role("button", name="Step").click()
    expect(words).to_have_text(re.compile(r"Line \d+ has set: δ\[2\]"))
    line = page.locator("#program-code [aria-current=step]")
    expect(line).to_contain_text("w[layer + 1].T @ delta[layer + 1]")
    expect(page.locator("#program-variables .new th")).to_have_text(["δ[2]"])
    assert page.locator("#program-variables td.same").count() > 5
    assert page.locator("#program-variables td.apart").count() == 0
    page.emulate_media(reduced_motion="reduce")
    player.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile("pl=75"))
    expect(player.get_by_role("button", name="Step")).to_be_disabled()
    expect(player.get_by_text("76 of 76")).to_be_visible()
