/**
 * What can be done with one digit of a reading, and where the writer then looks.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 * @typedef {{act: "set", value: number} | {act: "split", x: number} | {act: "before" | "after" | "remove"}} Act
 * @typedef {{drawing: Drawing, gaze: [number, number]}} Outcome
 */
import { mergeDigits, removeDigit, setDigit, splitDigit } from "../ink/corrections.js";
import { boxAround, centreOf, suggestCut } from "../ink/cutting.js";

/**
 * @param {Act["act"]} act
 * @param {ReadDigit[]} digits
 * @param {number} index  of the digit, or -1
 * @param {Mode} mode  in "digit" the whole drawing is one: there is nothing to split or to join
 * @returns {boolean}
 */
export function canAct(act, digits, index, mode) {
  const digit = digits[index];
  if (!digit) return false;
  if (act === "set" || act === "remove") return true;
  if (mode === "digit") return false;
  if (act === "split") return placeToCut(digit) !== null;
  return digits[index + stepOf(act)] !== undefined;
}

/**
 * @param {ReadDigit} digit
 * @returns {number | null}  where it most likely comes apart; null when it has no two sides
 */
export function placeToCut({ ink, box }) {
  return ink.length > 0 ? suggestCut(ink) : centreOf(box)[0];
}

/**
 * @param {Act} act
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @returns {Outcome | null}  null when nothing changes, as when the ink is no longer what was read
 */
export function perform(act, drawing, digits, index) {
  const digit = digits[index];
  const other = digits[index + stepOf(act.act)];
  const isThere = (/** @type {ReadDigit | undefined} */ one) =>
    one?.ink.every((stroke) => drawing.strokes.includes(stroke));
  if (!isThere(digit) || !isThere(other)) return null;
  const outcome = outcomeOf(act, drawing, digits, index);
  return outcome.drawing === drawing ? null : outcome;
}

/**
 * @param {Act} act
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @returns {Outcome}
 */
function outcomeOf(act, drawing, digits, index) {
  const { box } = digits[index];
  const gaze = centreOf(box);
  if (act.act === "set") return { drawing: setDigit(drawing, digits, index, act.value), gaze };
  if (act.act === "remove") return { drawing: removeDigit(drawing, digits, index), gaze };
  if (act.act === "split") return { drawing: splitDigit(drawing, digits, index, act.x), gaze: [box[0], gaze[1]] };
  const other = index + stepOf(act.act);
  return {
    drawing: mergeDigits(drawing, digits, index, other),
    gaze: centreOf(boxAround(box, digits[other].box)),
  };
}

/** @param {Act["act"]} act */
function stepOf(act) {
  return { before: -1, after: 1, set: 0, split: 0, remove: 0 }[act];
}
