/**
 * Keeps what is read, as one reading for each drawing however often it grows, is corrected or is read anew.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {{text: string, verdict: Reading["verdict"], mode: import("../base/types.js").Mode}} Read
 */
import { isBlank } from "../ink/corrections.js";
import { newId } from "../ink/database.js";
import { areKept, keepReading } from "./readings.js";

/** An answer that has stood for so long is kept; the ones on the way to it are not. */
const SETTLED_MS = 400;

/** The name of a drawing that is not kept: somebody deleted it. */
const FORGOTTEN = "";

export class Recorder {
  #onName;
  /** Names of drawings, by that with which they began. @type {WeakMap<object, string>} */
  #names = new WeakMap();
  /** @type {{drawing: Drawing, read: Read} | null} */
  #waiting = null;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

  /** @param {(id: string | null) => void} onName  as what the drawing on the sheet is kept, for this tab to remember */
  constructor(onName) {
    this.#onName = onName;
    // Whoever leaves the page at once has still seen the answer.
    addEventListener("pagehide", () => this.settle());
  }

  /**
   * @param {Drawing} drawing  that was restored
   * @param {string | null} id  as which it was kept
   */
  remember({ origin }, id) {
    if (origin && id !== null) this.#names.set(origin, id);
  }

  /** Tell as what a drawing is kept that comes onto the sheet. @param {Drawing} drawing */
  show({ origin }) {
    this.#onName(origin ? (this.#names.get(origin) ?? null) : null);
  }

  /**
   * @param {Drawing} drawing
   * @param {Read} read
   */
  note(drawing, read) {
    clearTimeout(this.#timer);
    this.#waiting = null;
    if (isBlank(drawing) || !drawing.origin || !areKept()) return;
    this.#waiting = { drawing, read };
    this.#timer = setTimeout(() => this.settle(), SETTLED_MS);
  }

  /** Keep at once what waits for that. @returns {Promise<boolean>}  whether something was kept */
  async settle() {
    clearTimeout(this.#timer);
    const { drawing, read } = this.#waiting ?? {};
    this.#waiting = null;
    if (!drawing?.origin || !read || !areKept()) return false;
    const id = this.#names.get(drawing.origin) ?? newId();
    this.#names.set(drawing.origin, id);
    this.#onName(id);
    return id !== FORGOTTEN && keepReading(id, drawing, read);
  }

  /**
   * Keep a drawing no more: what was deleted does not come back by itself.
   *
   * @param {Drawing} drawing  on the sheet
   * @param {string | null} id  of what was deleted; null for all
   */
  forget({ origin }, id) {
    this.#waiting = null;
    if (!origin || (id !== null && this.#names.get(origin) !== id)) return;
    this.#names.set(origin, FORGOTTEN);
    this.#onName(FORGOTTEN);
  }
}
