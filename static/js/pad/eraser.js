/**
 * The eraser: a button that changes what the pointer does on the sheet, and for the keyboard a walk from stroke to
 * stroke.
 *
 * @typedef {import("../base/types.js").Stroke} Stroke
 */
import { fill } from "../base/texts.js";

export class Eraser {
  #button;
  #pad;
  #canvas;
  #messages;
  #listener;
  #at = -1;
  #label;

  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLCanvasElement} canvas
   * @param {import("./pad.js").Pad} pad
   * @param {Record<string, string>} messages
   * @param {object} listener
   * @param {() => Stroke[]} listener.strokes  of the drawing as it is
   * @param {(stroke: Stroke) => void} listener.onErase
   * @param {(sentence: string) => void} listener.onWord  what somebody who does not see has to hear
   */
  constructor(button, canvas, pad, messages, listener) {
    this.#button = button;
    this.#canvas = canvas;
    this.#pad = pad;
    this.#messages = messages;
    this.#listener = listener;
    this.#label = canvas.getAttribute("aria-label") ?? "";
    button.addEventListener("click", (event) => {
      this.turn(!this.isOn);
      // A click without a pointer comes from the keyboard, which goes on at the strokes.
      if (this.isOn && event.detail === 0) canvas.focus();
    });
    canvas.addEventListener("keydown", (event) => this.#onKey(event));
    canvas.addEventListener("blur", () => this.#walk(-1));
  }

  get isOn() {
    return this.#pad.tool === "eraser";
  }

  /** @param {boolean} isOn */
  turn(isOn) {
    this.#pad.tool = isOn ? "eraser" : "pen";
    this.#button.setAttribute("aria-pressed", String(isOn));
    this.#canvas.classList.toggle("erasing", isOn);
    // Without a pointer nothing can be drawn, but strokes can be chosen and erased.
    this.#canvas.setAttribute("role", isOn ? "application" : "img");
    this.#canvas.setAttribute("aria-label", isOn ? this.#messages.erasing : this.#label);
    if (isOn) this.#canvas.tabIndex = 0;
    else this.#canvas.removeAttribute("tabindex");
    this.#walk(-1);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = this.#listener.strokes().length - 1;
    if (!this.isOn || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      this.turn(false);
      this.#button.focus();
    } else if (last < 0) return;
    else if (event.key === "ArrowRight" || event.key === "ArrowDown") this.#walk(Math.min(this.#at + 1, last));
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp")
      this.#walk(this.#at < 0 ? last : Math.max(this.#at - 1, 0));
    else if (["Delete", "Backspace", "Enter", " "].includes(event.key) && this.#at >= 0) this.#erase();
    else return;
    event.preventDefault();
  }

  #erase() {
    const at = this.#at;
    this.#listener.onErase(this.#listener.strokes()[at]);
    this.#walk(Math.min(at, this.#listener.strokes().length - 1));
  }

  /** @param {number} at  the index of the stroke that is chosen now, or -1 */
  #walk(at) {
    this.#at = at;
    const strokes = this.#listener.strokes();
    this.#pad.markStroke(strokes[at] ?? null);
    if (at >= 0) this.#listener.onWord(fill(this.#messages.stroke, { position: at + 1, count: strokes.length }));
  }
}
