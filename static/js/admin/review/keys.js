/**
 * What a key means. Pure: no function here touches the page.
 *
 * @typedef {Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "repeat">} Press
 */

/** Ink that is no digit, as in the data sets. */
export const NO_DIGIT = 10;
export const CANNOT_TELL = 11;

/** @type {[string, number | "undo"][]} */
const MEANINGS = [
  ["n", NO_DIGIT],
  ["u", CANNOT_TELL],
  ["?", CANNOT_TELL],
  ["z", "undo"],
  ["backspace", "undo"],
];
const WORDS = new Map(MEANINGS);

/**
 * @param {Press} press
 * @returns {number | "undo" | null}  an answer, or undo; a key that is held down counts once
 */
export function meaningOf({ key, altKey, ctrlKey, metaKey, repeat }) {
  if (altKey || repeat) return null;
  const pressed = key.toLowerCase();
  if (ctrlKey || metaKey) return pressed === "z" ? "undo" : null;
  if (/^[0-9]$/.test(pressed)) return Number(pressed);
  return WORDS.get(pressed) ?? null;
}
