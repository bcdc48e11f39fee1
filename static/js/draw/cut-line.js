/**
 * The line at which a digit is cut in two: a slider laid over its box, so that finger, mouse, arrow keys and screen
 * readers all move it in the way they know.
 */
import { findIn } from "../base/find.js";

/** Parts of the box at which the line may stand. */
const STEPS = 100;

export class CutLine {
  #form;
  #slider;
  #box;
  #onCut = (/** @type {number} */ _part) => {};
  #onEnd = () => {};

  /** @param {HTMLFormElement} form  with a slider, and buttons to cut and to leave it */
  constructor(form) {
    this.#form = form;
    this.#slider = findIn(form, "input[type=range]", HTMLInputElement);
    this.#box = /** @type {HTMLElement} */ (this.#slider.parentElement);
    this.#slider.max = String(STEPS);
    this.#slider.addEventListener("input", () => this.#mark());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const part = this.#slider.valueAsNumber / STEPS;
      this.close();
      this.#onCut(part);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.#slider) form.requestSubmit();
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    });
    form.querySelector("[type=button]")?.addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.#form.hidden;
  }

  /**
   * @param {{left: number, top: number, width: number, height: number}} place  of the ink, in CSS pixels
   * @param {number} part  where the line stands first, 0…1 from the left
   * @param {(part: number) => void} onCut
   * @param {() => void} onEnd  whether cut or left
   */
  open(place, part, onCut, onEnd) {
    this.#onCut = onCut;
    this.#onEnd = onEnd;
    const { left, top, width, height } = place;
    Object.assign(this.#box.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    this.#slider.valueAsNumber = Math.round(part * STEPS);
    this.#form.hidden = false;
    // The buttons keep clear of the digit.
    this.#form.classList.toggle("is-low", top + height / 2 > this.#form.clientHeight / 2);
    this.#mark();
    this.#slider.focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    this.#form.hidden = true;
    this.#onEnd();
  }

  #mark() {
    this.#box.style.setProperty("--part", String(this.#slider.valueAsNumber / STEPS));
  }
}
