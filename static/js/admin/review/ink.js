/** Where strokes lie on a square. Pure: no function here touches the page. */

/** Part of the square that stays free on each side. */
const MARGIN = 0.08;

/** A square whose side is this long: any will do. */
export const SIDE = 100;

/**
 * @param {readonly (readonly (readonly number[])[])[]} strokes  points [x, y], of any size
 * @returns {string[]}  a path for each stroke, on a square of `SIDE`; the ink in its middle, its shape kept
 */
export function pathsOf(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [left, top] = [least(xs), least(ys)];
  const [width, height] = [most(xs) - left, most(ys) - top];
  const scale = (SIDE * (1 - 2 * MARGIN)) / (Math.max(width, height) || 1);
  const place = (/** @type {readonly number[]} */ [x, y]) =>
    `${round((x - left - width / 2) * scale + SIDE / 2)} ${round((y - top - height / 2) * scale + SIDE / 2)}`;
  return strokes.filter((stroke) => stroke.length > 0).map((stroke) => pathOf(stroke.map(place)));
}

/** @param {string[]} places */
function pathOf(places) {
  const [first, ...others] = places;
  // A dot is a line of no length, which has round ends.
  return `M${first}${(others.length > 0 ? others : [first]).map((place) => `L${place}`).join("")}`;
}

const least = (/** @type {number[]} */ values) => values.reduce((one, other) => Math.min(one, other), Infinity);
const most = (/** @type {number[]} */ values) => values.reduce((one, other) => Math.max(one, other), -Infinity);
const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
