/**
 * The samples that a reviewer has at hand. Pure: no function here touches the page.
 *
 * @typedef {object} Sample  the ink alone, as `recognizer/admin/feedback/review_pages.py` says it
 * @property {number} id
 * @property {string} tile  data URL
 * @property {[number, number][][] | null} strokes
 * @property {string | null} cut_out  data URL
 *
 * @typedef {readonly Sample[]} Queue  the first is the one that is shown
 */

/** Fewer than so many at hand, and more are fetched. */
const ENOUGH = 5;

/**
 * @param {Queue} queue
 * @param {readonly Sample[]} found
 * @param {readonly number[]} [done]  answered, though the server may not know yet
 * @returns {Queue}  with what is new behind it
 */
export function filled(queue, found, done = []) {
  const known = new Set([...queue.map(({ id }) => id), ...done]);
  return [...queue, ...found.filter(({ id }) => !known.has(id))];
}

/**
 * @param {Queue} queue
 * @returns {Queue}  without the sample that is shown
 */
export function advanced(queue) {
  return queue.slice(1);
}

/**
 * @param {Queue} queue
 * @param {Sample} sample
 * @returns {Queue}  with this sample shown, which was answered before
 */
export function returned(queue, sample) {
  return [sample, ...queue.filter(({ id }) => id !== sample.id)];
}

/**
 * @param {Queue} queue
 * @returns {boolean}
 */
export function isShort(queue) {
  return queue.length < ENOUGH;
}
