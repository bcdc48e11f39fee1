/**
 * Pictures that outlive a reload. They lie in this browser's own database and go nowhere else; a browser that has none,
 * or no room in it, keeps nothing.
 *
 * @typedef {{id: string, file: Blob, at: number}} Kept  at: when it was last chosen or shown, as of Date.now()
 */
import { answerTo, Store } from "./database.js";

const pictures = new Store("digitweb", "pictures");

/** A tab that is closed says nothing: what it leaves behind goes by its age and number. */
const MAX_AGE_MS = 24 * 60 * 60 * 1_000;
const MAX_PICTURES = 4;

/**
 * @param {string} id
 * @param {Blob} file
 * @returns {Promise<boolean>}  whether it was kept
 */
export function keepPicture(id, file) {
  // A file becomes its bytes: its name is nobody's business.
  const kept = { id, file: file.slice(0, file.size, file.type), at: Date.now() };
  return pictures.attempt(async (store) => {
    store.put(kept);
    await sweep(store);
    return true;
  }, false);
}

/**
 * @param {string} id
 * @returns {Promise<Blob | null>}  null when there is nothing that can be read
 */
export function keptPicture(id) {
  return pictures.attempt(async (store) => {
    /** @type {Kept | undefined} */
    const kept = await answerTo(store.get(id));
    if (kept) store.put({ ...kept, at: Date.now() });
    await sweep(store);
    return kept?.file instanceof Blob ? kept.file : null;
  }, null);
}

/** @param {string} id */
export function forgetPicture(id) {
  return pictures.attempt(async (store) => {
    await answerTo(store.delete(id));
    return true;
  }, false);
}

/** @param {IDBObjectStore} store */
async function sweep(store) {
  /** @type {Kept[]} */
  const all = await answerTo(store.getAll());
  all.sort((one, other) => other.at - one.at);
  for (const [place, { id, at }] of all.entries()) {
    if (place >= MAX_PICTURES || Date.now() - at > MAX_AGE_MS) store.delete(id);
  }
}
