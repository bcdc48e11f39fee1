/**
 * Line charts of values by epoch: pure geometry first, then the SVG.
 *
 * @typedef {{x: number, y: number}} Point
 * @typedef {{name: string, points: Point[], best?: number | undefined}} Series  name: its class in the style sheet;
 *   best: the epoch to be ringed
 * @typedef {{epoch: number, accuracy: number | null, validation_cost: number | null}} Result  null without validation
 */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 240;
const MARGIN = { top: 12, right: 16, bottom: 28, left: 56 };

/**
 * Round values that divide a range into about so many steps; the first is not above it, the last not below.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} [count]
 * @returns {number[]}
 */
export function ticks(low, high, count = 4) {
  const range = high - low || Math.abs(high) || 1;
  const magnitude = 10 ** Math.floor(Math.log10(range / count));
  const step = [1, 2, 5].map((factor) => factor * magnitude).find((size) => range / size <= count) ?? 10 * magnitude;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/**
 * As many decimals as it takes to tell the ticks apart.
 *
 * @param {number[]} values
 * @returns {string[]}
 */
export function tickLabels(values) {
  const step = values[1] - values[0];
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return values.map((value) => value.toFixed(decimals));
}

/**
 * Whole epochs to label on the x axis.
 *
 * @param {number} last
 * @param {number} [count]
 * @returns {number[]}
 */
export function epochTicks(last, count = 6) {
  const step = Math.max(1, ticks(0, Math.max(1, last), count)[1]);
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
}

/**
 * Where a value lies between two others, mapped to pixels.
 *
 * @param {[number, number]} domain
 * @param {[number, number]} range
 * @returns {(value: number) => number}
 */
export function scale([low, high], [from, to]) {
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

/**
 * @param {Point[]} points  in pixels
 * @returns {string}  the `d` of a path
 */
export function line(points) {
  return points.map(({ x, y }, index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/**
 * The epoch that is kept, by the rule of `EpochRecord.is_better_than`.
 *
 * @param {Result[]} epochs
 * @returns {number | undefined}
 */
export function bestOf(epochs) {
  /** @type {Result | undefined} */
  let best;
  for (const epoch of epochs) if (!best || isBetter(epoch, best)) best = epoch;
  return best?.epoch;
}

/**
 * Whether more is right, or as much at less cost; without validation the later is the better.
 *
 * @param {Result} one
 * @param {Result} earlier
 */
function isBetter(one, earlier) {
  if (one.accuracy === null || earlier.accuracy === null) return true;
  if (one.accuracy !== earlier.accuracy) return one.accuracy > earlier.accuracy;
  return (one.validation_cost ?? 0) < (earlier.validation_cost ?? 0);
}

/**
 * Draw series into an SVG element, as wide as it is on the page.
 *
 * @param {SVGSVGElement} svg
 * @param {Series[]} series
 * @param {number} lastEpoch  the epoch that ends the training, counted from 0
 */
export function draw(svg, series, lastEpoch) {
  const width = Math.max(240, svg.clientWidth);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  const marks = values.length ? ticks(Math.min(...values), Math.max(...values)) : ticks(0, 1);
  const x = scale([0, Math.max(1, lastEpoch)], [MARGIN.left, width - MARGIN.right]);
  const y = scale([marks[0], marks[marks.length - 1]], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  svg.replaceChildren(
    ...(values.length ? horizontalGrid(marks, y, width) : []),
    ...epochAxis(epochTicks(lastEpoch, width < 400 ? 4 : 8), x),
    ...series.flatMap(({ name, points }) =>
      curve(
        name,
        points.map((point) => ({ x: x(point.x), y: y(point.y) })),
      ),
    ),
    ...series
      .flatMap(({ points, best }) => points.filter((point) => point.x === best))
      .map((point) => element("circle", { class: "best", cx: x(point.x), cy: y(point.y), r: 7 })),
  );
}

/** @param {number[]} marks @param {(value: number) => number} y @param {number} width */
function horizontalGrid(marks, y, width) {
  const labels = tickLabels(marks);
  return marks.flatMap((mark, index) => [
    element("line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(mark), y2: y(mark) }),
    element("text", { x: MARGIN.left - 8, y: y(mark) + 4, "text-anchor": "end" }, labels[index]),
  ]);
}

/** @param {number[]} epochs @param {(value: number) => number} x */
function epochAxis(epochs, x) {
  return epochs.map((epoch) => element("text", { x: x(epoch), y: HEIGHT - 8, "text-anchor": "middle" }, String(epoch)));
}

/** @param {string} name @param {Point[]} points */
function curve(name, points) {
  const last = points.at(-1);
  if (!last) return [];
  return [
    element("path", { class: `curve ${name}`, d: line(points), "data-points": points.length }),
    element("circle", { class: `end ${name}`, cx: last.x, cy: last.y, r: 4 }),
  ];
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function element(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
