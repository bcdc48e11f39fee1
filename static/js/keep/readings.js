/**
 * The last readings, on this device alone: each with its drawing, the answer and a small picture. Somebody who wants
 * none kept says so once.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Reading} Reading
 *
 * @typedef {object} Kept
 * @property {string} id
 * @property {number} at  when it was read last, as of Date.now()
 * @property {string} text  the answer
 * @property {Reading["verdict"]} verdict
 * @property {Mode} mode
 * @property {string} image  data URL of a small picture
 * @property {Drawing["strokes"]} strokes
 * @property {import("../ink/corrections.js").SavedPin[]} pins
 * @property {Drawing["removed"]} removed
 * @property {Blob | null} file  of a picture
 */
import { load, save } from "../base/storage.js";
import { savedPins } from "../ink/corrections.js";
import { answerTo, Store } from "../ink/database.js";
import { open as openPicture } from "../ink/picture.js";
import { drawingFrom, drawingWithPicture } from "../ink/saved.js";
import { thumbnailOf } from "./pictures.js";

/** Whether any are kept; they are, until somebody says otherwise. */
const CHOICE = "digitweb.readings";

const MOST = 40;
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1_000;

/** Bytes of all pictures together. */
const MOST_BYTES = 40_000_000;

/** Longer side of a small picture, in pixels. */
const SIDE = 240;

const readings = new Store("digitweb-readings", "readings");

/** @returns {boolean} */
export function areKept() {
  return load("localStorage", CHOICE) !== false;
}

/** @param {boolean} wanted */
export function choose(wanted) {
  save("localStorage", CHOICE, wanted);
}

/**
 * @param {string} id
 * @param {Drawing} drawing
 * @param {{text: string, verdict: Reading["verdict"], mode: Mode}} read  what it was read as
 * @returns {Promise<boolean>}  whether it is kept
 */
export function keepReading(id, drawing, { text, verdict, mode }) {
  const { strokes, removed, picture } = drawing;
  // A file becomes its bytes: its name is nobody's business.
  const file = picture?.file.slice(0, picture.file.size, picture.file.type) ?? null;
  const image = thumbnailOf(drawing, SIDE);
  /** @type {Kept} */
  const kept = { id, at: Date.now(), text, verdict, mode, image, strokes, pins: savedPins(drawing), removed, file };
  return readings.attempt(async (store) => {
    store.put(kept);
    await sweep(store);
    return true;
  }, false);
}

/** @returns {Promise<Kept[]>}  the newest first */
export function keptReadings() {
  return readings.attempt(sweep, /** @type {Kept[]} */ ([]));
}

/** @param {string} id */
export function forgetReading(id) {
  return readings.attempt(async (store) => {
    await answerTo(store.delete(id));
    return true;
  }, false);
}

/** Forget all of them. */
export function forgetReadings() {
  return readings.attempt(async (store) => {
    await answerTo(store.clear());
    return true;
  }, false);
}

/**
 * @param {Kept} kept
 * @returns {Promise<Drawing>}
 * @throws {DOMException}  when a picture cannot be opened any more
 */
export async function drawingOf({ file, ...kept }) {
  return file ? drawingWithPicture(await openPicture(file), kept) : drawingFrom(kept);
}

/**
 * What has to go: by age, number, and room of pictures. Pure.
 *
 * @param {{id: string, at: number, file: {size: number} | null}[]} all
 * @param {number} now
 * @returns {Set<string>}
 */
export function overdue(all, now) {
  let bytes = 0;
  const gone = [...all].sort(byAge).filter(({ at, file }, place) => {
    const size = file?.size ?? 0;
    if (place >= MOST || now - at > MAX_AGE_MS || bytes + size > MOST_BYTES) return true;
    bytes += size;
    return false;
  });
  return new Set(gone.map(({ id }) => id));
}

/** @param {IDBObjectStore} store */
async function sweep(store) {
  /** @type {Kept[]} */
  const all = await answerTo(store.getAll());
  const gone = overdue(all, Date.now());
  for (const id of gone) store.delete(id);
  return all.filter(({ id }) => !gone.has(id)).sort(byAge);
}

/**
 * @param {{at: number}} one
 * @param {{at: number}} other
 */
function byAge(one, other) {
  return other.at - one.at;
}
