/**
 * A neuron with a loop, moment by moment, beside one without.
 *
 * @typedef {import("../../net/answers.js").RecurrentAnswer} RecurrentAnswer
 * @typedef {{lu: number, lt: number}} State  weight of the loop; the moment that is shown
 */
import { find } from "../../base/find.js";
import { chart } from "../charts/charts.js";
import { formula } from "../formulas/formula.js";
import { figure, operand } from "../formulas/numbers.js";
import { Player } from "../player.js";

const PERIOD_MS = 350;
const DELAY_MS = 40;
export const LAST = 23;
/** Numbers of the neuron: see the formula on the page. */
const NEURON = { weight: 6, bias: -4 };

export class LoopPlay {
  #page;
  #ask;
  #player;
  /** @type {RecurrentAnswer | null} */
  #answer = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const { state } = page;
    this.#ask = page.about(page.root.dataset.recurrentUrl ?? "", (/** @type {RecurrentAnswer} */ answer) => {
      this.#answer = answer;
      this.#show();
    });
    this.#player = new Player(
      find("loop-player"),
      {
        count: () => (this.#answer ? LAST + 1 : 0),
        place: () => state.values.lt,
        go: (lt, passing) => state.set({ lt }, { passing }),
      },
      PERIOD_MS,
    );
  }

  /** What the neuron with the loop says in the end; null as long as that is not known. */
  get last() {
    return this.#answer?.recurrent[LAST] ?? null;
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ lu }, changed) {
    if (changed.has("lu")) this.#ask({ ...NEURON, loop: lu }, DELAY_MS);
    else if (changed.has("lt")) this.#show();
  }

  #show() {
    if (!this.#answer) return;
    const { inputs, feedforward, recurrent } = this.#answer;
    const { lt, lu } = this.#page.state.values;
    const before = lt > 0 ? recurrent[lt - 1] : 0;
    const now = recurrent[lt];
    find("loop-x", SVGElement).textContent = `x = ${inputs[lt]}`;
    find("loop-u", SVGElement).textContent = `u = ${figure(lu, 1)}`;
    find("loop-a", SVGElement).textContent = figure(now);
    find("loop-before", SVGElement).textContent = figure(before);
    find("loop-neuron", SVGElement).style.fillOpacity = String(now);
    find("loop-wire", SVGElement).style.strokeOpacity = String(0.15 + 0.85 * before);
    find("loop-formula").replaceChildren(
      formula("loop", {
        t: lt,
        x: inputs[lt],
        u: operand(figure(lu, 1)),
        before: figure(before),
        a: figure(now),
      }),
    );
    const shown = inputs.slice(0, lt + 1).map((_, at) => at);
    chart(find("recurrent-plot", SVGSVGElement), {
      x: { range: [0, LAST], ticks: [0, 5, 10, 15, 20], name: this.#page.messages.axis_time },
      y: { range: [0, 1], ticks: [0, 0.5, 1], name: "a" },
      series: [
        { kind: "third", x: shown, y: inputs.slice(0, lt + 1), steps: true },
        { kind: "second", x: shown, y: feedforward.slice(0, lt + 1) },
        { kind: "", x: shown, y: recurrent.slice(0, lt + 1) },
      ],
      mark: lt,
    });
    this.#player.show();
  }
}
