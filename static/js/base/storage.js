/**
 * Browser storage that may be full, switched off or holding somebody else's value: then the page works
 * without a memory. Called with "localStorage" or "sessionStorage", because merely naming
 * `window.localStorage` throws where cookies are blocked.
 *
 * @typedef {"localStorage" | "sessionStorage"} Kind
 */

/**
 * @param {Kind} kind
 * @param {string} key
 * @returns {unknown}  null when there is nothing that can be read
 */
export function load(kind, key) {
  try {
    return JSON.parse(globalThis[kind].getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {Kind} kind
 * @param {string} key
 * @param {unknown} value
 * @returns {boolean}  whether it was kept
 */
export function save(kind, key, value) {
  try {
    globalThis[kind].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {unknown} value  what storage gave back
 * @returns {import("./types.js").Stroke[]}  the strokes, or none if this is anything else
 */
export function strokesFrom(value) {
  const isPoint = (/** @type {unknown} */ point) =>
    Array.isArray(point) && point.length === 3 && point.every(Number.isFinite);
  const isStroke = (/** @type {unknown} */ stroke) =>
    Array.isArray(stroke) && stroke.length > 0 && stroke.every(isPoint);
  return Array.isArray(value) && value.every(isStroke) ? value : [];
}
