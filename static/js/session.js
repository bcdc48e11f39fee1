/**
 * What outlives a reload: the drawing with its corrections, and for longer the mode.
 *
 * @typedef {import("./types.js").Drawing} Drawing
 * @typedef {import("./types.js").Mode} Mode
 */
import { BLANK, pinsFrom, savedPins } from "./corrections.js";
import { load, save, strokesFrom } from "./storage.js";

const MODE_KEY = "digitweb.mode";
const STROKES_KEY = "digitweb.strokes";
const PINS_KEY = "digitweb.pins";

/** @returns {Drawing} */
export function restoreDrawing() {
  const strokes = strokesFrom(load("sessionStorage", STROKES_KEY));
  return { ...BLANK, strokes, pins: pinsFrom(load("sessionStorage", PINS_KEY), strokes) };
}

/** @param {Drawing} drawing */
export function keepDrawing(drawing) {
  save("sessionStorage", STROKES_KEY, drawing.strokes);
  save("sessionStorage", PINS_KEY, savedPins(drawing));
}

/** @returns {Mode} */
export function restoreMode() {
  return load("localStorage", MODE_KEY) === "digit" ? "digit" : "number";
}

/** @param {Mode} mode */
export function keepMode(mode) {
  save("localStorage", MODE_KEY, mode);
}
