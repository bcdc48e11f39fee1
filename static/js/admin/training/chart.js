/**
 * The charts of one training: which epoch is kept, and the SVG.
 *
 * @typedef {import("../charts/geometry.js").Point} Point
 * @typedef {{name: string, points: Point[], best?: number | undefined}} Series  name: its class in the style sheet;
 *   best: the epoch to be ringed
 * @typedef {{epoch: number, accuracy: number | null, validation_cost: number | null}} Result  null without validation
 */
import { element, frame } from "../charts/frame.js";
import { line } from "../charts/geometry.js";

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
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  const { axes, x, y } = frame(svg, values, lastEpoch);
  svg.replaceChildren(
    ...axes,
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

/** @param {string} name @param {Point[]} points */
function curve(name, points) {
  const last = points.at(-1);
  if (!last) return [];
  return [
    element("path", { class: `curve ${name}`, d: line(points), "data-points": points.length }),
    element("circle", { class: `end ${name}`, cx: last.x, cy: last.y, r: 4 }),
  ];
}
