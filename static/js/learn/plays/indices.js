/**
 * Which weight is w_jk: a matrix whose entries can be pressed beside the connections that they are.
 *
 * @typedef {{wj: number, wk: number}} State  to neuron wj of layer l, from neuron wk of layer l − 1; from 1
 */
import { make, makeTabStop, walkByArrows } from "../../base/dom.js";
import { find, findAll } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { svg } from "../charts/svg.js";

export const INTO = 3;
export const FROM = 4;
const [WIDTH, HEIGHT, RADIUS] = [420, 260, 17];
const [LEFT, RIGHT] = [90, 330];

export class IndicesPlay {
  #page;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const matrix = find("index-matrix");
    matrix.replaceChildren(
      ...range(INTO).flatMap((j) =>
        range(FROM).map((k) =>
          make(
            "button",
            {
              class: "index-entry",
              type: "button",
              tabindex: -1,
              onclick: () => page.state.set({ wj: j, wk: k }),
            },
            "w",
            make("sub", {}, `${j}${k}`),
            make("span", { class: "unseen" }, ` ${fill(page.messages.index_name, { j, k })}`),
          ),
        ),
      ),
    );
    walkByArrows(matrix, () => FROM);
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ wj, wk }, changed) {
    if (!changed.has("wj") && !changed.has("wk")) return;
    const buttons = findAll(find("index-matrix"), "button");
    const chosen = (wj - 1) * FROM + wk - 1;
    for (const [at, button] of buttons.entries()) {
      button.setAttribute("aria-pressed", String(at === chosen));
      button.classList.toggle("same-row", Math.floor(at / FROM) === wj - 1);
      button.classList.toggle("same-column", at % FROM === wk - 1);
    }
    if (!find("index-matrix").contains(document.activeElement)) makeTabStop(find("index-matrix"), buttons[chosen]);
    find("index-words").textContent = fill(this.#page.messages.index_words, { j: wj, k: wk });
    draw(find("index-sketch", SVGSVGElement), wj, wk);
    this.#page.exercises.look();
  }
}

/**
 * @param {SVGSVGElement} plot
 * @param {number} chosenJ
 * @param {number} chosenK
 */
function draw(plot, chosenJ, chosenK) {
  const y = (/** @type {number} */ at, /** @type {number} */ count) => 40 + ((at - 0.5) / count) * (HEIGHT - 40);
  const edges = range(INTO).flatMap((j) =>
    range(FROM).map((k) => ({ j, k, isChosen: j === chosenJ && k === chosenK, isInto: j === chosenJ })),
  );
  const line = (/** @type {{j: number, k: number, isChosen: boolean, isInto: boolean}} */ { j, k, isChosen, isInto }) =>
    svg("line", {
      class: ["edge", isInto && "into", isChosen && "chosen"].filter(Boolean).join(" "),
      x1: LEFT,
      y1: y(k, FROM),
      x2: RIGHT,
      y2: y(j, INTO),
    });
  const neuron = (/** @type {number} */ x, /** @type {number} */ at, /** @type {number} */ count, isChosen = false) => [
    svg("circle", { class: `node${isChosen ? " chosen" : ""}`, cx: x, cy: y(at, count), r: RADIUS }),
    svg("text", { class: "tick", x, y: y(at, count) + 5, "text-anchor": "middle" }, String(at)),
  ];
  const title = (/** @type {number} */ x, /** @type {string} */ text) =>
    svg("text", { class: "tick axis", x, y: 18, "text-anchor": "middle" }, text);
  plot.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  plot.replaceChildren(
    title(LEFT, "l − 1, k"),
    title(RIGHT, "l, j"),
    ...edges.filter(({ isChosen }) => !isChosen).map(line),
    ...edges.filter(({ isChosen }) => isChosen).map(line),
    ...range(FROM).flatMap((k) => neuron(LEFT, k, FROM, k === chosenK)),
    ...range(INTO).flatMap((j) => neuron(RIGHT, j, INTO, j === chosenJ)),
  );
}

/** @param {number} count */
function range(count) {
  return Array.from({ length: count }, (_, at) => at + 1);
}
