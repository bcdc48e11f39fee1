/**
 * The pen's width: a button that goes from one to the next. It is for the look alone, for what is read has no width.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 */
import { findIn } from "../base/find.js";
import { load, save } from "../base/storage.js";

/** In drawing units. */
const WIDTHS = { fine: 3, medium: 6, broad: 10 };

const NAMES = /** @type {(keyof typeof WIDTHS)[]} */ (Object.keys(WIDTHS));
const KEY = "digitweb.nib";

/**
 * @param {HTMLButtonElement} button
 * @param {import("./pad.js").Pad} pad
 * @param {Messages} messages
 * @param {(sentence: string) => void} onWord  what somebody who does not see has to hear
 */
export function offerNibs(button, pad, messages, onWord) {
  let name = nibFrom(load("localStorage", KEY));
  const show = () => {
    pad.nib = WIDTHS[name];
    button.dataset.nib = name;
    findIn(button, "[data-part=nib]").textContent = messages[`nib_${name}`];
  };
  button.addEventListener("click", () => {
    name = NAMES[(NAMES.indexOf(name) + 1) % NAMES.length];
    save("localStorage", KEY, name);
    show();
    onWord(messages[`nib_${name}`]);
  });
  show();
}

/**
 * @param {unknown} value  what storage gave back
 * @returns {keyof typeof WIDTHS}
 */
export function nibFrom(value) {
  return NAMES.find((name) => name === value) ?? "medium";
}
