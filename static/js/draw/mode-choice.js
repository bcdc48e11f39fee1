/**
 * The choice between a number and a single digit.
 *
 * @typedef {import("../base/types.js").Mode} Mode
 */
import { findAll, findIn } from "../base/find.js";

export class ModeChoice {
  #root;
  #mode;

  /**
   * @param {HTMLElement} root  with the two inputs, and what looks different in either mode
   * @param {Mode} mode
   */
  constructor(root, mode) {
    this.#root = root;
    this.#mode = mode;
  }

  get mode() {
    return this.#mode;
  }

  /** @param {Mode} mode */
  set mode(mode) {
    this.#mode = mode;
    this.show();
  }

  /** Let the page look as it does in this mode. */
  show() {
    this.#root.dataset.mode = this.#mode;
    findIn(this.#root, `input[name=mode][value=${this.#mode}]`, HTMLInputElement).checked = true;
  }

  /** @param {() => void} onChoose  the reader chose another */
  offer(onChoose) {
    for (const choice of findAll(this.#root, "input[name=mode]", HTMLInputElement)) {
      choice.addEventListener("change", () => {
        this.mode = choice.value === "digit" ? "digit" : "number";
        onChoose();
      });
    }
  }
}
