/**
 * What a claim says of a drawing and its reading: which ink each digit is, and what somebody said of it. Pure.
 *
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {import("../base/types.js").Witness} Witness
 *
 * @typedef {"confirmed" | "corrected" | "unsaid"} Kind
 * @typedef {number | "none"} Said  a digit, or that it is none
 * @typedef {{said?: Said, strokes?: number[], region?: Box}} ClaimedDigit  strokes of the claim by their index, or where
 *   in the picture the digit is
 * @typedef {{kind: Kind, receipt: string, strokes: Stroke[] | null, digits: ClaimedDigit[]}} Claim  strokes: null for a
 *   picture
 */
import { isCorrected } from "../ink/corrections.js";
import { ownInk } from "../ink/cutting.js";

/** The most digits that a claim may have. */
const MAX_DIGITS = 60;

/**
 * @param {Drawing} drawing
 * @param {Reading | null} reading  of it; null where all of it was removed
 * @param {"said" | "unsaid"} what
 * @returns {Claim | null}  null when there is nothing to be claimed
 */
export function claimOf(drawing, reading, what) {
  const witness = witnessOf(drawing, reading);
  const said = what === "unsaid" ? () => ({}) : saidOf;
  const { strokes, digits } = drawing.picture ? inPicture(drawing, reading, said) : inInk(drawing, reading, said);
  if (!witness || digits.length === 0 || digits.length > MAX_DIGITS) return null;
  if (what === "unsaid") return { kind: "unsaid", receipt: witness.receipt, strokes, digits };
  return { kind: isCorrected(drawing) ? "corrected" : "confirmed", receipt: witness.receipt, strokes, digits };
}

/**
 * A drawing that is about to be corrected remembers the reading that was wrong.
 *
 * @param {Drawing} drawing
 * @param {Reading | null} reading  that was corrected
 * @returns {Drawing}
 */
export function correcting(drawing, reading) {
  return { ...drawing, corrects: witnessOf(drawing, reading) };
}

/**
 * The reading that a claim is about: the one that was corrected first, but that of all the ink where some was added.
 *
 * @param {Drawing} drawing
 * @param {Reading | null} reading
 * @returns {Witness | null}
 */
function witnessOf({ corrects }, reading) {
  if (corrects && !corrects.isOutgrown) return corrects;
  return reading?.receipt ? { receipt: reading.receipt, isWanted: reading.isWanted, isOutgrown: false } : corrects;
}

/**
 * @param {Drawing} drawing
 * @param {Reading | null} reading
 * @param {(digit: ReadDigit) => {said?: Said}} said
 */
function inInk(drawing, reading, said) {
  const read = reading?.digits ?? [];
  // A stroke that two digits share belongs to neither sample, so it is cut.
  const { inks, pieces } = ownInk(read);
  const strokes = [...drawing.strokes.flatMap((stroke) => pieces.get(stroke) ?? [stroke]), ...drawing.removed.flat()];
  const places = new Map(strokes.map((stroke, at) => [stroke, at]));
  const placesOf = (/** @type {Stroke[]} */ ink) => ink.flatMap((stroke) => places.get(stroke) ?? []);
  /** @type {ClaimedDigit[]} */
  const digits = [
    ...read.map((digit, at) => ({ ...said(digit), strokes: placesOf(inks[at]) })),
    ...drawing.removed.map((ink) => ({ said: /** @type {const} */ ("none"), strokes: placesOf(ink) })),
  ];
  return { strokes, digits: digits.filter((digit) => digit.strokes?.length) };
}

/**
 * @param {Drawing} drawing
 * @param {Reading | null} reading
 * @param {(digit: ReadDigit) => {said?: Said}} said
 */
function inPicture(drawing, reading, said) {
  const dropped = drawing.pins.filter((pin) => pin.isDropped);
  /** @type {ClaimedDigit[]} */
  const digits = [
    ...(reading?.digits ?? []).map((digit) => ({ ...said(digit), region: digit.box })),
    ...dropped.flatMap(({ region }) => (region ? [{ said: /** @type {const} */ ("none"), region }] : [])),
  ];
  return { strokes: null, digits };
}

/**
 * Who gives a reading has seen all of it: what was not corrected was right.
 *
 * @param {ReadDigit} digit
 * @returns {{said?: Said}}  nothing where the network found no digit and nobody said which it is
 */
function saidOf({ digit }) {
  return digit === null ? {} : { said: digit };
}
