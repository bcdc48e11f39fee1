/**
 * How the paper lies: which part of the drawing the sheet shows, and how large.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../ink/geometry.js").View} View
 */
import { boundsOf, contain, fit, IDENTITY, isVisible, toScreen } from "../ink/geometry.js";
import { squaresAt } from "./zoom.js";

/** Room around what had to be scaled down, in CSS pixels; under a picture's digits their labels need it. */
const MARGIN = 24;
const PICTURE_MARGIN = { x: 12, y: 40 };

/** How many times its own size a small picture is shown at most. */
const LARGEST_PICTURE = 3;

/** How far ink may leave the sheet before the view is fitted again, in CSS pixels. */
const SLACK = 40;

/** Part of the sheet by which it slides, and ink beyond which it is time to. */
const SLIDE = 0.6;
const NEARLY_FULL = 0.88;

export class Paper {
  #style;
  #onView;
  /** @type {View} */
  #view = IDENTITY;
  #hasMoved = false;
  #width = 0;
  #height = 0;

  /**
   * @param {{setProperty: (name: string, value: string) => void}} style  of what shows the squares of the paper
   * @param {(view: View) => void} onView  the paper lies otherwise now
   */
  constructor(style, onView) {
    this.#style = style;
    this.#onView = onView;
  }

  get view() {
    return this.#view;
  }

  /** Whether it was moved or zoomed away from where the drawing is shown whole. */
  get hasMoved() {
    return this.#hasMoved;
  }

  /** Of the sheet, in CSS pixels; 0 before it is known. */
  get size() {
    return { width: this.#width, height: this.#height };
  }

  /** @param {{width: number, height: number}} size */
  set size({ width, height }) {
    this.#width = width;
    this.#height = height;
  }

  /**
   * Whether there is reason to slide it, and to which side.
   *
   * @param {Drawing} drawing
   */
  slides({ strokes }) {
    const bounds = boundsOf(strokes);
    if (!bounds) return { back: false, on: false };
    const [left, right] = [bounds.left, bounds.right].map((x) => toScreen(x, 0, this.#view)[0]);
    return { back: left < 0, on: right > this.#width * NEARLY_FULL };
  }

  /** @param {1 | -1} direction  1: on, -1: back */
  slide(direction) {
    this.moveTo({ ...this.#view, dx: this.#view.dx - direction * SLIDE * this.#width });
  }

  /** @param {View} view */
  moveTo(view) {
    this.#hasMoved = true;
    this.#lie(view);
  }

  /**
   * Go with a drawing that changed: stay where one has moved it, else keep all of the drawing in view.
   *
   * @param {Drawing} drawing
   * @param {boolean} isOther  whether it is of another picture than the one before
   */
  follow(drawing, isOther) {
    const bounds = boundsOf(drawing.strokes);
    if (isOther || (drawing.picture && !this.#hasMoved)) this.fit(drawing);
    else if (!bounds && !drawing.picture) this.#rest();
    else if (bounds && !this.#hasMoved && !isVisible(bounds, this.#view, this.#width, this.#height, SLACK))
      this.fit(drawing);
    else this.#lie(this.#view);
  }

  /** Show a drawing whole. @param {Drawing} drawing */
  fit({ strokes, picture }) {
    this.#hasMoved = false;
    if (picture) this.#lie(contain(picture, this.#width, this.#height, PICTURE_MARGIN, LARGEST_PICTURE));
    else this.#lie(fit(boundsOf(strokes), this.#width, this.#height, MARGIN));
  }

  /** Lie as an empty sheet lies. */
  #rest() {
    this.#hasMoved = false;
    this.#lie(IDENTITY);
  }

  /** @param {View} view */
  #lie(view) {
    this.#view = view;
    // The squares of the paper move with the ink.
    this.#style.setProperty("--dx", `${view.dx}px`);
    this.#style.setProperty("--dy", `${view.dy}px`);
    this.#style.setProperty("--scale", String(view.scale));
    this.#style.setProperty("--squares", String(squaresAt(view.scale)));
    this.#onView(view);
  }
}
