/**
 * The reader's digit within reach on narrow screens: where its sheet has gone off the screen, a button with the digit
 * brings the sheet up from below, and takes it away again.
 */
import { findIn } from "../../base/find.js";
import { paintInk } from "../charts/pixels.js";

export class Reach {
  #button;
  #own;
  #messages;
  #tile;

  /**
   * @param {HTMLElement} root
   * @param {import("../../base/types.js").Messages} messages
   */
  constructor(root, messages) {
    this.#own = findIn(root, ".own");
    this.#button = findIn(root, "#own-reach", HTMLButtonElement);
    this.#tile = findIn(this.#button, "canvas", HTMLCanvasElement);
    this.#messages = messages;
    const side = findIn(root, ".learn-side");
    new IntersectionObserver(([{ isIntersecting }]) =>
      this.#button.classList.toggle("away", !isIntersecting || this.#isUp),
    ).observe(side);
    this.#button.addEventListener("click", () => {
      side.style.minHeight = this.#isUp ? "" : `${side.offsetHeight}px`;
      this.#bring(!this.#isUp);
    });
    document.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !this.#isUp) return;
      side.style.minHeight = "";
      this.#bring(false);
      this.#button.focus();
    });
  }

  /** @param {ArrayLike<number>} pixels  of the digit */
  paint(pixels) {
    paintInk(this.#tile, pixels, { width: 28 });
  }

  get #isUp() {
    return this.#own.classList.contains("reached");
  }

  /** @param {boolean} isUp */
  #bring(isUp) {
    this.#own.classList.toggle("reached", isUp);
    this.#button.setAttribute("aria-expanded", String(isUp));
    findIn(this.#button, "span").textContent = isUp ? this.#messages.reach_close : this.#messages.reach_open;
  }
}
