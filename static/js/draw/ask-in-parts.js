/**
 * Asks about a drawing, part by part, and puts the answers together. A part that has not changed since the last
 * corrected reading is not asked about again.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Part} Part
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {{drawing: Drawing, mode: import("../base/types.js").Mode}} Question
 */
import { compose, partsOf } from "./reading.js";

/** @type {Answer} */
const NOTHING_ASKED = {
  text: "",
  confidence: 1,
  verdict: "recognized",
  digits: [],
  ignored: [],
  model: null,
  timings_ms: { preprocess: 0, network: 0 },
};

/** @type {WeakMap<object, number>} */
const names = new WeakMap();
let named = 0;

/**
 * @param {(part: Part, signal: AbortSignal) => Promise<Answer>} askPart
 * @returns {(question: Question, signal: AbortSignal) => Promise<Reading>}
 */
export function askInParts(askPart) {
  /** @type {Map<string, Answer>} */
  let known = new Map();
  return async ({ drawing, mode }, signal) => {
    const parts = partsOf(drawing, mode);
    const keys = parts.map(keyOf);
    // Without corrections the whole is always asked anew: another version may have become active.
    const earlier = new Map(drawing.pins.length > 0 ? known : []);
    const answerAt = async (/** @type {number} */ at) => earlier.get(keys[at]) ?? askPart(parts[at], signal);
    // The answer to a picture as a whole tells its ink, of which the cut-outs are made.
    if (drawing.picture) earlier.set(keys[0], await answerAt(0));
    const answers = await Promise.all(parts.map((_, at) => answerAt(at)));
    known = new Map(keys.map((key, at) => [key, answers[at]]));
    return compose(drawing, parts, answers.length > 0 ? answers : [NOTHING_ASKED]);
  };
}

/** @param {Part} part */
function keyOf({ strokes, picture, region, mode }) {
  // The stroke under the pen grows: its length belongs to its name.
  const ink = strokes.map((stroke) => `${nameOf(stroke)}×${stroke.length}`);
  return [mode, picture ? nameOf(picture) : "", region?.join(" ") ?? "", ...ink].join("|");
}

/** @param {object} thing */
function nameOf(thing) {
  const known = names.get(thing);
  if (known !== undefined) return known;
  named += 1;
  names.set(thing, named);
  return named;
}
