/**
 * Pure functions that cut ink and find it: which stroke is under the finger, where a digit comes apart.
 *
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").Point} Point
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {{left: Stroke[], right: Stroke[], pieces: Map<Stroke, Stroke[]>}} Cut  pieces: what became of each stroke
 */
import { boundsOf } from "./geometry.js";

/** A stroke with this part of its length on one side of a cut goes there whole: bars reach over a little. */
const STAYS_WHOLE = 0.8;

/** Places at which a cut is tried, and the part of the width at either end at which it is not. */
const TRIES = 61;
const END = 0.12;

/**
 * @param {Stroke[]} strokes  with at least one point
 * @returns {Box}
 */
export function boxOf(strokes) {
  const bounds = /** @type {import("./geometry.js").Bounds} */ (boundsOf(strokes));
  return [bounds.left, bounds.top, bounds.right - bounds.left, bounds.bottom - bounds.top];
}

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {Box}
 */
export function boxAround(one, other) {
  const left = Math.min(one[0], other[0]);
  const top = Math.min(one[1], other[1]);
  const right = Math.max(one[0] + one[2], other[0] + other[2]);
  const bottom = Math.max(one[1] + one[3], other[1] + other[3]);
  return [left, top, right - left, bottom - top];
}

/**
 * @param {Box} box
 * @returns {[number, number]}
 */
export function centreOf([x, y, width, height]) {
  return [x + width / 2, y + height / 2];
}

/**
 * Cut a stroke wherever it crosses the vertical line at `x`; neighbouring pieces share the point on the line.
 *
 * @param {Stroke} stroke
 * @param {number} x
 * @returns {Stroke[]}  the stroke itself, alone, if it does not cross
 */
export function cutStroke(stroke, x) {
  /** @type {Stroke[]} */
  const pieces = [[stroke[0]]];
  for (let index = 1; index < stroke.length; index += 1) {
    const [from, to] = [stroke[index - 1], stroke[index]];
    if ((from[0] - x) * (to[0] - x) < 0) {
      const on = between(from, to, (x - from[0]) / (to[0] - from[0]));
      pieces[pieces.length - 1].push(on);
      pieces.push([on]);
    }
    pieces[pieces.length - 1].push(to);
  }
  return pieces.length === 1 ? [stroke] : pieces;
}

/**
 * Part ink into what lies left and what lies right of `x`.
 *
 * @param {Stroke[]} strokes
 * @param {number} x
 * @returns {Cut}  with both sides filled whenever the ink reaches to both
 */
export function cutInk(strokes, x) {
  const gentle = part(strokes, x, STAYS_WHOLE);
  return gentle.left.length > 0 && gentle.right.length > 0 ? gentle : part(strokes, x, 1);
}

/**
 * The place at which a digit most likely comes apart: where the fewest lines cross, near the middle.
 *
 * @param {Stroke[]} strokes
 * @returns {number | null}  null when the ink is none, a dot or a vertical line and has no two sides
 */
export function suggestCut(strokes) {
  if (strokes.length === 0) return null;
  const [left, , width] = boxOf(strokes);
  if (width < 1) return null;
  let best = { x: left + width / 2, cost: Infinity };
  for (let step = 0; step < TRIES; step += 1) {
    const part = END + ((1 - 2 * END) * step) / (TRIES - 1);
    const x = left + width * part;
    const cost = crossings(strokes, x) + Math.abs(part - 0.5);
    if (cost < best.cost) best = { x, cost };
  }
  return best.x;
}

/**
 * @param {Stroke[]} strokes
 * @param {number} x
 * @param {number} y
 * @param {number} reach  how far away a stroke may be
 * @returns {number}  the index of the nearest stroke, or -1
 */
export function strokeNear(strokes, x, y, reach) {
  let best = { index: -1, distance: reach };
  for (const [index, stroke] of strokes.entries()) {
    const distance = distanceTo(stroke, x, y);
    if (distance <= best.distance) best = { index, distance };
  }
  return best.index;
}

/**
 * Which ink is each digit's own. A stroke that several digits share, because they were written in one go, is cut
 * half-way between their boxes.
 *
 * @param {{box: Box, ink: Stroke[]}[]} digits
 * @returns {{inks: Stroke[][], pieces: Map<Stroke, Stroke[]>}}
 */
export function ownInk(digits) {
  /** @type {Map<Stroke, number[]>} */
  const owners = new Map();
  for (const [index, digit] of digits.entries()) {
    for (const stroke of digit.ink) owners.set(stroke, [...(owners.get(stroke) ?? []), index]);
  }
  const inks = digits.map(() => /** @type {Stroke[]} */ ([]));
  /** @type {Map<Stroke, Stroke[]>} */
  const pieces = new Map();
  for (const [stroke, sharers] of owners) {
    if (sharers.length === 1) inks[sharers[0]].push(stroke);
    else pieces.set(stroke, deal(stroke, sharers, digits, inks));
  }
  return { inks, pieces };
}

/**
 * @param {Stroke} stroke
 * @param {number[]} sharers
 * @param {{box: Box}[]} digits
 * @param {Stroke[][]} inks  gains the pieces
 * @returns {Stroke[]}
 */
function deal(stroke, sharers, digits, inks) {
  const boxes = sharers.map((owner) => ({ owner, box: digits[owner].box })).sort((a, b) => a.box[0] - b.box[0]);
  let pieces = [stroke];
  for (let index = 1; index < boxes.length; index += 1) {
    const [before, after] = [boxes[index - 1].box, boxes[index].box];
    const line = (before[0] + before[2] + after[0]) / 2;
    pieces = pieces.flatMap((piece) => cutStroke(piece, line));
  }
  for (const piece of pieces) {
    const middle = centreOf(boxOf([piece]))[0];
    const away = (/** @type {Box} */ box) => Math.abs(centreOf(box)[0] - middle);
    inks[boxes.reduce((near, next) => (away(next.box) < away(near.box) ? next : near)).owner].push(piece);
  }
  return pieces;
}

/**
 * @param {Stroke[]} strokes
 * @param {number} x
 * @param {number} whole  part of a stroke's length from which it is not cut
 * @returns {Cut}
 */
function part(strokes, x, whole) {
  /** @type {Cut} */
  const cut = { left: [], right: [], pieces: new Map() };
  for (const stroke of strokes) {
    const pieces = cutStroke(stroke, x);
    const side = sideOf(stroke, pieces, x, whole);
    if (side) cut[side].push(stroke);
    else {
      for (const piece of pieces) (isLeft(piece, x) ? cut.left : cut.right).push(piece);
      cut.pieces.set(stroke, pieces);
    }
  }
  return cut;
}

/**
 * @param {Stroke} stroke
 * @param {Stroke[]} pieces  of it, on both sides of x
 * @param {number} x
 * @param {number} whole  part of its length from which it is not cut
 * @returns {"left" | "right" | null}  where it stays whole; null where it is cut
 */
function sideOf(stroke, pieces, x, whole) {
  if (pieces.length === 1) return isLeft(stroke, x) ? "left" : "right";
  const length = lengthOf(stroke);
  const onLeft = pieces.filter((piece) => isLeft(piece, x)).reduce((sum, piece) => sum + lengthOf(piece), 0);
  const share = length > 0 ? Math.max(onLeft, length - onLeft) / length : 1;
  if (share < whole || share >= 1) return null;
  return onLeft > length / 2 ? "left" : "right";
}

/**
 * @param {Stroke} piece
 * @param {number} x
 */
function isLeft(piece, x) {
  return centreOf(boxOf([piece]))[0] < x;
}

/** @param {Stroke} stroke */
export function lengthOf(stroke) {
  let length = 0;
  for (let index = 1; index < stroke.length; index += 1) {
    length += Math.hypot(stroke[index][0] - stroke[index - 1][0], stroke[index][1] - stroke[index - 1][1]);
  }
  return length;
}

/**
 * @param {Stroke[]} strokes
 * @param {number} x
 */
function crossings(strokes, x) {
  return strokes.reduce((sum, stroke) => sum + cutStroke(stroke, x).length - 1, 0);
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} share
 * @returns {Point}
 */
function between(from, to, share) {
  const mix = (/** @type {0 | 1 | 2} */ axis) => from[axis] + (to[axis] - from[axis]) * share;
  return [mix(0), mix(1), mix(2)];
}

/**
 * @param {Stroke} stroke
 * @param {number} x
 * @param {number} y
 */
function distanceTo(stroke, x, y) {
  let nearest = Math.hypot(stroke[0][0] - x, stroke[0][1] - y);
  for (let index = 1; index < stroke.length; index += 1) {
    const [from, to] = [stroke[index - 1], stroke[index]];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy || 1);
    const [px, py] = between(from, to, Math.min(Math.max(along, 0), 1));
    nearest = Math.min(nearest, Math.hypot(px - x, py - y));
  }
  return nearest;
}
