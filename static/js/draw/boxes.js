/**
 * Each digit's box over the ink with its answer, as a teacher would with a red pencil. A pointer goes through to
 * the sheet, so that one can write on; the keyboard and screen readers find a button for each.
 *
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {import("../ink/geometry.js").View} View
 * @typedef {{left: number, top: number, width: number, height: number}} Place  on the sheet, in CSS pixels
 */

import { nameOf } from "../base/texts.js";
import { toScreen } from "../ink/geometry.js";
import { shaky } from "./reading.js";

/** Paper between the ink and its box, in CSS pixels: half of it is the pen's own width. */
const PADDING = 8;

/** Height of an answer below its box, in CSS pixels. */
const LABEL = 32;

/** Smallest side of what a finger can hit, in CSS pixels. */
const TARGET = 44;

export class Boxes {
  #list;
  #marks;
  #messages;
  #onSelect;
  /** @type {Place[]} */
  #places = [];
  #selected = -1;
  /** @type {unknown[]}  what the boxes were laid out by */
  #layout = [];

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} marks  where the frames of what was left out stand
   * @param {Record<string, string>} messages
   * @param {(index: number) => void} onSelect
   */
  constructor(list, marks, messages, onSelect) {
    this.#list = list;
    this.#marks = marks;
    this.#messages = messages;
    this.#onSelect = onSelect;
    list.addEventListener("keydown", (event) => this.#onKey(event));
    // What has the focus is what is shown and corrected.
    list.addEventListener("focusin", (event) =>
      this.#select([...list.children].indexOf(/** @type {Element} */ (event.target))),
    );
  }

  /**
   * @param {Reading | null} reading
   * @param {number} selected
   * @param {View} view
   * @param {{width: number, height: number}} sheet
   */
  show(reading, selected, view, sheet) {
    this.#selected = selected;
    const layout = [reading, view, sheet.width, sheet.height];
    if (layout.some((value, at) => value !== this.#layout[at])) this.#layOut(reading, view, sheet);
    this.#layout = layout;
    for (const [index, box] of [.../** @type {HTMLCollectionOf<HTMLElement>} */ (this.#list.children)].entries()) {
      box.setAttribute("aria-pressed", String(index === selected));
      box.tabIndex = index === selected ? 0 : -1;
    }
  }

  /**
   * @param {Reading | null} reading
   * @param {View} view
   * @param {{width: number, height: number}} sheet
   */
  #layOut(reading, view, sheet) {
    const hadFocus = this.#list.contains(document.activeElement);
    const digits = reading?.digits ?? [];
    const doubtful = reading ? shaky(reading) : [];
    this.#places = digits.map(({ box }) => placeOf(box, view));
    this.#marks.replaceChildren(...(reading?.ignored ?? []).map(({ box }) => frameAt(placeOf(box, view))));
    this.#list.replaceChildren(...digits.map((_, index) => this.#box(digits, index, sheet, doubtful[index])));
    this.#list.style.setProperty("--pitch", `${this.#pitch()}px`);
    this.#list.hidden = digits.length === 0;
    if (hadFocus) this.focus();
  }

  /** How close the boxes stand: their answers must not run into each other. */
  #pitch() {
    const middles = this.#places.map(({ left, width }) => left + width / 2);
    const steps = middles.slice(1).map((middle, index) => middle - middles[index]);
    // Where the next digit stands further left, another row begins.
    return Math.min(TARGET, ...steps.filter((step) => step > 0));
  }

  /** Put the focus on the selected box. */
  focus() {
    /** @type {HTMLElement | undefined} */ (this.#list.children[this.#selected])?.focus({ preventScroll: true });
  }

  /**
   * @param {number} x  on the sheet, in CSS pixels
   * @param {number} y
   * @returns {number}  the index of the box there, its answer included, or -1
   */
  at(x, y) {
    const hits = this.#places.map(({ left, top, width, height }) => {
      const wide = Math.max(width, TARGET);
      const tall = Math.max(height + LABEL, TARGET);
      const dx = Math.abs(x - (left + width / 2));
      const isInside = dx <= wide / 2 && y >= top && y <= top + tall;
      return isInside ? dx : Infinity;
    });
    const nearest = Math.min(...hits);
    return nearest < Infinity ? hits.indexOf(nearest) : -1;
  }

  /**
   * @param {number} index
   * @returns {{left: number, top: number, width: number, height: number} | undefined}  on the sheet, in CSS pixels
   */
  placeOf(index) {
    return this.#places[index];
  }

  /**
   * @param {import("../base/types.js").ReadDigit[]} digits
   * @param {number} index
   * @param {{width: number, height: number}} sheet
   * @param {boolean} isShaky
   */
  #box(digits, index, sheet, isShaky) {
    const { digit, isByHand, pin } = digits[index];
    const { top, height } = this.#places[index];
    const box = document.createElement("button");
    box.type = "button";
    box.className = "box";
    box.classList.toggle("by-hand", isByHand);
    box.classList.toggle("pinned", pin !== null);
    box.classList.toggle("shaky", isShaky);
    box.setAttribute(
      "aria-label",
      nameOf(this.#messages, digits, index, { isShaky, locale: document.documentElement.lang }),
    );
    put(box, this.#places[index]);
    const label = document.createElement("span");
    label.className = "box-answer";
    label.textContent = String(digit ?? "?");
    // At the foot of the sheet there is no room below: the answer stands inside its box.
    label.classList.toggle("inside-box", top + height + LABEL > sheet.height);
    box.append(label);
    box.addEventListener("click", () => this.#onSelect(index));
    return box;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = this.#places.length - 1;
    const steps = { ArrowLeft: this.#selected - 1, ArrowRight: this.#selected + 1, Home: 0, End: last };
    const target = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (target === undefined) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (this.#list.children[Math.min(Math.max(target, 0), last)]).focus({
      preventScroll: true,
    });
  }

  /** @param {number} index */
  #select(index) {
    if (index >= 0 && index !== this.#selected) this.#onSelect(index);
  }
}

/**
 * @param {import("../base/types.js").Box} box
 * @param {View} view
 * @returns {Place}
 */
function placeOf([x, y, width, height], view) {
  const [left, top] = toScreen(x, y, view);
  return {
    left: left - PADDING,
    top: top - PADDING,
    width: width * view.scale + 2 * PADDING,
    height: height * view.scale + 2 * PADDING,
  };
}

/** @param {Place} place */
function frameAt(place) {
  const frame = document.createElement("span");
  frame.className = "mark";
  put(frame, place);
  return frame;
}

/**
 * @param {HTMLElement} element
 * @param {Place} place
 */
function put(element, { left, top, width, height }) {
  Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
}
