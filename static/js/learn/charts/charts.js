/** Charts of measured values, in SVG, over axes that may be logarithmic. */
import { precise, raised } from "../formulas/numbers.js";
import { partsWithin } from "./clipping.js";
import { svg } from "./svg.js";

/** @typedef {import("./clipping.js").Place} Place */

const MARGIN = { left: 52, right: 14, top: 14, bottom: 34 };
/** Where the drawing begins below the names of its upright axes. */
const NAMED = 34;
/** Of the largest value of a line that leaves the drawing. */
const FIGURES = 6;

/**
 * @typedef {object} Axis
 * @property {[number, number]} range
 * @property {number[]} ticks
 * @property {string} [name]
 * @property {boolean} [log]
 * @property {(value: number) => string} [format]
 *
 * @typedef {object} Series
 * @property {string} kind  a class
 * @property {number[]} x
 * @property {number[]} y
 * @property {boolean} [points]  dots instead of a line
 * @property {boolean} [steps]  a staircase
 * @property {boolean} [right]  measured by the axis at the right
 */

/**
 * @param {SVGSVGElement} plot  with a viewBox
 * @param {{x: Axis, y: Axis, y2?: Axis, series: Series[], mark?: number}} what  mark: a vertical line at this x
 */
export function chart(plot, { x, y, y2, series, mark }) {
  const [, , width, height] = (plot.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const right = width - (y2 ? MARGIN.left : MARGIN.right);
  const left = scale(x, MARGIN.left, right);
  const frame = {
    top: y.name || y2?.name ? NAMED : MARGIN.top,
    bottom: height - MARGIN.bottom,
    left: MARGIN.left,
    right,
  };
  const top = scale(y, frame.bottom, frame.top);
  const top2 = y2 ? scale(y2, frame.bottom, frame.top) : top;
  plot.replaceChildren(
    ...y.ticks.flatMap((tick) => [
      svg("line", { class: "rule", x1: MARGIN.left, x2: right, y1: top(tick), y2: top(tick) }),
      svg("text", { class: "tick", x: MARGIN.left - 8, y: top(tick) + 5, "text-anchor": "end" }, written(y, tick)),
    ]),
    ...(y2?.ticks ?? []).map((tick) =>
      svg("text", { class: "tick second", x: right + 8, y: top2(tick) + 5 }, written(/** @type {Axis} */ (y2), tick)),
    ),
    ...x.ticks.map((tick) =>
      svg("text", { class: "tick", x: left(tick), y: height - 14, "text-anchor": "middle" }, written(x, tick)),
    ),
    svg("text", { class: "tick axis", x: right, y: height - 1, "text-anchor": "end" }, x.name ?? ""),
    svg("text", { class: "tick axis", x: 2, y: NAMED - 18 }, y.name ?? ""),
    svg("text", { class: "tick axis second", x: width - 2, y: NAMED - 18, "text-anchor": "end" }, y2?.name ?? ""),
    ...(mark === undefined
      ? []
      : [svg("line", { class: "mark", x1: left(mark), x2: left(mark), y1: frame.top, y2: frame.bottom })]),
    ...series.flatMap((one) => drawn(one, left, one.right ? top2 : top, frame)),
  );
}

/**
 * @param {Axis} axis
 * @param {number} from
 * @param {number} to
 * @returns {(value: number) => number}
 */
function scale({ range, log }, from, to) {
  const place = log ? Math.log : Number;
  const [low, high] = range.map(place);
  return (value) => Number((from + ((place(value) - low) / (high - low || 1)) * (to - from)).toFixed(1));
}

/**
 * @param {Axis} axis
 * @param {number} tick
 */
function written({ format = String }, tick) {
  return format(tick).replace("-", "−");
}

/**
 * @param {Series} series
 * @param {(value: number) => number} left
 * @param {(value: number) => number} top
 * @param {import("./clipping.js").Box} frame
 * @returns {SVGElement[]}
 */
function drawn({ kind, x, y, points, steps }, left, top, frame) {
  if (points)
    return x.map((value, at) => svg("circle", { class: `dot ${kind}`, cx: left(value), cy: top(y[at]), r: 5 }));
  const places = x.flatMap((value, at) => {
    const place = /** @type {Place} */ ([left(value), top(y[at])]);
    return steps && at > 0 ? [/** @type {Place} */ ([left(value), top(y[at - 1])]), place] : [place];
  });
  const parts = partsWithin(places, frame);
  const lines = parts.map((part) => svg("polyline", { class: `line ${kind}`, points: part.join(" ") }));
  const gone = parts.map((part) => part[part.length - 1]).find((end) => !places.includes(end) && isAtTop(end, frame));
  return gone ? [...lines, ...leaving(kind, gone, Math.max(...y), frame.right)] : lines;
}

/**
 * @param {Place} place
 * @param {import("./clipping.js").Box} frame
 */
function isAtTop([, y], { top, bottom }) {
  return y - top < bottom - y;
}

/**
 * A mark where a line leaves the drawing at the top, and how far it goes.
 *
 * @param {string} kind
 * @param {Place} place
 * @param {number} most
 * @param {number} right  where the drawing ends
 * @returns {SVGElement[]}
 */
function leaving(kind, [x, y], most, right) {
  const isLeft = x < right / 2;
  return [
    svg("path", { class: `leaving ${kind}`, d: `M${x} ${y - 12}l6 12h-12z` }),
    svg(
      "text",
      { class: `tick leaving ${kind}`, x: x + (isLeft ? 12 : -12), y: y + 3, "text-anchor": isLeft ? "start" : "end" },
      `↑ ${precise(most, FIGURES)}`,
    ),
  ];
}

/**
 * Round numbers that divide a range from 0 evenly.
 *
 * @param {number} most
 * @param {number} [count]
 * @returns {number[]}
 */
export function ticksTo(most, count = 4) {
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(6)));
}

/**
 * A logarithmic axis for positive numbers, with at most six powers of ten beside it.
 *
 * @param {number} least
 * @param {number} most
 * @returns {Axis}
 */
export function logAxis(least, most) {
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const apart = Math.max(1, Math.ceil((high - low) / 5));
  const powers = Array.from({ length: Math.floor((high - low) / apart) + 1 }, (_, at) => low + at * apart);
  const format = (/** @type {number} */ tick) => {
    const power = Math.round(Math.log10(tick));
    return Math.abs(power) <= 3 ? String(Number(tick.toPrecision(1))) : `10${raised(power)}`;
  };
  return { range: [10 ** low, 10 ** high], ticks: powers.map((power) => 10 ** power), log: true, format };
}
