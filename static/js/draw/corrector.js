/**
 * Corrections by hand: the ten digits, split, join and remove, with the pointer and with the keyboard.
 *
 * @typedef {import("./digit-actions.js").DigitAction} DigitAction
 * @typedef {"split" | "before" | "after" | "remove"} Choice
 */
import { findAll } from "../base/find.js";

export class Corrector {
  #buttons;
  #listener;

  /**
   * @param {HTMLElement} root
   * @param {object} listener
   * @param {(kind: DigitAction["kind"]) => boolean} listener.can  whether the selected digit allows this
   * @param {(value: number) => void} listener.onDigit  the selected digit is this
   * @param {(choice: Choice) => void} listener.onChoice
   * @param {() => void} listener.onYes  the reading was right
   */
  constructor(root, listener) {
    this.#listener = listener;
    this.#buttons = findAll(root, "[data-act]", HTMLButtonElement);
    for (const [digit, row] of findAll(root, "[data-part=bars] button").entries()) {
      row.addEventListener("click", () => listener.onDigit(digit));
    }
    for (const button of this.#buttons) button.addEventListener("click", () => this.#choose(choiceOf(button)));
    // Bare letters and digits are keys only where a digit has the focus: elsewhere they may be somebody's own.
    for (const place of findAll(root, "[data-corrects]"))
      place.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Show what can be done with the digit that is selected now. */
  refresh() {
    for (const button of this.#buttons) {
      // Not disabled: the focus stays where it was, and a screen reader says that it does nothing now.
      button.setAttribute("aria-disabled", String(!this.#listener.can(choiceOf(button))));
    }
  }

  /** @param {Choice} choice */
  #choose(choice) {
    if (this.#listener.can(choice)) this.#listener.onChoice(choice);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#listener.can("set")) return;
    const key = event.key.toLowerCase();
    if (/^[0-9]$/.test(key)) this.#listener.onDigit(Number(key));
    else if (key === "s") this.#choose("split");
    else if (key === "j") this.#choose(event.shiftKey ? "before" : "after");
    else if (key === "delete" || key === "backspace") this.#choose("remove");
    else if (key === "y") this.#listener.onYes();
    else return;
    event.preventDefault();
  }
}

/**
 * @param {HTMLElement} button
 * @returns {Choice}
 */
function choiceOf(button) {
  return /** @type {Choice} */ (button.dataset.act);
}
