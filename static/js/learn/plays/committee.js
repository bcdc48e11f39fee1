/**
 * Two perceptrons that look at the same reasons, and a third that weighs their decisions.
 *
 * @typedef {import("../../net/answers.js").PerceptronsAnswer} PerceptronsAnswer
 * @typedef {{c1: number, c2: number, ct1: number, ct2: number, cw1: number, cw2: number}} State
 *   weather and friend; thresholds of the two; weights of their decisions
 */
import { make } from "../../base/dom.js";
import { find, findAll } from "../../base/find.js";
import { fill } from "../../base/texts.js";

const DELAY_MS = 40;
const WEEKENDS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
/** Go with either reason alone; with both there is something better to do. */
export const WISHES = WEEKENDS.map(([weather, friend]) => weather ^ friend);
/** Of the perceptron that decides in the end. */
const THRESHOLD = 0.5;

export class CommitteePlay {
  #page;
  #ask;
  /** @type {number[][][] | null} */
  #decisions = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#ask = page.about(page.root.dataset.perceptronsUrl ?? "", (/** @type {PerceptronsAnswer} */ answer) => {
      this.#decisions = answer.decisions;
      this.#show();
    });
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ ct1, ct2, cw1, cw2 }, changed) {
    const layers = [
      {
        weights: [
          [1, 1],
          [1, 1],
        ],
        biases: [-ct1, -ct2],
      },
      { weights: [[cw1, cw2]], biases: [-THRESHOLD] },
    ];
    if (["ct1", "ct2", "cw1", "cw2"].some((name) => changed.has(name)))
      this.#ask({ layers, inputs: WEEKENDS }, DELAY_MS);
    else if (changed.has("c1") || changed.has("c2")) this.#show();
  }

  /** How many of the four weekends are decided as wished; null as long as that is not known. */
  get right() {
    const last = this.#decisions?.[1];
    return last ? last.filter(([decision], row) => decision === WISHES[row]).length : null;
  }

  #show() {
    if (!this.#decisions) return;
    const { c1, c2, ct1, ct2, cw1, cw2 } = this.#page.state.values;
    const { messages } = this.#page;
    const [first, last] = this.#decisions;
    const now = 2 * c1 + c2;
    const [[one, two], [answer]] = [first[now], last[now]];
    /** @type {Record<string, number>} */
    const lit = { x1: c1, x2: c2, one, two, answer };
    for (const part of findAll(document, "#committee-drawing [data-lit]", SVGElement)) {
      part.classList.toggle("on", lit[part.dataset.lit ?? ""] === 1);
    }
    /** @type {Record<string, number>} */
    const numbers = { ct1, ct2, cw1, cw2 };
    for (const part of findAll(document, "#committee-drawing [data-number]", SVGElement)) {
      part.textContent = String(numbers[part.dataset.number ?? ""]).replace("-", "−");
    }
    find("committee-answer").textContent = answer === 1 ? messages.go : messages.stay;
    const word = (/** @type {number} */ decision) => (decision === 1 ? messages.row_go : messages.row_stay);
    find("committee-table").replaceChildren(
      ...WEEKENDS.map((weekend, row) => {
        const [decision] = last[row];
        const isRight = decision === WISHES[row];
        return make(
          "tr",
          row === now ? { "aria-current": "true" } : {},
          ...weekend.map((value) => make("td", {}, value ? messages.yes : messages.no)),
          ...first[row].map((value) => make("td", { class: "number" }, String(value))),
          make("td", { class: decision === 1 ? "goes" : "" }, word(decision)),
          make("td", { class: "mark" }, `${word(WISHES[row])} ${isRight ? "✓" : "×"}`),
        );
      }),
    );
    find("committee-words").textContent = fill(this.right === 4 ? messages.committee_all : messages.committee_some, {
      right: this.right ?? 0,
    });
    this.#page.exercises.look();
  }
}
