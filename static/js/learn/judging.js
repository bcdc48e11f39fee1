/**
 * What an answer that is a number is worth. Pure: no function here touches the page.
 *
 * @typedef {object} Wanted
 * @property {number} answer
 * @property {number} tolerance  how far from it a number still counts as right
 * @property {number[]} wrong  numbers to which a certain mistake leads
 */

/** So much of the answer a number may be off to be called near. */
const NEAR = 0.05;
/** What computing with a fraction may add to a number that is right. */
const ROUNDING = 1e-9;

/**
 * The number that somebody wrote, in any of the usual ways: 0.25, 0,25, .25, −3, 2e-3, 2·10^−3, 1/4, 25 %.
 *
 * @param {string} text
 * @returns {number | null}
 */
export function numberIn(text) {
  const plain = text
    .normalize("NFKC")
    .replace(/\s/g, "")
    .replace(/[−–]/g, "-")
    .replace(",", ".")
    .replace(/[·×*]10\^?/, "e");
  const found = /^([^/%]+)(?:\/([^/%]+))?(%?)$/.exec(plain);
  if (!found) return null;
  const [, top, bottom, percent] = found;
  const value = (plainNumber(top) / plainNumber(bottom ?? "1")) * (percent ? 0.01 : 1);
  return Number.isFinite(value) ? value : null;
}

/** @param {string} text */
function plainNumber(text) {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text) ? Number(text) : NaN;
}

/**
 * What is wrong with a number: the mistake that leads to it, by its place among those that are known, or in which way
 * it is off.
 *
 * @param {number} given
 * @param {Wanted} wanted
 * @returns {null | number | "sign" | "near" | "large" | "small"}  null if nothing is
 */
export function faultOf(given, { answer, tolerance, wrong }) {
  const isAt = (/** @type {number} */ place) => Math.abs(given - place) <= tolerance + ROUNDING * (1 + Math.abs(place));
  if (isAt(answer)) return null;
  const known = wrong.findIndex(isAt);
  if (known >= 0) return known;
  if (isAt(-answer)) return "sign";
  if (Math.abs(given - answer) <= NEAR * Math.abs(answer)) return "near";
  return given > answer ? "large" : "small";
}
