/**
 * Drawings as they outlive the page: strokes, and what was corrected by their index. What storage gives back may be
 * anything. Pure.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Picture} Picture
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {import("../base/types.js").Witness} Witness
 * @typedef {import("./history.js").History<Drawing>} Steps
 *
 * @typedef {object} SavedStep  a state of a drawing, whose strokes are named by their index in a table
 * @property {number[]} strokes
 * @property {import("./corrections.js").SavedPin[]} pins
 * @property {number[][]} removed
 * @property {Witness | null} corrects
 *
 * @typedef {object} SavedSteps  what undo and redo lead to
 * @property {boolean} isPicture  whether the drawing between them is one
 * @property {number} points  of that drawing, by which it is known
 * @property {Stroke[]} more  the table behind that drawing's own strokes
 * @property {SavedStep[]} past
 * @property {SavedStep[]} future
 */
import { strokesFrom } from "../base/storage.js";
import { drawingOfPicture, drawingOfStrokes, pinsFrom, savedPins } from "./corrections.js";
import { begin } from "./history.js";

/** Steps kept each way: a tab's memory is small. */
const MOST_STEPS = 40;

/**
 * @param {{strokes?: unknown, pins?: unknown, removed?: unknown, corrects?: unknown}} saved
 * @returns {Drawing}  nothing drawn, for anything else
 */
export function drawingFrom({ strokes, pins, removed, corrects }) {
  const drawing = drawingOfStrokes(strokesFrom(strokes));
  return {
    ...drawing,
    pins: pinsFrom(pins, drawing),
    removed: Array.isArray(removed) ? removed.map(strokesFrom).filter((ink) => ink.length > 0) : [],
    corrects: witnessFrom(corrects),
  };
}

/**
 * @param {Picture} picture
 * @param {{pins?: unknown, corrects?: unknown}} saved
 * @returns {Drawing}
 */
export function drawingWithPicture(picture, { pins, corrects }) {
  const drawing = drawingOfPicture(picture);
  return { ...drawing, pins: pinsFrom(pins, drawing), corrects: witnessFrom(corrects) };
}

/**
 * The steps about a drawing that are on the same paper: other pictures are not kept.
 *
 * @param {Steps} steps
 * @returns {SavedSteps}
 */
export function savedSteps({ past, present, future }) {
  const table = new Map(present.strokes.map((stroke, at) => [stroke, at]));
  const indexOf = (/** @type {Stroke} */ stroke) => {
    const at = table.get(stroke) ?? table.size;
    table.set(stroke, at);
    return at;
  };
  const isNear = (/** @type {Drawing} */ { picture }) => picture === present.picture;
  const near = (/** @type {Drawing[]} */ states) => {
    const end = states.findIndex((state) => !isNear(state));
    return states.slice(0, end < 0 ? MOST_STEPS : Math.min(end, MOST_STEPS));
  };
  const saved = (/** @type {Drawing} */ state) => ({
    strokes: state.strokes.map(indexOf),
    pins: savedPins(state),
    removed: state.removed.map((ink) => ink.map(indexOf)),
    corrects: state.corrects,
  });
  const earlier = near([...past].reverse())
    .reverse()
    .map(saved);
  const later = near(future).map(saved);
  const more = [...table.keys()].slice(present.strokes.length);
  return { isPicture: present.picture !== null, points: pointsOf(present), more, past: earlier, future: later };
}

/**
 * @param {unknown} value  what storage gave back
 * @param {Drawing} present  to which the steps belong
 * @returns {Steps}  none, if these are of another drawing, or anything else
 */
export function stepsFrom(value, present) {
  const { isPicture, points, more, past, future } = /** @type {Partial<Record<keyof SavedSteps, unknown>>} */ (
    value ?? {}
  );
  const isOfThis = isPicture === (present.picture !== null) && points === pointsOf(present);
  if (!isOfThis || !Array.isArray(past) || !Array.isArray(future)) return begin(present);
  const table = [...present.strokes, ...strokesFrom(more)];
  const all = [...past, ...future].map((step) => stepFrom(step, table, present));
  const states = all.filter((state) => state !== null);
  if (states.length < all.length) return begin(present);
  return { past: states.slice(0, past.length), present, future: states.slice(past.length) };
}

/**
 * @param {unknown} value
 * @param {Stroke[]} table
 * @param {Drawing} present
 * @returns {Drawing | null}  null for what is no step
 */
function stepFrom(value, table, { picture }) {
  const step = /** @type {Partial<Record<keyof SavedStep, unknown>>} */ (value ?? {});
  const strokesAt = (/** @type {unknown} */ indices) =>
    Array.isArray(indices) && indices.every((at) => Number.isInteger(at) && at in table)
      ? indices.map((at) => table[at])
      : null;
  const strokes = strokesAt(step.strokes);
  const removed = Array.isArray(step.removed) ? step.removed.map(strokesAt) : [null];
  if (!strokes || removed.includes(null)) return null;
  if (picture) return drawingWithPicture(picture, step);
  return drawingFrom({ ...step, strokes, removed });
}

/** @param {Drawing} drawing */
function pointsOf({ strokes }) {
  return strokes.flat().length;
}

/**
 * @param {unknown} value
 * @returns {Witness | null}
 */
function witnessFrom(value) {
  const { receipt, isWanted, isOutgrown } = /** @type {Partial<Record<keyof Witness, unknown>>} */ (value ?? {});
  if (typeof receipt !== "string") return null;
  return { receipt, isWanted: isWanted === true, isOutgrown: isOutgrown === true };
}
