/**
 * What can be done with one digit of a reading, and where the writer then looks.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 * @typedef {{kind: "set", value: number} | {kind: "split", x: number} | {kind: "before" | "after" | "remove"}} DigitAction
 * @typedef {{drawing: Drawing, gaze: [number, number]}} Outcome
 */
import { mergeDigits, removeDigit, setDigit, splitDigit } from "../ink/corrections.js";
import { boxAround, centreOf, suggestCut } from "../ink/cutting.js";

/**
 * @param {DigitAction["kind"]} kind
 * @param {ReadDigit[]} digits
 * @param {number} index  of the digit, or -1
 * @param {Mode} mode  in "digit" the whole drawing is one: there is nothing to split or to join
 * @returns {boolean}
 */
export function isAllowed(kind, digits, index, mode) {
  const digit = digits[index];
  if (!digit) return false;
  if (kind === "set" || kind === "remove") return true;
  if (mode === "digit") return false;
  if (kind === "split") return placeToCut(digit) !== null;
  return digits[index + stepOf(kind)] !== undefined;
}

/**
 * @param {ReadDigit} digit
 * @returns {number | null}  where it most likely comes apart; null when it has no two sides
 */
export function placeToCut({ ink, box }) {
  return ink.length > 0 ? suggestCut(ink) : centreOf(box)[0];
}

/**
 * @param {DigitAction} action
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @returns {Outcome | null}  null when nothing changes, as when the ink is no longer what was read
 */
export function perform(action, drawing, digits, index) {
  const digit = digits[index];
  const other = digits[index + stepOf(action.kind)];
  const isThere = (/** @type {ReadDigit | undefined} */ one) =>
    one?.ink.every((stroke) => drawing.strokes.includes(stroke));
  if (!isThere(digit) || !isThere(other)) return null;
  const outcome = outcomeOf(action, drawing, digits, index);
  return outcome.drawing === drawing ? null : outcome;
}

/**
 * @param {DigitAction} action
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @returns {Outcome}
 */
function outcomeOf(action, drawing, digits, index) {
  const { box } = digits[index];
  const gaze = centreOf(box);
  if (action.kind === "set") return { drawing: setDigit(drawing, digits, index, action.value), gaze };
  if (action.kind === "remove") return { drawing: removeDigit(drawing, digits, index), gaze };
  if (action.kind === "split")
    return { drawing: splitDigit(drawing, digits, index, action.x), gaze: [box[0], gaze[1]] };
  const other = index + stepOf(action.kind);
  return {
    drawing: mergeDigits(drawing, digits, index, other),
    gaze: centreOf(boxAround(box, digits[other].box)),
  };
}

/** @param {DigitAction["kind"]} kind */
function stepOf(kind) {
  return { before: -1, after: 1, set: 0, split: 0, remove: 0 }[kind];
}
