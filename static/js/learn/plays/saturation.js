/**
 * A neuron that has to unlearn, under two costs.
 *
 * @typedef {import("../../net/answers.js").SaturationAnswer} SaturationAnswer
 * @typedef {{sw: number, sb: number, sl: number}} State  weight and bias at the start, learning rate
 */
import { find } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { chart } from "../charts/charts.js";
import { precise } from "../formulas/numbers.js";

const STEPS = 300;
const DELAY_MS = 40;

export class SaturationPlay {
  #page;
  #ask;
  /** @type {number | null} of the neuron under the quadratic cost, after all steps; null as long as it is not known */
  lastOutput = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#ask = page.about(page.root.dataset.saturationUrl ?? "", (/** @type {SaturationAnswer} */ answer) =>
      this.#show(answer),
    );
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ sw, sb, sl }, changed) {
    if (!["sw", "sb", "sl"].some((name) => changed.has(name))) return;
    this.#ask({ weight: sw, bias: sb, learning_rate: sl, steps: STEPS }, DELAY_MS);
  }

  /** @param {SaturationAnswer} answer */
  #show({ quadratic, cross_entropy: cross }) {
    this.lastOutput = quadratic.outputs[STEPS];
    this.#page.exercises.look();
    const x = quadratic.outputs.map((_, step) => step);
    chart(find("saturation-chart", SVGSVGElement), {
      x: { range: [0, STEPS], ticks: [0, 100, 200, 300], name: this.#page.messages.steps_axis },
      y: { range: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], name: "a" },
      series: [
        { kind: "", x, y: quadratic.outputs },
        { kind: "second", x, y: cross.outputs },
      ],
    });
    find("saturation-words").textContent = fill(this.#page.messages.saturation_words, {
      a: precise(quadratic.outputs[0], 3),
      slope: precise(quadratic.slopes[0], 3),
      quadratic: precise(quadratic.deltas[0], 3),
      cross: precise(cross.deltas[0], 3),
      steps: STEPS,
      a_quadratic: precise(quadratic.outputs[STEPS], 3),
      a_cross: precise(cross.outputs[STEPS], 3),
    });
  }
}
