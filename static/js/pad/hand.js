/**
 * The hand on the sheet: where a contact is, which fingers touch, and whether one holds a pen.
 *
 * @typedef {import("../base/types.js").Contact} Contact
 */

/** A hand that rests on the glass between two pen strokes is no ink. */
const PALM_GUARD_MS = 1_000;

/**
 * @param {Contact} contact
 * @returns {[number, number]}  on the sheet, in CSS pixels
 */
export function placeOf({ places }) {
  const { x, y } = places[places.length - 1];
  return [x, y];
}

/**
 * @param {Contact} one
 * @param {Contact} other
 */
export function distance(one, other) {
  const [[x, y], [otherX, otherY]] = [placeOf(one), placeOf(other)];
  return Math.hypot(x - otherX, y - otherY);
}

export class Hand {
  /** Where each is. @type {Map<number, [number, number]>} */
  #fingers = new Map();
  #lastPenAt = -Infinity;

  /** @param {Contact} contact  of any device, before anything is done about it */
  follow(contact) {
    const { type, id, device, isPrimary, at } = contact;
    if (device === "pen") this.#lastPenAt = at;
    if (device !== "touch") return;
    // The first finger is alone, whatever we heard of others.
    if (type === "pointerdown" && isPrimary) this.#fingers.clear();
    if (type === "pointerdown" || (type === "pointermove" && this.#fingers.has(id)))
      this.#fingers.set(id, placeOf(contact));
    else this.#fingers.delete(id);
  }

  /** How many fingers touch the sheet. */
  get fingers() {
    return this.#fingers.size;
  }

  /** Where they touch it, in the order in which they came. */
  get places() {
    return [...this.#fingers.values()];
  }

  /** @param {number} at  a time, as events tell it */
  holdsPen(at) {
    return at - this.#lastPenAt <= PALM_GUARD_MS;
  }
}
