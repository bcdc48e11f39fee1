/**
 * One step of learning as a drawing: pixels, hidden neurons, outputs, and what each phase of the step colours in them.
 *
 * @typedef {import("../plays/equations.js").Step} Step
 *
 * @typedef {object} Look  how the parts of a group are coloured
 * @property {number[]} values  one a part; none: as they lie on the paper
 * @property {"ink" | "sign"} kind  sign: blue above zero, orange below
 * @property {number} most  the number that is coloured fully
 *
 * @typedef {object} Looks
 * @property {Look} into  connections from the pixels, one a hidden neuron
 * @property {Look} edges  weights into the outputs
 * @property {Look} hidden
 * @property {Look} output
 * @property {number[]} bars  outputs as bars; none before there are any
 */
import { findIn } from "../../base/find.js";
import { svg } from "./svg.js";

/** What happens one after the other. */
export const PHASES = Object.freeze(
  /** @type {const} */ (["input", "hidden", "output", "cost", "bp1", "bp2", "gradient", "step"]),
);
/** @typedef {typeof PHASES[number]} Phase */

const HEIGHT = 330;
const SIDE = 28;
const PIXEL = 5;
const TILE = { x: 8, y: (HEIGHT - SIDE * PIXEL) / 2 };
const [HIDDEN_X, OUTPUT_X, LABEL_X, BAR_X] = [300, 510, 528, 546];
const BAR_WIDTH = 88;
/** In which phases the weights into the outputs are at work; in the others they are faint. */
const WEIGHTS_AT_WORK = ["output", "bp2", "gradient", "step"];

/**
 * The drawing, as yet without colours.
 *
 * @param {Pick<Step, "layers">} step
 * @returns {SVGElement[]}
 */
export function stepParts({ layers: [hidden, output] }) {
  const middle = { x: TILE.x + SIDE * PIXEL, y: HEIGHT / 2 };
  const [hiddenYs, outputYs] = [heights(hidden.a.length), heights(output.a.length)];
  const radius = Math.min(5.5, (HEIGHT - 16) / hidden.a.length / 2);
  const line = (/** @type {number[]} */ [x1, y1, x2, y2]) => svg("line", { x1, y1, x2, y2 });
  const circle = (/** @type {number} */ cx, /** @type {number} */ cy, /** @type {number} */ r) =>
    svg("circle", { cx, cy, r });
  return [
    svg("rect", { class: "walk-frame", ...TILE, width: SIDE * PIXEL, height: SIDE * PIXEL }),
    group("pixels", []),
    group(
      "into",
      hiddenYs.map((y) => line([middle.x, middle.y, HIDDEN_X, y])),
    ),
    group(
      "edges",
      outputYs.flatMap((to) => hiddenYs.map((from) => line([HIDDEN_X, from, OUTPUT_X, to]))),
    ),
    group(
      "hidden",
      hiddenYs.map((y) => circle(HIDDEN_X, y, radius)),
    ),
    group(
      "output",
      outputYs.map((y) => circle(OUTPUT_X, y, 10)),
    ),
    group(
      "digits",
      outputYs.map((y, at) => svg("text", { class: "tick", x: LABEL_X, y: y + 5 }, String(at))),
    ),
    group(
      "bars",
      outputYs.map((y) => svg("rect", { x: BAR_X, y: y - 5, width: 0, height: 10 })),
    ),
  ];
}

/** @param {number} count */
function heights(count) {
  return Array.from({ length: count }, (_, at) => 8 + ((at + 0.5) / count) * (HEIGHT - 16));
}

/**
 * @param {string} name
 * @param {SVGElement[]} parts
 */
function group(name, parts) {
  const found = svg("g", { class: `walk-${name}` });
  found.append(...parts);
  return found;
}

/**
 * How everything looks in a phase.
 *
 * @param {Pick<Step, "layers" | "output_weights" | "outputs">} step
 * @param {Phase} phase
 * @param {number} rate  η
 * @returns {Looks}
 */
export function looksOf({ layers: [hidden, output], output_weights: weights, outputs }, phase, rate) {
  const at = PHASES.indexOf(phase);
  const from = (/** @type {Phase} */ first) => at >= PHASES.indexOf(first);
  const w = weights.w.flat();
  const nabla = weights.nabla_w.exact.flat();
  const after = w.map((value, each) => value - rate * nabla[each]);
  const isBack = from("bp1") && phase !== "step";
  const a = phase === "step" ? outputs[outputs.length - 1] : output.a;
  const nothing = ink([]);

  const forward = from("hidden") ? ink(hidden.a) : nothing;
  const outward = from("output") ? ink(a) : nothing;
  const blamed = from("bp2") ? signed(hidden.delta.exact) : nothing;
  const edges = { gradient: signed(opposite(nabla)), step: signed(after, largest(w)) };
  return {
    into: phase === "hidden" ? ink(hidden.a) : inward(phase, hidden.delta.exact),
    edges: phase === "gradient" || phase === "step" ? edges[phase] : signed(w),
    hidden: isBack ? blamed : forward,
    output: isBack ? signed(output.delta.exact) : outward,
    bars: from("output") ? a : [],
  };
}

/**
 * What the biases of the hidden neurons will do, and their weights where ink lies.
 *
 * @param {Phase} phase
 * @param {number[]} delta
 */
function inward(phase, delta) {
  return phase === "gradient" || phase === "step" ? signed(opposite(delta)) : ink([]);
}

/** @param {number[]} values @returns {Look} */
const ink = (values) => ({ values, kind: "ink", most: 1 });

/** @param {number[]} values @param {number} [most] @returns {Look} */
const signed = (values, most = largest(values)) => ({ values, kind: "sign", most });

/** @param {number[]} values */
const largest = (values) => Math.max(...values.map(Math.abs), Number.MIN_VALUE);

/** @param {number[]} values */
const opposite = (values) => values.map((value) => -value);

/**
 * @param {SVGSVGElement} plot  with the parts in it
 * @param {Step} step
 * @param {Phase} phase
 * @param {number} rate
 */
export function paintStep(plot, step, phase, rate) {
  const groupOf = (/** @type {string} */ name) => findIn(plot, `.walk-${name}`, SVGGElement);
  groupOf("pixels").replaceChildren(...pixels(step.x));
  const looks = looksOf(step, phase, rate);
  for (const name of /** @type {const} */ (["into", "edges", "hidden", "output"])) colour(groupOf(name), looks[name]);
  groupOf("edges").classList.toggle("faint", !WEIGHTS_AT_WORK.includes(phase));
  for (const [at, bar] of [...groupOf("bars").children].entries()) {
    bar.setAttribute("width", (BAR_WIDTH * (looks.bars[at] ?? 0)).toFixed(1));
    bar.classList.toggle("wanted", at === step.label);
    groupOf("digits").children[at].classList.toggle("wanted", at === step.label);
  }
}

/** @param {number[]} x */
function pixels(x) {
  const inked = [...x.entries()].filter(([, each]) => each > 0);
  return inked.map(([at, each]) =>
    svg("rect", {
      x: TILE.x + (at % SIDE) * PIXEL,
      y: TILE.y + Math.floor(at / SIDE) * PIXEL,
      width: PIXEL,
      height: PIXEL,
      opacity: each.toFixed(2),
    }),
  );
}

/**
 * @param {SVGGElement} parts
 * @param {Look} look
 */
function colour(parts, { values, kind, most }) {
  for (const [at, part] of [...parts.children].entries()) {
    if (!(part instanceof SVGElement)) continue;
    const value = values[at];
    part.setAttribute("class", value === undefined ? "" : nameOf(kind, value));
    part.style.setProperty("--share", Math.min(Math.abs(value ?? 0) / most, 1).toFixed(3));
  }
}

/**
 * @param {Look["kind"]} kind
 * @param {number} value
 */
function nameOf(kind, value) {
  if (kind === "ink") return "ink";
  return value < 0 ? "below" : "above";
}
