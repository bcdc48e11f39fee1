/**
 * The quadratic cost on real digits, and the gradient of mini-batches beside that of all digits.
 *
 * @typedef {import("../../net/answers.js").BatchAnswer} BatchAnswer
 * @typedef {import("../../net/answers.js").CostAnswer} CostAnswer
 * @typedef {import("../../net/answers.js").ErrorsAnswer} ErrorsAnswer
 * @typedef {{net: string, ns: number, run: string, ep: number}} NetworkState  kind, seed; of an own one training and epoch
 * @typedef {NetworkState & {cd: number, bm: number, bd: number}} State  first digit; size and draw of the mini-batch
 */

import { make } from "../../base/dom.js";
import { find } from "../../base/find.js";
import { fill, joined } from "../../base/texts.js";
import { chart, ticksTo } from "../charts/charts.js";
import { paintInk, tilePixels } from "../charts/pixels.js";
import { svg } from "../charts/svg.js";
import { showBeside } from "../controls.js";
import { figure } from "../formulas/numbers.js";
import { whenNear } from "../near.js";

export const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const SHOWN = 12;
const DIGITS = 1000;
const DELAY_MS = 60;

/**
 * The network that a state says, as the endpoints take it.
 *
 * @param {NetworkState} values
 */
export function networkOf({ net, ns, run, ep }) {
  if (net === "own" && run) return { training: run, epoch: ep };
  return { start: net === "own" ? "fresh" : net, seed: ns };
}

/**
 * @param {string} tile
 * @param {string} name  "" where there is nothing to say
 * @returns {HTMLCanvasElement}
 */
export function tileCanvas(tile, name) {
  /** @type {Record<string, string>} */
  const said = name ? { role: "img", "aria-label": name } : { "aria-hidden": "true" };
  const canvas = make("canvas", { class: "pixels", ...said });
  requestAnimationFrame(() => paintInk(canvas, tilePixels(tile), { width: 28 }));
  return canvas;
}

export class BatchPlay {
  #page;
  #askCost;
  #askBatch;
  #askErrors;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const { dataset } = page.root;
    this.#askCost = page.about(dataset.costUrl ?? "", (/** @type {CostAnswer} */ answer) => this.#showCost(answer));
    this.#askBatch = page.about(dataset.batchUrl ?? "", (/** @type {BatchAnswer} */ answer) => this.#showBatch(answer));
    this.#askErrors = page.about(dataset.errorsUrl ?? "", (/** @type {ErrorsAnswer} */ answer) =>
      this.#showErrors(answer),
    );
    const { state } = page;
    find("more-digits").addEventListener("click", () =>
      state.set({ cd: (state.values.cd + SHOWN) % (DIGITS - SHOWN) }),
    );
    find("draw-batch").addEventListener("click", () => state.set({ bd: state.values.bd + 1 }));
    const size = find("batch-size", HTMLInputElement);
    size.addEventListener("input", () => state.set({ bm: SIZES[Number(size.value)] }, { passing: true }));
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow(values, changed) {
    const isOther =
      ["net", "ns"].some((name) => changed.has(name)) ||
      (values.net === "own" && ["run", "ep"].some((name) => changed.has(name)));
    const input = find("batch-size", HTMLInputElement);
    input.value = String(Math.max(0, SIZES.indexOf(values.bm)));
    showBeside(input, String(values.bm));
    // These cost the server much: each is asked for where it is about to be seen.
    const now = () => this.#page.state.values;
    if (isOther || changed.has("cd"))
      whenNear(find("cost-words"), () => this.#askCost({ network: networkOf(now()), first: now().cd }, DELAY_MS));
    if (isOther || changed.has("bm") || changed.has("bd"))
      whenNear(find("batch-words"), () =>
        this.#askBatch({ network: networkOf(now()), size: now().bm, draw: now().bd }, DELAY_MS),
      );
    if (isOther) whenNear(find("errors-words"), () => this.#askErrors({ network: networkOf(now()) }, DELAY_MS));
  }

  /** @param {CostAnswer} answer */
  #showCost({ source, digits, cost, right, total, way }) {
    const { messages } = this.#page;
    find("cost-words").textContent = joined(
      fill(messages.cost_is, { total, cost: figure(cost, 4), right }),
      messages[`source_${source}`],
    );
    find("cost-digits").replaceChildren(
      ...digits.map((digit) => {
        const read = digit.outputs.indexOf(Math.max(...digit.outputs));
        const words = fill(messages.digit_cost, { label: digit.label, read, cost: figure(digit.cost) });
        const isRight = read === digit.label;
        return make(
          "li",
          { class: isRight ? "" : "wrong" },
          tileCanvas(digit.tile, words),
          make("span", { "aria-hidden": "true" }, `${digit.label} → ${read}`),
          make("span", { "aria-hidden": "true" }, figure(digit.cost)),
        );
      }),
    );
    const most = 1.1 * Math.max(...way.costs);
    const [fewest, mostRight] = [Math.min(...way.right), Math.max(...way.right)];
    const low = Math.max(0, fewest - 2);
    const high = Math.min(way.total, mostRight + 2);
    const least = Math.min(...way.costs) > 0.6 * most ? 0.95 * Math.min(...way.costs) : 0;
    chart(find("way-chart", SVGSVGElement), {
      x: {
        range: [way.places[0], way.places[way.places.length - 1]],
        ticks: [0],
        name: "w − t ∇C",
        format: () => "t = 0",
      },
      y: {
        range: [least, most],
        ticks: least > 0 ? [least, (least + most) / 2, most] : ticksTo(most),
        format: (value) => (least > 0 ? figure(value) : String(value)),
        name: this.#page.messages.axis_cost,
      },
      y2: {
        range: [low, high],
        ticks: [low, Math.round((low + high) / 2), high],
        name: this.#page.messages.axis_right,
      },
      series: [
        { kind: "", x: way.places, y: way.costs },
        { kind: "second", x: way.places, y: way.right, steps: true, right: true },
      ],
    });
    const said = {
      high: figure(way.costs[0], 4),
      low: figure(way.costs[way.costs.length - 1], 4),
      values: new Set(way.right).size,
    };
    find("way-words").textContent = fill(messages.way, said);
  }

  /** @param {BatchAnswer} answer */
  #showBatch({ digits, tiles, estimated, full, error, length, cosine }) {
    const { messages, state } = this.#page;
    find("batch-tiles").replaceChildren(...tiles.map((tile) => make("li", {}, tileCanvas(tile, ""))));
    bars(find("batch-chart", SVGSVGElement), full, estimated);
    find("batch-words").textContent = fill(messages.batch, {
      m: state.values.bm,
      n: digits,
      share: length > 0 ? `${figure((100 * error) / length, 0)}%` : "–",
      angle: figure((180 / Math.PI) * Math.acos(Math.min(Math.max(cosine, -1), 1)), 0),
    });
  }

  /** @param {ErrorsAnswer} answer */
  #showErrors({ source, digits, length, errors }) {
    const all = errors.flatMap((one) => [one.error, one.predicted]);
    const range = /** @type {[number, number]} */ ([Math.min(...all) / 1.3, Math.max(...all) * 1.3]);
    const powers = Array.from({ length: 9 }, (_, at) => 10 ** (at - 6)).flatMap((power) => [power, 3 * power]);
    const x = errors.map((one) => one.size);
    chart(find("errors-chart", SVGSVGElement), {
      x: { range: [0.85, 600], ticks: SIZES, log: true, name: "m" },
      y: {
        range,
        ticks: powers.filter((tick) => tick > range[0] && tick < range[1]),
        log: true,
        format: (tick) => String(Number(tick.toPrecision(1))),
        name: this.#page.messages.axis_error,
      },
      series: [
        { kind: "", x, y: errors.map((one) => one.predicted) },
        { kind: "measured", x, y: errors.map((one) => one.error), points: true },
      ],
    });
    find("errors-table").replaceChildren(
      ...errors.map((one) => {
        const cells = [one.size, one.draws, figure(one.error, 4), figure(one.predicted, 4), figure(one.cosine)];
        return make("tr", {}, ...cells.map((cell) => make("td", { class: "number" }, String(cell))));
      }),
    );
    const { messages } = this.#page;
    find("errors-words").textContent = joined(
      fill(messages.errors, { n: digits, length: figure(length, 4) }),
      messages[`source_${source}`],
    );
  }
}

/**
 * Two bars for each of ten numbers, up or down from the middle.
 *
 * @param {SVGSVGElement} plot
 * @param {number[]} one
 * @param {number[]} other
 */
function bars(plot, one, other) {
  const [, , width, height] = (plot.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const most = Math.max(...[...one, ...other].map(Math.abs), 1e-12);
  const middle = (height - 22) / 2;
  const bar = (/** @type {number} */ value, /** @type {number} */ x, /** @type {string} */ kind) => {
    const tall = (Math.abs(value) / most) * (middle - 8);
    return svg("rect", {
      class: `bar ${kind}`,
      x,
      width: 18,
      y: value > 0 ? middle - tall : middle,
      height: Math.max(tall, 0.5),
    });
  };
  const wide = width / one.length;
  plot.replaceChildren(
    svg("line", { class: "rule", x1: 0, x2: width, y1: middle, y2: middle }),
    ...one.flatMap((value, at) => [
      bar(value, (at + 0.5) * wide - 19, ""),
      bar(other[at], (at + 0.5) * wide + 1, "red"),
      svg("text", { class: "tick", x: (at + 0.5) * wide, y: height - 4, "text-anchor": "middle" }, String(at)),
    ]),
  );
}
