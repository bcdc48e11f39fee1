/**
 * The numbers of feedforward and of BP1 to BP4 in their formulas and tables.
 *
 * @typedef {import("../../net/answers.js").StepAnswer & {label: number, cost: string}} Step  with what was asked
 * @typedef {{j: number, o: number, pr: number, pc: number}} State  hidden neuron, output, row and column of the pixel
 * @typedef {Pick<import("../page.js").Page<State>, "messages" | "state">} Page
 */

import { make, makeTabStop, walkByArrows } from "../../base/dom.js";
import { find, findAll, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { paintSigned } from "../charts/pixels.js";
import { cell, judge, notation, precise, row, term } from "../formulas/checks.js";
import { compared } from "../formulas/differences.js";
import { figure, mathElement } from "../formulas/mathml.js";

/** Of the ten terms of a sum; more would not fit into a line. */
const TERM_PLACES = 4;
/** Of weighted inputs. */
const PLACES = 6;

const canvasOf = (/** @type {string} */ id) => find(id, HTMLCanvasElement);
const isOpen = (/** @type {string} */ id) => find(id).closest("details")?.open;

/**
 * @param {string} id
 * @param {...string} lines
 */
function put(id, ...lines) {
  find(id).replaceChildren(...lines.map((notation) => mathElement(notation, { block: true })));
}

/**
 * @param {Page} page
 * @param {Step} answer
 */
export function showEquations(page, answer) {
  showForward(page, answer);
  showCost(answer);
  showHadamard(answer);
  showOutputErrors(answer);
  showHiddenErrors(page, answer);
  showBiases(answer);
  showOutputWeights(page, answer);
  showHiddenWeights(page, answer);
}

/** @param {Page} page @param {Step} answer */
function showForward({ messages, state }, { sizes, layers, hidden_weights: hidden }) {
  const [inputs, units, outputs] = sizes;
  /** @type {[string, number, number][]} */
  const shapes = [
    [messages.hidden_layer, inputs, units],
    [messages.output_layer, units, outputs],
  ];
  find("shapes").replaceChildren(
    ...shapes.map(([name, before, here]) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, name),
        ...[`${before} × 1`, `${here} × ${before}`, `${here} × 1`, `${here} × ${before}`].map((shape) =>
          make("td", {}, shape),
        ),
      ),
    ),
  );
  showCells(messages, state, layers[0].a, hidden.neuron);
  paintSigned(canvasOf("hidden-weights"), hidden.w, { width: 28 });
  const { neuron: j } = hidden;
  const [{ z, a, b }] = layers;
  const sum = compared(z[j] - b[j], z[j], PLACES);
  put(
    "forward-formula",
    `z_{${j}} = ∑_k w_{${j} k} x_k + b_{${j}} ≈ ${inParentheses(sum.from)} + ${inParentheses(sum.difference)} = ${notation(sum.to)}`,
    `a_{${j}} = σ(z_{${j}}) ≈ ${term(a[j])}`,
  );
}

/** @param {Page["messages"]} messages @param {Page["state"]} state @param {number[]} a @param {number} chosen */
function showCells(messages, state, a, chosen) {
  const group = find("hidden-neurons");
  const buttons = () => findAll(group, ":scope > button");
  if (group.children.length !== a.length) {
    group.replaceChildren(
      ...a.map((_, j) =>
        make("button", { class: "cell", type: "button", tabindex: -1, onclick: () => state.set({ j }) }, String(j)),
      ),
    );
    if (!group.dataset.walks) walkByArrows(group, () => columnsOf(group));
    group.dataset.walks = "yes";
    const slider = findIn(document, 'input[name="j"]', HTMLInputElement);
    slider.max = String(a.length - 1);
  }
  buttons().forEach((button, j) => {
    button.style.setProperty("--a", a[j].toFixed(3));
    button.setAttribute("aria-pressed", String(j === chosen));
    button.setAttribute("aria-label", fill(messages.neuron, { j, a: figure(a[j]) }));
  });
  if (!group.contains(document.activeElement)) makeTabStop(group, buttons()[chosen]);
}

/** @param {string} text  a number */
const inParentheses = (text) => (text.startsWith("−") ? `(${notation(text)})` : notation(text));

/** @param {number[]} terms */
const sumOf = (terms) => terms.map((value) => notation(figure(value, TERM_PLACES))).join(" + ");

/** @param {HTMLElement} group */
function columnsOf(group) {
  const [first, ...others] = findAll(group, ":scope > button");
  return 1 + others.filter((one) => one.offsetTop === first.offsetTop).length;
}

/** @param {Step} answer */
function showCost({ cost, costs, outputs, y }) {
  const a = outputs[outputs.length - 2];
  const c = costs[outputs.length - 2];
  if (cost === "quadratic") {
    put("cost-general", "C_x = {1}/{2} ∥y − a^L∥^2 = {1}/{2} ∑_j (y_j − a_j^L)^2");
    const squares = y.map((one, j) => (one - a[j]) ** 2);
    put("cost-formula", `C_x ≈ {1}/{2} (${sumOf(squares)}) ≈ ${term(c)}`);
  } else {
    put("cost-general", "C_x = −∑_j (y_j ln a_j^L + (1 − y_j) ln (1 − a_j^L))");
    const surprises = y.map((one, j) => -Math.log(one ? a[j] : 1 - a[j]));
    put("cost-formula", `C_x ≈ ${sumOf(surprises)} ≈ ${term(c)}`);
  }
}

/** @param {Step} answer */
function showHadamard({ nabla_a: nabla, layers: [, output] }) {
  const column = (/** @type {number[]} */ values) =>
    `[${values.map((value) => notation(precise(value, 3))).join("; ")}]`;
  put(
    "hadamard-formula",
    `δ^L = ∇_a C ⊙ σ'(z^L) ≈ ${column(nabla.exact)} ⊙ ${column(output.slope)} ≈ ${column(output.delta.exact)}`,
  );
}

/** @param {Step} answer */
function showOutputErrors({ cost, label, y, nabla_a: nabla, layers: [, output], other_delta: other }) {
  put(
    "bp1-general",
    cost === "quadratic"
      ? '∇_a C = a^L − y ",  " δ^L = (a^L − y) ⊙ σ\'(z^L)'
      : '∇_a C = {a^L − y}/{a^L (1 − a^L)} ",  " δ^L = a^L − y',
  );
  const { z, a, slope, delta } = output;
  find("bp1-table").replaceChildren(
    ...y.map((wanted, j) =>
      row(
        j,
        j === label,
        cell(`y-${j}`, wanted),
        cell(`z-2-${j}`, z[j]),
        cell(`a-2-${j}`, a[j]),
        cell(`nabla_a-${j}`, nabla.exact[j]),
        judge(`nabla_a-quotient-${j}`, nabla.exact[j], nabla.quotients[j]),
        cell(`slope-2-${j}`, slope[j]),
        cell(`delta-2-${j}`, delta.exact[j]),
        judge(`delta-quotient-2-${j}`, delta.exact[j], delta.quotients[j]),
      ),
    ),
  );
  const [quadratic, cross] = cost === "quadratic" ? [delta.exact, other] : [other, delta.exact];
  find("delta-table").replaceChildren(
    ...y.map((wanted, j) =>
      row(
        j,
        j === label,
        cell(`gap-${j}`, a[j] - wanted),
        cell(`slope-2-${j}`, slope[j]),
        cell(`quadratic-${j}`, quadratic[j]),
        cell(`cross_entropy-${j}`, cross[j]),
      ),
    ),
  );
}

/** @param {Page} page @param {Step} answer */
function showHiddenErrors(
  { messages },
  { label, layers: [hidden, output], hidden_weights: { neuron: j }, output_weights: { w } },
) {
  find("bp2-words").textContent = fill(messages.bp2_words, { j });
  find("bp2-terms").replaceChildren(
    ...w.map((weights, k) =>
      row(
        k,
        k === label,
        cell(`w-2-${k}-${j}`, weights[j]),
        cell(`delta-2-${k}`, output.delta.exact[k]),
        cell(`term-${k}-${j}`, weights[j] * output.delta.exact[k]),
      ),
    ),
  );
  const { z, a, back, slope, delta } = hidden;
  put(
    "bp2-formula",
    `δ_{${j}} = (∑_k w_{k ${j}} δ_k) σ'(z_{${j}}) ≈ ${term(back[j])} · ${term(slope[j])} ≈ ${term(delta.exact[j])}`,
    `"${messages.quotient}: " ${term(delta.quotients[j])}`,
  );
  if (!isOpen("bp2-table")) return find("bp2-table").replaceChildren();
  find("bp2-table").replaceChildren(
    ...z.map((value, i) =>
      row(
        i,
        i === j,
        cell(`z-1-${i}`, value),
        cell(`a-1-${i}`, a[i]),
        cell(`back-1-${i}`, back[i]),
        cell(`slope-1-${i}`, slope[i]),
        cell(`delta-1-${i}`, delta.exact[i]),
        judge(`delta-quotient-1-${i}`, delta.exact[i], delta.quotients[i]),
      ),
    ),
  );
}

/** @param {Step} answer */
function showBiases({ label, layers, hidden_weights: { neuron } }) {
  for (const [at, { b, delta, nabla_b: nabla }] of layers.entries()) {
    const id = at === 0 ? "bp3-hidden" : "bp3-output";
    if (at === 0 && !isOpen(id)) {
      find(id).replaceChildren();
      continue;
    }
    const marked = at === 0 ? neuron : label;
    find(id).replaceChildren(
      ...b.map((value, j) =>
        row(
          j,
          j === marked,
          cell(`b-${at + 1}-${j}`, value),
          cell(`delta-${at + 1}-${j}`, delta.exact[j]),
          cell(`nabla_b-${at + 1}-${j}`, nabla.exact[j]),
          judge(`nabla_b-quotient-${at + 1}-${j}`, nabla.exact[j], nabla.quotients[j]),
        ),
      ),
    );
  }
}

/** @param {Page} page @param {Step} answer */
function showOutputWeights(
  { state, messages },
  { layers: [hidden, output], hidden_weights: { neuron: k }, output_weights: { w, nabla_w: nabla } },
) {
  const { o } = state.values;
  paintSigned(canvasOf("output-map"), nabla.exact.flat(), { width: hidden.a.length });
  const at = `${o}, ${k}`;
  put(
    "bp4-output",
    `{∂C}/{∂w_{${o} ${k}}} = a_{${k}} δ_{${o}} ≈ ${term(hidden.a[k])} · ${term(output.delta.exact[o])} ≈ ${term(nabla.exact[o][k])}`,
    `"${messages.quotient}: " ${term(nabla.quotients[o][k])}`,
  );
  canvasOf("output-map").dataset.chosen = at;
  if (!isOpen("bp4-output-table")) return find("bp4-output-table").replaceChildren();
  find("bp4-output-table").replaceChildren(
    ...nabla.exact[o].map((value, i) =>
      row(
        i,
        i === k,
        cell(`w-2-${o}-${i}`, w[o][i]),
        cell(`nabla_w-2-${o}-${i}`, value),
        judge(`nabla_w-quotient-2-${o}-${i}`, value, nabla.quotients[o][i]),
      ),
    ),
  );
}

/** @param {Page} page @param {Step} answer */
function showHiddenWeights(
  { state, messages },
  { x, layers: [hidden], hidden_weights: { neuron: j, w, nabla_w: nabla } },
) {
  const { pr, pc } = state.values;
  const k = 28 * pr + pc;
  paintSigned(canvasOf("hidden-map"), nabla.exact, { width: 28 });
  put(
    "bp4-hidden",
    `{∂C}/{∂w_{${j}, ${k}}} = x_{${k}} δ_{${j}} ≈ ${term(x[k])} · ${term(hidden.delta.exact[j])} ≈ ${term(nabla.exact[k])}`,
    `"${messages.quotient}: " ${term(nabla.quotients[k])}`,
  );
  if (!isOpen("bp4-hidden-table")) return find("bp4-hidden-table").replaceChildren();
  const inked = [...x.entries()].filter(([, ink]) => ink > 0);
  find("bp4-hidden-table").replaceChildren(
    ...inked.map(([i, ink]) =>
      row(
        i,
        i === k,
        cell(`x-${i}`, ink),
        cell(`w-1-${j}-${i}`, w[i]),
        cell(`nabla_w-1-${j}-${i}`, nabla.exact[i]),
        judge(`nabla_w-quotient-1-${j}-${i}`, nabla.exact[i], nabla.quotients[i]),
      ),
    ),
  );
}
