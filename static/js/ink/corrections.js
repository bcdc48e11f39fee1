/**
 * A drawing, and what its writer corrected in the reading of it. A correction pins ink: pinned ink is one digit,
 * whatever is written beside it. Nothing here changes what it is given, so that undo has every state.
 *
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Pin} Pin
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 * @typedef {import("../base/types.js").Stroke} Stroke
 *
 * @typedef {Omit<Pin, "strokes" | "seen"> & {strokes: number[]}} SavedPin  what outlives a reload: strokes by their index
 */
import { boxAround, boxOf, cutInk, ownInk } from "./cutting.js";

/** A new stroke belongs to corrected ink when this part of the narrower of the two lies across the other, in x. */
const JOINS = 0.6;

/** @type {Drawing} */
export const BLANK = { strokes: [], picture: null, pins: [], origin: null, removed: [], corrects: null };

/** @param {Drawing} drawing */
export function isBlank({ strokes, picture }) {
  return strokes.length === 0 && picture === null;
}

/** @param {Drawing} drawing */
export function isCorrected({ pins, removed }) {
  return pins.length > 0 || removed.length > 0;
}

/** Whether a stroke on it begins a new drawing. @param {Drawing} drawing */
export function isReplacedByInk({ strokes, picture }) {
  return picture !== null || strokes.length === 0;
}

/**
 * @param {Drawing["picture"]} picture
 * @returns {Drawing}
 */
export function drawingOfPicture(picture) {
  return { ...BLANK, picture, origin: picture };
}

/**
 * @param {Stroke[]} strokes
 * @returns {Drawing}
 */
export function drawingOfStrokes(strokes) {
  return { ...BLANK, strokes, origin: strokes[0] ?? null };
}

/**
 * Write on: corrections stay. A stroke that replaces a picture starts a new drawing.
 *
 * @param {Drawing} drawing
 * @param {Stroke} stroke
 * @param {Mode} mode
 * @returns {Drawing}
 */
export function addStroke(drawing, stroke, mode) {
  if (isReplacedByInk(drawing)) return drawingOfStrokes([stroke]);
  const home = mode === "digit" ? drawing.pins[0] : homeOf(stroke, drawing.pins);
  const pins = drawing.pins.map((pin) => (pin === home ? repin(pin, [...pin.strokes, stroke]) : pin));
  const corrects = drawing.corrects && { ...drawing.corrects, isOutgrown: true };
  return { ...drawing, strokes: [...drawing.strokes, stroke], pins, corrects };
}

/**
 * @param {Drawing} drawing
 * @param {Stroke[]} strokes  to rub out
 * @returns {Drawing}  the same one if it has none of them
 */
export function erase(drawing, strokes) {
  const gone = new Set(strokes);
  if (!drawing.strokes.some((stroke) => gone.has(stroke))) return drawing;
  return {
    ...drawing,
    strokes: drawing.strokes.filter((stroke) => !gone.has(stroke)),
    pins: released(drawing.pins, gone),
  };
}

/**
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits  the reading of it
 * @param {number} index
 * @param {number} value  what the digit is, said by hand
 * @returns {Drawing}  the same one when the digit has no ink in it
 */
export function setDigit(drawing, digits, index, value) {
  const seen = { ...digits[index], pin: null };
  const pin = (/** @type {Stroke[]} */ strokes, /** @type {Box | null} */ region) => ({
    ...pinOf(strokes, region),
    digit: value,
    seen,
  });
  if (drawing.picture) return pinned(drawing, [pin([], digits[index].box)], [digits[index]]);
  const { cut, inks } = taken(drawing, digits);
  if (inks[index].length === 0) return drawing;
  return pinned(cut, [pin(inks[index], null)]);
}

/**
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @param {number} x  where the cut goes
 * @returns {Drawing}  the same one when there is no ink on one of the sides
 */
export function splitDigit(drawing, digits, index, x) {
  if (drawing.picture) {
    const [left, top, width, height] = digits[index].box;
    if (x <= left || x >= left + width) return drawing;
    const halves = [pinOf([], [left, top, x - left, height]), pinOf([], [x, top, left + width - x, height])];
    return pinned(drawing, halves, [digits[index]]);
  }
  const { cut, inks } = taken(drawing, digits);
  const { left, right, pieces } = cutInk(inks[index], x);
  if (left.length === 0 || right.length === 0) return drawing;
  return pinned(
    { ...cut, strokes: replaced(cut.strokes, pieces) },
    [pinOf(left, null), pinOf(right, null)],
    [],
    inks[index],
  );
}

/**
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @param {number} other  the neighbour
 * @returns {Drawing}  the same one when neither has ink in it
 */
export function mergeDigits(drawing, digits, index, other) {
  const [one, two] = [digits[index], digits[other]];
  if (drawing.picture) return pinned(drawing, [pinOf([], boxAround(one.box, two.box))], [one, two]);
  const { cut, inks } = taken(drawing, digits);
  const ink = new Set([...inks[index], ...inks[other]]);
  if (ink.size === 0) return drawing;
  return pinned(cut, [
    pinOf(
      cut.strokes.filter((stroke) => ink.has(stroke)),
      null,
    ),
  ]);
}

/**
 * Take a mark out of the reading: its ink out of a drawing, its place out of a picture.
 *
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @returns {Drawing}
 */
export function removeDigit(drawing, digits, index) {
  const digit = digits[index];
  if (drawing.picture) return pinned(drawing, [{ ...pinOf([], digit.box), isDropped: true }], [digit]);
  const { cut, inks } = taken(drawing, digits);
  if (inks[index].length === 0) return drawing;
  return { ...erase(cut, inks[index]), removed: [...drawing.removed, inks[index]] };
}

/**
 * Take all corrections back, but for strokes that were cut.
 *
 * @param {Drawing} drawing
 * @returns {Drawing}  the same one if there are none
 */
export function withoutCorrections(drawing) {
  return isCorrected(drawing) ? { ...drawing, pins: [], removed: [], corrects: null } : drawing;
}

/**
 * @param {Drawing} drawing
 * @returns {SavedPin[]}
 */
export function savedPins({ strokes, pins }) {
  return pins.map(({ seen: _, ...pin }) => ({ ...pin, strokes: pin.strokes.map((stroke) => strokes.indexOf(stroke)) }));
}

/**
 * @param {unknown} value  what storage gave back
 * @param {Drawing} drawing  to which they belong
 * @returns {Pin[]}  none if this is anything else
 */
export function pinsFrom(value, { strokes, picture }) {
  const isDigit = (/** @type {unknown} */ digit) =>
    digit === null || (Number.isInteger(digit) && Number(digit) >= 0 && Number(digit) <= 9);
  const isIndex = (/** @type {unknown} */ at) => Number.isInteger(at) && Number(at) in strokes;
  const isRegion = (/** @type {unknown} */ region) =>
    Array.isArray(region) && region.length === 4 && region.every(Number.isFinite) && region[2] > 0 && region[3] > 0;
  const isInk = (/** @type {unknown} */ indices) =>
    Array.isArray(indices) && indices.length > 0 && indices.every(isIndex);
  /** @returns {pin is SavedPin} */
  const isPin = (/** @type {Partial<Record<keyof SavedPin, unknown>> | null} */ pin) =>
    isDigit(pin?.digit) && (picture ? isRegion(pin?.region) : isInk(pin?.strokes));
  if (!Array.isArray(value) || !value.every(isPin)) return [];
  return value.map(({ strokes: indices, region, digit, isDropped }) => ({
    ...(picture
      ? pinOf([], region)
      : pinOf(
          indices.map((at) => strokes[at]),
          null,
        )),
    digit,
    isDropped: isDropped === true,
  }));
}

/**
 * @param {Stroke[]} strokes
 * @param {Box | null} region
 * @returns {Pin}
 */
function pinOf(strokes, region) {
  return { strokes, region, digit: null, isDropped: false, seen: null };
}

/**
 * @param {Pin} pin
 * @param {Stroke[]} strokes
 * @returns {Pin}
 */
function repin(pin, strokes) {
  return { ...pin, strokes, seen: null };
}

/**
 * The corrected digit that a new stroke completes, if there is one: a late bar of a 7, the top of a 5.
 *
 * @param {Stroke} stroke
 * @param {Pin[]} pins
 * @returns {Pin | undefined}
 */
function homeOf(stroke, pins) {
  const [x, y, width, height] = boxOf([stroke]);
  const fits = pins.map((pin) => {
    const [left, top, wide, high] = boxOf(pin.strokes);
    const within = Math.min(x + width, left + wide) - Math.max(x, left);
    const isLevel = y <= top + high && y + height >= top;
    // A vertical line has no width: it counts as one unit wide.
    return isLevel ? (within + 1) / (Math.min(width, wide) + 1) : 0;
  });
  const best = Math.max(JOINS, ...fits);
  return pins[fits.indexOf(best)];
}

/**
 * The drawing with strokes that digits share cut apart, and the ink of each digit.
 *
 * @param {Drawing} drawing
 * @param {ReadDigit[]} digits
 */
function taken(drawing, digits) {
  const { inks, pieces } = ownInk(digits);
  return { inks, cut: { ...drawing, strokes: replaced(drawing.strokes, pieces) } };
}

/**
 * @param {Stroke[]} strokes
 * @param {Map<Stroke, Stroke[]>} pieces
 */
function replaced(strokes, pieces) {
  return strokes.flatMap((stroke) => pieces.get(stroke) ?? [stroke]);
}

/**
 * Pin ink and let go of the corrections that it takes the place of.
 *
 * @param {Drawing} drawing
 * @param {Pin[]} pins
 * @param {ReadDigit[]} [digits]  of a picture: what the pins replace
 * @param {Stroke[]} [strokes]  further ink that earlier pins lose
 * @returns {Drawing}
 */
function pinned(drawing, pins, digits = [], strokes = []) {
  const replacedPins = new Set(digits.map((digit) => digit.pin));
  const ink = new Set([...strokes, ...pins.flatMap((pin) => pin.strokes)]);
  const others = released(drawing.pins, ink).filter((pin) => !replacedPins.has(pin));
  return { ...drawing, pins: [...others, ...pins] };
}

/**
 * @param {Pin[]} pins
 * @param {Set<Stroke>} gone
 * @returns {Pin[]}
 */
function released(pins, gone) {
  return pins
    .map((pin) =>
      pin.strokes.some((stroke) => gone.has(stroke))
        ? repin(
            pin,
            pin.strokes.filter((stroke) => !gone.has(stroke)),
          )
        : pin,
    )
    .filter((pin) => pin.region !== null || pin.strokes.length > 0);
}
