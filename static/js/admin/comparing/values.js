/**
 * What versions have at each epoch. Pure: no function here touches the page.
 *
 * @typedef {import("../charts/geometry.js").Point} Point
 * @typedef {{epochs: number[], accuracy: (number | null)[], cost: (number | null)[]}} Curve  accuracy in per cent; null
 *   without validation
 * @typedef {"accuracy" | "cost"} Figure
 */
import { smoothed } from "../charts/geometry.js";

/**
 * @param {Curve[]} curves
 * @returns {number[]}  the epochs that one of them has, from first to last
 */
export function epochsOf(curves) {
  return [...new Set(curves.flatMap(({ epochs }) => epochs))].sort((one, other) => one - other);
}

/**
 * @param {Curve} curve
 * @param {Figure} figure
 * @returns {Point[]}
 */
export function pointsOf(curve, figure) {
  return curve.epochs.flatMap((x, index) => {
    const y = curve[figure][index];
    return y === null ? [] : [{ x, y }];
  });
}

/**
 * A figure of one epoch as it was measured, and as the smoothed line has it.
 *
 * @param {Curve} curve
 * @param {Figure} figure
 * @param {number} epoch
 * @param {number} weight
 * @returns {{measured: string, smooth: string} | null}  null where there is none
 */
export function valueAt(curve, figure, epoch, weight) {
  const points = pointsOf(curve, figure);
  const place = points.findIndex(({ x }) => x === epoch);
  if (place < 0) return null;
  return {
    measured: written(figure, points[place].y),
    smooth: written(figure, smoothed(points, weight)[place].y),
  };
}

/** @param {Figure} figure @param {number} value */
function written(figure, value) {
  return figure === "accuracy" ? `${value.toFixed(2)}\u00a0%` : value.toFixed(4);
}
