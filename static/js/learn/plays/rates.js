/**
 * The ball with three learning rates side by side.
 *
 * @typedef {import("../../net/answers.js").DescentAnswer} DescentAnswer
 * @typedef {import("../../net/answers.js").SurfaceAnswer} SurfaceAnswer
 * @typedef {import("./descents.js").Question} Question
 * @typedef {import("./descents.js").State} State
 */
import { find, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { chart, logAxis, ticksTo } from "../charts/charts.js";
import { drawWay } from "../charts/terrain.js";
import { figure } from "../formulas/numbers.js";
import { questionOf, STEPS } from "./descents.js";

const DELAY_MS = 40;
const KINDS = ["third", "", "second"];
/** Of a cost on a logarithmic axis. */
const LEAST = 1e-4;
/** A cost that grows to more than so many times the first has run away. */
const RUN_AWAY = 2;

export class RatesPlay {
  #page;
  #asks;
  /** @type {SurfaceAnswer | null} */
  #surface = null;
  /** @type {(DescentAnswer | null)[]} */
  #three = [null, null, null];

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#asks = [0, 1, 2].map((place) =>
      page.about(
        page.root.dataset.descentUrl ?? "",
        (/** @type {DescentAnswer} */ answer, /** @type {Question} */ body) => this.#showOne(place, answer, body),
      ),
    );
  }

  /**
   * @param {SurfaceAnswer} surface  the chosen one
   * @param {Set<string>} changed
   */
  follow(surface, changed) {
    this.#surface = surface;
    if (!["sf", "op", "es", "v1", "v2"].some((name) => changed.has(name))) return;
    for (const [place, ask] of this.#asks.entries()) {
      ask(questionOf(this.#page.state.values, surface, surface.learning_rates[place]), DELAY_MS);
    }
  }

  /**
   * @param {number} place
   * @param {DescentAnswer} descent
   * @param {Question} body
   */
  #showOne(place, descent, { learning_rate: eta }) {
    if (!this.#surface) return;
    const one = findIn(document, `[data-rate-map="${place}"]`);
    const { path, costs } = descent;
    const { messages } = this.#page;
    drawWay(findIn(one, "svg", SVGSVGElement), this.#surface.reach, path, path.length - 1);
    findIn(one, "figcaption").textContent = fill(messages.rate_end, {
      eta,
      name: messages[`rate_${place}`],
      cost: figure(costs[costs.length - 1], 3),
      steps: path.length - 1,
    });
    this.#three[place] = descent;
    const three = this.#three.filter((known) => known !== null);
    if (three.length === this.#three.length) this.#showCharts(three);
  }

  /** @param {DescentAnswer[]} three */
  #showCharts(three) {
    const { messages, state } = this.#page;
    const most = Math.max(...three.flatMap(({ costs }) => costs));
    const first = Math.max(...three.map(({ costs: [start] }) => start));
    const least = Math.max(LEAST, Math.min(...three.flatMap(({ costs }) => costs)));
    const runsAway = most > RUN_AWAY * first;
    const x = {
      range: /** @type {[number, number]} */ ([0, STEPS]),
      ticks: [0, 20, 40, 60],
      name: messages.axis_steps,
    };
    const steps = (/** @type {number[]} */ values) => values.map((_, k) => k);
    chart(find("rates-chart", SVGSVGElement), {
      x,
      y: runsAway
        ? { ...logAxis(least, most), name: messages.axis_cost_log }
        : { range: [0, 1.1 * most], ticks: ticksTo(1.1 * most), name: messages.axis_cost },
      series: three.map(({ costs }, at) => ({
        kind: KINDS[at],
        x: steps(costs),
        y: runsAway ? costs.map((cost) => Math.max(cost, least)) : costs,
      })),
    });
    const varies = state.values.es !== "constant";
    find("eta-part").hidden = !varies;
    if (!varies) return;
    const highest = Math.max(...three.flatMap(({ rates }) => rates));
    chart(find("eta-chart", SVGSVGElement), {
      x,
      y: { range: [0, 1.05 * highest], ticks: ticksTo(1.05 * highest), name: "η" },
      series: three.map(({ rates }, at) => ({
        kind: KINDS[at],
        x: steps(rates),
        y: rates,
        steps: state.values.es === "step",
      })),
    });
  }
}
