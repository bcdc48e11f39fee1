/**
 * What moves and zooms the sheet: two fingers that come together, or the button in a mouse's wheel.
 *
 * @typedef {import("../base/types.js").Contact} Contact
 * @typedef {import("../ink/geometry.js").View} View
 */
import { placeOf } from "./hand.js";
import { dragged } from "./zoom.js";

/** The button in a mouse's wheel. */
const MIDDLE_BUTTON = 1;

export class Grip {
  #hand;
  /** Where the sheet was taken hold of, and how it lay. @type {{view: View, from: [number, number][]} | null} */
  #taken = null;

  /** @param {import("./hand.js").Hand} hand  that follows all contacts */
  constructor(hand) {
    this.#hand = hand;
  }

  /**
   * @param {Contact} contact
   * @param {View} view  as it is
   * @param {boolean} isFree  whether the sheet may be taken hold of: nobody draws on it
   * @returns {View | null}  as it is with this contact; null when the contact holds nothing
   */
  follow(contact, view, isFree) {
    const { type, device, button, at } = contact;
    if (type === "pointerdown") {
      const isGrip = device === "touch" ? this.#hand.fingers === 2 : button === MIDDLE_BUTTON;
      if (isGrip && isFree && !this.#hand.holdsPen(at)) this.#taken = { view, from: this.#places(contact) };
    } else if (type !== "pointermove") this.#taken = null;
    if (!this.#taken || type === "pointerdown") return this.#taken?.view ?? null;
    return dragged(this.#taken.view, this.#taken.from, this.#places(contact));
  }

  /** @param {Contact} contact */
  #places(contact) {
    return contact.device === "touch" ? this.#hand.places.slice(0, 2) : [placeOf(contact)];
  }
}
