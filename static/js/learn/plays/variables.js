/**
 * Steps of gradient descent with all weights and biases of a network, the full gradient each time.
 *
 * @typedef {import("../../net/answers.js").AllVariablesAnswer} AllVariablesAnswer
 * @typedef {{ae: number, ak: number}} State  η, the step that is shown
 */
import { make } from "../../base/dom.js";
import { find } from "../../base/find.js";
import { fill, joined } from "../../base/texts.js";
import { chart, ticksTo } from "../charts/charts.js";
import { compared } from "../formulas/differences.js";
import { whenNear } from "../near.js";
import { Player } from "../player.js";

const PERIOD_MS = 350;
const DELAY_MS = 120;
export const STEPS = 30;

export class VariablesPlay {
  #page;
  #ask;
  #player;
  /** What was asked last; slow to answer, so only where it is about to be seen. */
  #question = {};
  /** @type {AllVariablesAnswer | null} */
  #answer = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const { state } = page;
    this.#ask = page.about(page.root.dataset.allVariablesUrl ?? "", (/** @type {AllVariablesAnswer} */ answer) => {
      this.#answer = answer;
      this.#show();
    });
    this.#player = new Player(
      find("variables-player"),
      {
        count: () => (this.#answer ? STEPS + 1 : 0),
        place: () => state.values.ak,
        go: (ak, passing) => state.set({ ak }, { passing }),
      },
      PERIOD_MS,
    );
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ ae }, changed) {
    if (changed.has("ae")) {
      this.#question = { network: { start: "fresh", seed: 0 }, learning_rate: ae, steps: STEPS };
      whenNear(find("variables-chart", SVGSVGElement), () => this.#ask(this.#question, DELAY_MS));
    } else if (changed.has("ak")) this.#show();
  }

  #show() {
    if (!this.#answer) return;
    const { variables, digits, costs, right, promised, source } = this.#answer;
    const { messages, state } = this.#page;
    const at = state.values.ak;
    const locale = new Intl.NumberFormat(document.documentElement.lang);
    const most = 1.1 * Math.max(...costs);
    chart(find("variables-chart", SVGSVGElement), {
      x: { range: [0, STEPS], ticks: [0, 10, 20, 30], name: messages.axis_steps },
      y: { range: [0, most], ticks: ticksTo(most), name: messages.axis_cost },
      y2: { range: [0, digits], ticks: [0, digits / 2, digits], name: messages.axis_right },
      series: [
        { kind: "", x: costs.slice(0, at + 1).map((_, k) => k), y: costs.slice(0, at + 1) },
        { kind: "second", x: right.slice(0, at + 1).map((_, k) => k), y: right.slice(0, at + 1), right: true },
      ],
      mark: at,
    });
    find("variables-words").textContent = joined(
      fill(messages.variables, { step: at, variables: locale.format(variables), right: right[at], digits }),
      messages[`source_${source}`],
    );
    const cost = compared(costs[at], costs[Math.min(at + 1, STEPS)], 3);
    const isLast = at === STEPS;
    const cells = [cost.from, isLast ? "–" : cost.write(promised[at]), isLast ? "–" : cost.difference];
    find("variables-numbers").replaceChildren(
      make("tr", {}, ...cells.map((text) => make("td", { class: "number" }, text))),
    );
    this.#player.show();
  }
}
