/**
 * One step of learning as it goes through the network: forward, back, and the weights while they change.
 *
 * @typedef {import("./equations.js").Step} Step
 * @typedef {{f: number, k: number, lr: number}} State  the phase, the steps taken before, the learning rate
 */
import { find } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { PHASES, paintStep, stepParts } from "../charts/step-drawing.js";
import { precise } from "../formulas/numbers.js";
import { Player } from "../player.js";

const PERIOD_MS = 1_600;
const FIGURES = 3;
const write = (/** @type {number} */ value) => precise(value, FIGURES);

export const PHASE_COUNT = PHASES.length;

export class WalkPlay {
  #page;
  #player;
  #mostSteps;
  /** @type {Step | null} */
  #step = null;
  /** The number of steps that the numbers in hand come after. */
  #after = -1;

  /**
   * @param {import("../page.js").Page<State>} page
   * @param {number} mostSteps  that can be taken
   */
  constructor(page, mostSteps) {
    this.#page = page;
    this.#mostSteps = mostSteps;
    this.#player = new Player(
      find("walk-player"),
      {
        count: () => (this.#step ? PHASE_COUNT : 0),
        place: () => page.state.values.f,
        go: (f, passing) => page.state.set({ f }, { passing }),
        goBeyond: () => this.#takeStep(),
        isReady: () => this.#after === page.state.values.k,
      },
      PERIOD_MS,
    );
  }

  /**
   * @param {Step} step
   * @param {number} after  how many steps it comes after
   */
  show(step, after) {
    this.#step = step;
    this.#after = after;
    this.#draw();
  }

  /** @param {Set<string>} changed */
  follow(changed) {
    if (this.#step && (changed.has("f") || changed.has("lr"))) this.#draw();
  }

  #takeStep() {
    const { k } = this.#page.state.values;
    if (k >= this.#mostSteps) return false;
    this.#page.state.set({ f: 0, k: k + 1 }, { passing: true });
    return true;
  }

  #draw() {
    const step = this.#step;
    if (!step) return;
    const { f, lr } = this.#page.state.values;
    const { messages } = this.#page;
    const plot = find("walk-plot", SVGSVGElement);
    if (plot.childElementCount === 0) plot.append(...stepParts(step));
    paintStep(plot, step, PHASES[f], lr);
    find("walk-phase").textContent = messages[`walk_title_${PHASES[f]}`];
    const numbers = numbersOf(step, lr);
    const direction = step.layers[1].delta.exact[step.label] < 0 ? messages.walk_up : messages.walk_down;
    find("walk-words").textContent = fill(messages[`walk_${PHASES[f]}`], { ...numbers, direction });
    this.#player.show();
  }
}

/**
 * All numbers that the sentences of the phases have.
 *
 * @param {Step} step
 * @param {number} rate
 */
function numbersOf({ x, y, label, layers: [hidden, output], costs, outputs, output_weights: weights }, rate) {
  const now = outputs.length - 2;
  const flat = weights.nabla_w.exact.flat();
  const most = indexOfLargest(flat);
  const [to, from] = [Math.floor(most / hidden.a.length), most % hidden.a.length];
  const before = weights.w[to][from];
  const busiest = indexOfLargest(hidden.a);
  const blamed = indexOfLargest(hidden.delta.exact);
  return {
    inked: x.filter((ink) => ink > 0).length,
    hidden: hidden.a.length,
    outputs: y.length,
    busiest,
    a: write(hidden.a[busiest]),
    label,
    out: write(output.a[label]),
    read: indexOfLargest(output.a),
    cost: write(costs[now]),
    delta: write(output.delta.exact[label]),
    blamed,
    blame: write(hidden.delta.exact[blamed]),
    to,
    from,
    nabla: write(flat[most]),
    before: write(before),
    after: write(before - rate * flat[most]),
    next: write(costs[now + 1]),
  };
}

/** @param {number[]} values */
function indexOfLargest(values) {
  return values.reduce((best, value, at) => (Math.abs(value) > Math.abs(values[best]) ? at : best), 0);
}
