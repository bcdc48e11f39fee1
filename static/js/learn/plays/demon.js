/**
 * The demon: one neuron's weighted input is changed, and the cost by what its derivative foretells, or nearly.
 *
 * @typedef {import("../../net/answers.js").DemonAnswer} DemonAnswer
 * @typedef {"output" | "hidden"} Layer
 * @typedef {{dl: Layer, dz: number, j: number, o: number}} State  in which layer, by how much, hidden neuron, output
 */
import { find, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { chart, ticksTo } from "../charts/charts.js";
import { formula } from "../formulas/formula.js";
import { figure, operand, precise } from "../formulas/numbers.js";

const DELAY_MS = 60;
const FIGURES = 3;
/** A foretelling is called good as long as it misses by no more than this part of what was found. */
const GOOD = 0.1;

export class DemonPlay {
  #page;
  #ask;
  /** @type {DemonAnswer | null} */
  #found = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#ask = page.about(page.root.dataset.demonUrl ?? "", (/** @type {DemonAnswer} */ found) => {
      this.#found = found;
      this.#show();
      page.exercises.look();
    });
  }

  /** @param {object} step  drawing, label, network, cost, rate and steps: what the rest of the page is about */
  ask(step) {
    const { dl, j, o } = this.#page.state.values;
    this.#ask({ ...step, layer: dl, neuron: dl === "hidden" ? j : o }, DELAY_MS);
  }

  /** @param {Set<string>} changed */
  follow(changed) {
    if (changed.has("dz")) {
      this.#show();
      this.#page.exercises.look();
    }
  }

  /** What is foretold of the change that is set now, and what it really is. */
  get outcome() {
    if (!this.#found) return null;
    const { changes, costs, cost, delta } = this.#found;
    const { dz } = this.#page.state.values;
    const at = nearest(changes, dz);
    const [foretold, real] = [delta * changes[at], costs[at] - cost];
    const isGood = Math.abs(foretold - real) <= GOOD * Math.abs(real);
    return { change: changes[at], cost: costs[at], foretold, real, isGood };
  }

  #show() {
    const { outcome } = this;
    if (!outcome || !this.#found) return;
    const { messages, state } = this.#page;
    const { changes, costs, cost, delta } = this.#found;
    const { change, foretold, real } = outcome;
    const { dl, j, o } = state.values;
    const write = (/** @type {number} */ value) => precise(value, FIGURES);
    find("demon-formula").replaceChildren(
      formula("demon", {
        delta: write(delta),
        change: operand(figure(change, 1)),
        foretold: write(foretold),
        real: write(real),
      }),
    );
    const moved = outcome.isGood ? messages.demon_good : messages.demon_far;
    find("demon-words").textContent = fill(change === 0 ? messages.demon_still : moved, {
      neuron: fill(dl === "hidden" ? messages.demon_hidden : messages.demon_output, {
        neuron: dl === "hidden" ? j : o,
      }),
      change: figure(change, 1),
      before: write(cost),
      after: write(outcome.cost),
    });
    this.#draw({ changes, costs, cost, delta, change });
  }

  /** @param {{changes: number[], costs: number[], cost: number, delta: number, change: number}} what */
  #draw({ changes, costs, cost, delta, change }) {
    const [low, high] = [Math.min(...costs), Math.max(...costs)];
    const room = 0.35 * (high - low) || 0.01;
    const bottom = Math.max(0, low - room);
    const top = high + room;
    const plot = find("demon-chart", SVGSVGElement);
    const isInside = (/** @type {number} */ at) => at >= bottom && at <= top;
    const line = changes.map((value) => cost + delta * value);
    const inside = changes.map((value, at) => ({ value, at: line[at] })).filter(({ at }) => isInside(at));
    chart(plot, {
      x: { range: [changes[0], changes[changes.length - 1]], ticks: [-3, -2, -1, 0, 1, 2, 3], name: "Δz" },
      y: { range: [bottom, top], ticks: ticksTo(top).filter(isInside), name: "C" },
      mark: change,
      series: [
        { kind: "second", x: inside.map(({ value }) => value), y: inside.map(({ at }) => at) },
        { kind: "", x: changes, y: costs },
        { kind: "", x: [change], y: [costs[nearest(changes, change)]], points: true },
      ],
    });
    const slider = findIn(document, 'input[name="dz"]', HTMLInputElement);
    slider.setAttribute("aria-valuetext", `Δz = ${figure(change, 1)}`);
  }
}

/**
 * @param {number[]} values
 * @param {number} wanted
 */
function nearest(values, wanted) {
  return values.reduce(
    (best, value, at) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? at : best),
    0,
  );
}
