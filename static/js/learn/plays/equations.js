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
import { cell, figuresShown, judge, row, shown } from "../formulas/checks.js";
import { compared } from "../formulas/differences.js";
import { formula } from "../formulas/formula.js";
import { figure, operand, precise } from "../formulas/numbers.js";

/** Of the ten terms of a sum; more would not fit into a line. */
const TERM_PLACES = 3;

const canvasOf = (/** @type {string} */ id) => find(id, HTMLCanvasElement);
const isOpen = (/** @type {string} */ id) => find(id).closest("details")?.open;

/** @param {number} value */
const term = (value) => operand(shown(value));

/**
 * By slot: name0, name1 and so on.
 *
 * @param {string} name
 * @param {number[]} values
 * @param {(value: number) => string} write
 */
const numbered = (name, values, write) => Object.fromEntries(values.map((value, at) => [`${name}${at}`, write(value)]));

/**
 * @param {string} id  of the place
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
const put = (id, name, values) => find(id).replaceChildren(formula(name, values));

/**
 * @param {Page} page
 * @param {Step} answer
 */
export function showEquations(page, answer) {
  showForward(page, answer);
  showCost(answer);
  showHadamard(answer);
  showOutputErrors(page, answer);
  showHiddenErrors(page, answer);
  showBiases(page, answer);
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
  showCells(find("hidden-neurons"), messages.neuron, layers[0].a, hidden.neuron, (j) => state.set({ j }));
  findIn(document, 'input[name="j"]', HTMLInputElement).max = String(units - 1);
  paintSigned(canvasOf("hidden-weights"), hidden.w, { width: 28 });
  const { neuron: j } = hidden;
  const [{ z, a, b }] = layers;
  const sum = compared(z[j] - b[j], z[j], figuresShown());
  put("forward-formula", "forward", {
    j,
    sum: operand(sum.from),
    b: operand(sum.difference),
    z: sum.to,
    a: term(a[j]),
  });
}

/**
 * A button for each neuron of a layer, with its activation as a bar.
 *
 * @param {HTMLElement} group
 * @param {string} name  of one, with its number and its activation
 * @param {number[]} a
 * @param {number} chosen
 * @param {(neuron: number) => void} choose
 */
function showCells(group, name, a, chosen, choose) {
  const buttons = () => findAll(group, ":scope > button");
  if (group.children.length !== a.length) {
    group.replaceChildren(
      ...a.map((_, j) =>
        make("button", { class: "cell", type: "button", tabindex: -1, onclick: () => choose(j) }, String(j)),
      ),
    );
    if (!group.dataset.walks) walkByArrows(group, () => columnsOf(group));
    group.dataset.walks = "yes";
  }
  buttons().forEach((button, j) => {
    button.style.setProperty("--a", a[j].toFixed(3));
    button.setAttribute("aria-pressed", String(j === chosen));
    button.setAttribute("aria-label", fill(name, { j, a: figure(a[j]) }));
  });
  if (!group.contains(document.activeElement)) makeTabStop(group, buttons()[chosen]);
}

/** @param {HTMLElement} group */
function columnsOf(group) {
  const [first, ...others] = findAll(group, ":scope > button");
  return 1 + others.filter((one) => one.offsetTop === first.offsetTop).length;
}

/** @param {Step} answer */
function showCost({ cost, costs, outputs, y }) {
  const a = outputs[outputs.length - 2];
  const terms = y.map((one, j) => (cost === "quadratic" ? (one - a[j]) ** 2 : -Math.log(one ? a[j] : 1 - a[j])));
  put("cost-general", `${cost}-general`);
  put("cost-formula", cost, {
    ...numbered("c", terms, (value) => figure(value, TERM_PLACES)),
    cost: term(costs[outputs.length - 2]),
  });
}

/** @param {Step} answer */
function showHadamard({ nabla_a: nabla, layers: [, output] }) {
  const write = (/** @type {number} */ value) => precise(value, 3);
  put("hadamard-formula", "hadamard", {
    ...numbered("nabla", nabla.exact, write),
    ...numbered("slope", output.slope, write),
    ...numbered("delta", output.delta.exact, write),
  });
}

/** @param {Page} page @param {Step} answer */
function showOutputErrors(
  { messages, state },
  { cost, label, y, nabla_a: nabla, layers: [, output], other_delta: other },
) {
  put("bp1-general", `${cost}-bp1`);
  const { z, a, slope, delta } = output;
  const { o } = state.values;
  showCells(find("output-neurons"), messages.output, a, o, (chosen) => state.set({ o: chosen }));
  put("bp1-one", "bp1-one", {
    j: o,
    nabla: term(nabla.exact[o]),
    slope: term(slope[o]),
    delta: term(delta.exact[o]),
    quotient: term(delta.quotients[o]),
  });
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
  const gap = term(a[o] - y[o]);
  find("delta-one").replaceChildren(
    formula("delta-quadratic", { j: o, gap, slope: term(slope[o]), delta: term(quadratic[o]) }),
    formula("delta-cross_entropy", { j: o, gap }),
  );
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
  put("bp2-formula", "bp2", {
    j,
    back: term(back[j]),
    slope: term(slope[j]),
    delta: term(delta.exact[j]),
    quotient: term(delta.quotients[j]),
  });
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

/** @param {Page} page @param {Step} answer */
function showBiases({ state }, { label, layers, hidden_weights: { neuron } }) {
  const { o } = state.values;
  const { nabla_b: slopes } = layers[1];
  put("bp3-one", "bp3-one", { j: o, delta: term(slopes.exact[o]), quotient: term(slopes.quotients[o]) });
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
  { state },
  { layers: [hidden, output], hidden_weights: { neuron: k }, output_weights: { w, nabla_w: nabla } },
) {
  const { o } = state.values;
  paintSigned(canvasOf("output-map"), nabla.exact.flat(), { width: hidden.a.length });
  const at = `${o}, ${k}`;
  put("bp4-output", "bp4-output", {
    j: o,
    k,
    a: term(hidden.a[k]),
    delta: term(output.delta.exact[o]),
    nabla: term(nabla.exact[o][k]),
    quotient: term(nabla.quotients[o][k]),
  });
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
function showHiddenWeights({ state }, { x, layers: [hidden], hidden_weights: { neuron: j, w, nabla_w: nabla } }) {
  const { pr, pc } = state.values;
  const k = 28 * pr + pc;
  paintSigned(canvasOf("hidden-map"), nabla.exact, { width: 28 });
  put("bp4-hidden", "bp4-hidden", {
    j,
    k,
    x: term(x[k]),
    delta: term(hidden.delta.exact[j]),
    nabla: term(nabla.exact[k]),
    quotient: term(nabla.quotients[k]),
  });
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
