/**
 * How the sheet lies under who moves and zooms it. Pure: no function here touches the page.
 *
 * @typedef {import("../ink/geometry.js").View} View
 * @typedef {[number, number]} Place  on the sheet, in CSS pixels
 */

/** Between these sizes the drawing can be zoomed, as parts of its own. */
const SMALLEST = 0.2;
const LARGEST = 8;

/** Fingers closer than this, in CSS pixels, say nothing of how far apart they are. */
const CLOSE = 10;

/** One turn of a wheel counts as this much at most; by `SPEED` it becomes a factor. */
const TURN = 25;
const SPEED = 0.01;

/**
 * @param {View} view
 * @param {number} factor
 * @param {Place} place  that stays where it is
 * @returns {View}
 */
export function zoomed(view, factor, [x, y]) {
  const scale = Math.min(Math.max(view.scale * factor, SMALLEST), LARGEST);
  const grown = scale / view.scale;
  return { scale, dx: x - (x - view.dx) * grown, dy: y - (y - view.dy) * grown };
}

/**
 * The view when what was held at some places is held at others: one moves the sheet, two zoom it as well.
 *
 * @param {View} view  when it was taken hold of
 * @param {Place[]} from
 * @param {Place[]} to  as many
 * @returns {View}
 */
export function dragged(view, from, to) {
  const [start, end] = [middleOf(from), middleOf(to)];
  const moved = { ...view, dx: view.dx + end[0] - start[0], dy: view.dy + end[1] - start[1] };
  return zoomed(moved, spreadOf(to) / spreadOf(from), end);
}

/**
 * @param {Pick<WheelEvent, "deltaY" | "deltaMode">} wheel
 * @returns {number}  by how much it zooms
 */
export function factorOf({ deltaY, deltaMode }) {
  const turned = deltaMode === 0 ? deltaY : deltaY * TURN;
  return Math.exp(-Math.min(Math.max(turned, -TURN), TURN) * SPEED);
}

/**
 * The paper's squares at a size at which one can see them: they double and halve as one zooms.
 *
 * @param {number} scale
 * @returns {number}  their size as part of their own
 */
export function squaresAt(scale) {
  return scale / 2 ** Math.round(Math.log2(scale));
}

/** @param {Place[]} places */
function middleOf(places) {
  const mean = (/** @type {0 | 1} */ axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  return /** @type {Place} */ ([mean(0), mean(1)]);
}

/** @param {Place[]} places */
function spreadOf(places) {
  const [[x, y], [otherX, otherY]] = [places[0], places[places.length - 1]];
  return Math.max(Math.hypot(x - otherX, y - otherY), CLOSE);
}
