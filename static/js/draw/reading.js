/**
 * The reading of a corrected drawing: what has to be asked, and one answer made of the answers. What is not pinned is
 * read as a whole; each pinned group of strokes, or region of a picture, is asked about as one digit.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").Digit} Digit
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Part} Part
 * @typedef {import("../base/types.js").Pin} Pin
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {import("../base/types.js").Stroke} Stroke
 */
import { boxAround, boxOf, centreOf } from "../ink/cutting.js";

/** Neighbours in a row share this part of the smaller one's height. */
const LEVEL = 0.3;

/** A digit of a picture with this part of its box in a corrected region is replaced by the correction. */
const COVERED = 0.5;

/** From this confidence on a reading is recognized: of a drawn digit, a drawn number, a picture. As in verdicts.py. */
const SURE_DIGIT = 0.8;
const SURE_NUMBER = 0.95;
const SURE_PICTURE = 0.85;

/** Below this confidence ink is taken for no digit. As in verdicts.py; a test holds them together. */
const NO_DIGIT = 0.35;

/**
 * @param {Drawing} drawing
 * @param {Mode} mode
 * @returns {Part[]}  what has to be asked: at least one part, unless nothing is drawn or all is known
 */
export function partsOf({ strokes, picture, pins }, mode) {
  const held = new Set(pins.flatMap((pin) => pin.strokes));
  const free = strokes.filter((stroke) => !held.has(stroke));
  /** @type {Part[]} */
  const parts = pins
    .filter((pin) => !pin.seen && !pin.isDropped)
    .map((pin) => ({ strokes: pin.strokes, picture, region: pin.region, mode: "digit", pin }));
  if (picture || free.length > 0) parts.unshift({ strokes: free, picture, region: null, mode, pin: null });
  return parts;
}

/**
 * @param {Drawing} drawing
 * @param {Part[]} parts
 * @param {Answer[]} answers  to the parts, in their order
 * @returns {Reading}
 */
export function compose(drawing, parts, answers) {
  const answerTo = (/** @type {Pin | null} */ pin) => answers[parts.findIndex((part) => part.pin === pin)];
  const whole = answerTo(null);
  const free = freeDigits(drawing, parts, whole);
  const pins = drawing.pins.filter((pin) => !pin.isDropped);
  const pinned = pins.map((pin) => ({
    ...digitOf(pin, answerTo(pin)),
    ink: pin.strokes,
    pin,
    isByHand: pin.digit !== null,
  }));
  const isCorrected = drawing.pins.length > 0;
  const placeOf = (/** @type {Stroke} */ stroke) => drawing.strokes.indexOf(stroke);
  const corrected = () =>
    inReadingOrder([...free, ...pinned]).map((digit) => ({ ...digit, strokes: digit.ink.map(placeOf) }));
  const digits = isCorrected ? corrected() : free;
  const first = whole ?? answers[0];
  const confidence = isCorrected ? confidenceOf(drawing, digits, whole) : whole.confidence;
  return {
    ...first,
    text: isCorrected ? digits.map((digit) => digit.digit ?? "").join("") : whole.text,
    confidence,
    verdict: isCorrected ? verdictOf(drawing, digits, confidence) : whole.verdict,
    digits,
    ignored: whole?.ignored ?? [],
    isCorrected,
    receipt: whole?.receipt ?? null,
    isWanted: whole?.wanted ?? false,
    model: first?.model ?? null,
    timings_ms: { preprocess: total(answers, "preprocess"), network: total(answers, "network") },
  };
}

/**
 * Sort digits into rows, top to bottom, and each row from left to right. Rows may slope: a digit joins the row
 * whose last digit it stands beside.
 *
 * @template {{box: Box}} T
 * @param {T[]} digits
 * @returns {T[]}
 */
export function inReadingOrder(digits) {
  /** @type {T[][]} */
  const rows = [];
  for (const digit of [...digits].sort((a, b) => centreOf(a.box)[0] - centreOf(b.box)[0])) {
    const home = rows.find((row) => isLevel(row[row.length - 1].box, digit.box));
    if (home) home.push(digit);
    else rows.push([digit]);
  }
  const height = (/** @type {T[]} */ row) => centreOf(row[0].box)[1];
  return rows.sort((a, b) => height(a) - height(b)).flat();
}

/**
 * @param {Pick<Reading, "verdict" | "digits">} reading
 * @returns {boolean[]}  for each digit whether the writer should look at it
 */
export function shaky({ verdict, digits }) {
  if (verdict === "recognized") return digits.map(() => false);
  const weakest = Math.min(...digits.map((digit) => digit.confidence));
  return digits.map((digit) => !digit.isByHand && (digit.confidence < SURE_DIGIT || digit.confidence === weakest));
}

/**
 * @param {Drawing} drawing
 * @param {Part[]} parts
 * @param {Answer | undefined} whole
 */
function freeDigits({ pins }, parts, whole) {
  const strokes = parts.find((part) => part.pin === null)?.strokes ?? [];
  const isTaken = (/** @type {Digit} */ digit) =>
    pins.some((pin) => pin.region && covered(digit.box, pin.region) >= COVERED);
  return (whole?.digits ?? [])
    .filter((digit) => !isTaken(digit))
    .map((digit) => ({ ...digit, ink: inkOf(digit, strokes), pin: null, isByHand: false }));
}

/**
 * @param {Digit} digit
 * @param {Stroke[]} strokes  that were sent
 * @returns {Stroke[]}  none for a picture
 */
function inkOf(digit, strokes) {
  return (digit.strokes ?? []).map((at) => strokes[at]).filter((stroke) => stroke !== undefined);
}

/**
 * @param {Pin} pin
 * @param {Answer | undefined} answer  none when the pin remembers how it was read
 */
function digitOf(pin, answer) {
  // The box is the pin's own: in a picture the answer's is that of a cut-out.
  const place = { box: pin.region ?? boxOf(pin.strokes) };
  const read = pin.seen ?? onlyDigit(answer);
  return { ...read, ...place, digit: pin.digit ?? read.digit, confidence: pin.digit === null ? read.confidence : 1 };
}

/**
 * @param {Answer | undefined} answer
 * @returns {{digit: number | null, confidence: number, probabilities: number[], tile?: string}}
 */
function onlyDigit(answer) {
  return answer?.digits[0] ?? { digit: null, confidence: 0, probabilities: new Array(10).fill(0) };
}

/**
 * How sure a corrected reading is: as the whole that was read, but for the doubts that corrections have settled.
 *
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {Answer | undefined} whole
 */
function confidenceOf({ picture, pins }, digits, whole) {
  const free = digits.filter((digit) => !digit.pin);
  const pinned = product(digits.filter((digit) => digit.pin));
  if (!whole || free.length === 0) return pinned;
  // A picture is read with what was corrected in it, a drawing without.
  const settled = picture && pins.length > 0 ? product(whole.digits) / product(free) : 1;
  return pinned * Math.min(whole.confidence / settled, ...free.map((digit) => digit.confidence));
}

/**
 * The server's rule (verdicts.py), for what is left to the network.
 *
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} confidence
 * @returns {Answer["verdict"]}
 */
function verdictOf({ picture }, digits, confidence) {
  if (digits.length === 0) return "empty";
  const open = digits.filter((digit) => !digit.isByHand);
  if (open.some((digit) => digit.confidence < NO_DIGIT)) return "not_a_digit";
  const sure = open.length === 1 ? SURE_DIGIT : SURE_NUMBER;
  return confidence >= (picture ? SURE_PICTURE : sure) ? "recognized" : "uncertain";
}

/** @param {Pick<Digit, "confidence">[]} digits */
function product(digits) {
  return digits.reduce((confidence, digit) => confidence * digit.confidence, 1);
}

/**
 * @param {Answer[]} answers
 * @param {"preprocess" | "network"} what
 */
function total(answers, what) {
  return answers.reduce((sum, answer) => sum + answer.timings_ms[what], 0);
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function isLevel(one, other) {
  const shared = Math.min(one[1] + one[3], other[1] + other[3]) - Math.max(one[1], other[1]);
  return shared >= LEVEL * Math.min(one[3], other[3]);
}

/**
 * @param {Box} box
 * @param {Box} region
 * @returns {number}  part of the box that lies in the region
 */
function covered(box, region) {
  const [, , width, height] = boxAround(box, region);
  const wide = Math.min(box[2], box[2] + region[2] - width);
  const high = Math.min(box[3], box[3] + region[3] - height);
  return (Math.max(wide, 0) * Math.max(high, 0)) / (box[2] * box[3] || 1);
}
