/**
 * Undo and redo over values that never change: every function returns a new history.
 *
 * @template T
 * @typedef {{past: T[], present: T, future: T[]}} History
 */

/** Steps kept; a drawing is small, but a page may stay open for weeks. */
const LIMIT = 200;

/**
 * @template T
 * @param {T} present
 * @returns {History<T>}
 */
export function begin(present) {
  return { past: [], present, future: [] };
}

/**
 * @template T
 * @param {History<T>} history
 * @param {T} present
 * @returns {History<T>}
 */
export function commit(history, present) {
  return { past: [...history.past, history.present].slice(-LIMIT), present, future: [] };
}

/**
 * Put another state before all that was done, in the place of the one with which it began.
 *
 * @template T
 * @param {History<T>} history
 * @param {T} first
 * @returns {History<T>}
 */
export function beginWith(history, first) {
  if (history.past.length === 0) return { ...history, present: first };
  return { ...history, past: [first, ...history.past.slice(1)] };
}

/**
 * @template T
 * @param {History<T>} history
 * @returns {History<T>}  the same one when there is nothing to undo
 */
export function undo(history) {
  if (!canUndo(history)) return history;
  return {
    past: history.past.slice(0, -1),
    present: history.past[history.past.length - 1],
    future: [history.present, ...history.future],
  };
}

/**
 * @template T
 * @param {History<T>} history
 * @returns {History<T>}  the same one when there is nothing to redo
 */
export function redo(history) {
  if (!canRedo(history)) return history;
  return {
    past: [...history.past, history.present],
    present: history.future[0],
    future: history.future.slice(1),
  };
}

/** @param {History<unknown>} history */
export function canUndo(history) {
  return history.past.length > 0;
}

/** @param {History<unknown>} history */
export function canRedo(history) {
  return history.future.length > 0;
}
