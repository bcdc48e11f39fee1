/**
 * Geometry of line charts of values by epoch. Pure: no function here touches the page.
 *
 * @typedef {{x: number, y: number}} Point
 */

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
 * Points whose values are exponential means of those up to each, not drawn towards 0 at the start (Kingma and Ba 2015,
 * section 3).
 *
 * @param {Point[]} points
 * @param {number} weight  of what was before, from 0 (nothing changes) to below 1
 * @returns {Point[]}
 */
export function smoothed(points, weight) {
  let sum = 0;
  return points.map(({ x, y }, index) => {
    sum = weight * sum + (1 - weight) * y;
    return { x, y: sum / (1 - weight ** (index + 1)) };
  });
}

/**
 * @param {number[]} values  at least one
 * @param {number} wanted
 * @returns {number}  the place of the value that is nearest, the first of those that are as near
 */
export function nearest(values, wanted) {
  const distances = values.map((value) => Math.abs(value - wanted));
  return distances.indexOf(Math.min(...distances));
}
