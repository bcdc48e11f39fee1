/**
 * What of a sheet outlives a reload, the language switch and the way back: in this tab the drawing with its
 * corrections, and for longer the mode. A picture itself lies in `picture-store.js`; here is which one it is.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Picture} Picture
 */

import { load, save, strokesFrom } from "../base/storage.js";
import { BLANK, pinsFrom, savedPins } from "./corrections.js";
import { open } from "./picture.js";
import { forgetPicture, keepPicture, keptPicture } from "./picture-store.js";

export class Session {
  #name;
  /** @type {WeakMap<Picture, string>} */
  #ids = new WeakMap();

  /** @param {string} name  of what is kept, before all of its parts */
  constructor(name) {
    this.#name = name;
  }

  /** @returns {Drawing}  the strokes, if it was none of a picture */
  restoreDrawing() {
    const drawing = { ...BLANK, strokes: strokesFrom(this.#load("strokes")) };
    return { ...drawing, pins: pinsFrom(this.#load("pins"), drawing) };
  }

  /** @returns {Promise<Drawing | null>}  the picture, if it was one and is still there */
  async restorePicture() {
    const [id, pins] = [this.#load("picture"), this.#load("pins")];
    // Also a tab without one asks: that is when what others left behind goes.
    const file = await keptPicture(String(id));
    const picture = file && (await open(file).catch(() => null));
    if (!picture) return null;
    this.#ids.set(picture, String(id));
    const drawing = { ...BLANK, picture };
    return { ...drawing, pins: pinsFrom(pins, drawing) };
  }

  /** @param {Drawing} drawing */
  keepDrawing(drawing) {
    this.#save("strokes", drawing.strokes);
    this.#save("pins", savedPins(drawing));
    this.#keepPicture(drawing.picture);
  }

  /**
   * @param {Mode} fallback
   * @returns {Mode}
   */
  restoreMode(fallback) {
    const mode = load("localStorage", `${this.#name}.mode`);
    return mode === "digit" || mode === "number" ? mode : fallback;
  }

  /** @param {Mode} mode */
  keepMode(mode) {
    save("localStorage", `${this.#name}.mode`, mode);
  }

  /** @param {Picture | null} picture  in the place of the one before */
  #keepPicture(picture) {
    const before = this.#load("picture");
    const id = picture && (this.#ids.get(picture) ?? newId());
    if (id === before) return;
    if (typeof before === "string") forgetPicture(before);
    // What this tab cannot remember nobody would find again.
    if (!this.#save("picture", id) || !picture || !id) return;
    this.#ids.set(picture, id);
    keepPicture(id, picture.file);
  }

  /** @param {string} part */
  #load(part) {
    return load("sessionStorage", `${this.#name}.${part}`);
  }

  /**
   * @param {string} part
   * @param {unknown} value
   */
  #save(part, value) {
    return save("sessionStorage", `${this.#name}.${part}`, value);
  }
}

/** A name that no other picture has; randomUUID is there over HTTPS alone. */
function newId() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
