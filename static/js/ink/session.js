/**
 * What of a sheet outlives a reload, the language switch and the way back: in this tab the drawing with its
 * corrections, and for longer the mode. A picture itself lies in `picture-store.js`; here is which one it is.
 *
 * @typedef {import("../base/types.js").Device} Device
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Picture} Picture
 */

import { load, save } from "../base/storage.js";
import { savedPins } from "./corrections.js";
import { newId } from "./database.js";
import { open } from "./picture.js";
import { forgetPicture, keepPicture, keptPicture } from "./picture-store.js";
import { drawingFrom, drawingWithPicture, savedSteps, stepsFrom } from "./saved.js";

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
    const [strokes, pins, removed, corrects] = ["strokes", "pins", "removed", "corrects"].map((part) =>
      this.#load(part),
    );
    return drawingFrom({ strokes, pins, removed, corrects });
  }

  /** @returns {Promise<Drawing | null>}  the picture, if it was one and is still there */
  async restorePicture() {
    const [id, pins, corrects] = ["picture", "pins", "corrects"].map((part) => this.#load(part));
    // Also a tab without one asks: that is when what others left behind goes.
    const file = await keptPicture(String(id));
    const picture = file && (await open(file).catch(() => null));
    if (!picture) return null;
    this.#ids.set(picture, String(id));
    return drawingWithPicture(picture, { pins, corrects });
  }

  /** @param {Drawing} drawing */
  keepDrawing(drawing) {
    this.#save("strokes", drawing.strokes);
    this.#save("pins", savedPins(drawing));
    this.#save("removed", drawing.removed);
    this.#save("corrects", drawing.corrects);
    this.#keepPicture(drawing.picture);
  }

  /**
   * @param {Drawing} present  that was restored
   * @returns {import("./history.js").History<Drawing>}  with what could be undone and redone
   */
  restoreSteps(present) {
    return stepsFrom(this.#load("steps"), present);
  }

  /** @param {import("./history.js").History<Drawing>} steps */
  keepSteps(steps) {
    // Where there is no room for them, those of an earlier drawing must not stay either.
    if (!this.#save("steps", savedSteps(steps))) this.#save("steps", null);
  }

  /** @returns {string | null}  as which of this device's readings the drawing is kept; "" for none, as was wished */
  restoreReading() {
    const id = this.#load("reading");
    return typeof id === "string" ? id : null;
  }

  /** @param {string | null} id */
  keepReading(id) {
    this.#save("reading", id);
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

  /** @returns {number | null}  the claim as which the drawing was given, if it was */
  restoreClaim() {
    const id = this.#load("claim");
    return typeof id === "number" ? id : null;
  }

  /** @param {number | null} id */
  keepClaim(id) {
    this.#save("claim", id);
  }

  /** @returns {Device}  with what was drawn last */
  restoreDevice() {
    return deviceOf(this.#load("device"));
  }

  /**
   * @param {string} device  as browsers name it
   * @returns {Device}
   */
  keepDevice(device) {
    this.#save("device", device);
    return deviceOf(device);
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

/**
 * @param {unknown} name
 * @returns {Device}
 */
function deviceOf(name) {
  return name === "mouse" || name === "touch" || name === "pen" ? name : "other";
}
