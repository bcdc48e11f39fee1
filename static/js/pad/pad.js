/**
 * The sheet: turns what pointers do on it into strokes, taps and rubbings-out. It keeps no history; whoever owns the
 * drawing hands it to `show`.
 *
 * @typedef {import("../base/types.js").Contact} Contact
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Point} Point
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {import("../ink/geometry.js").View} View
 * @typedef {"pen" | "eraser"} Tool
 */

import { listen } from "../base/early.js";
import { BLANK } from "../ink/corrections.js";
import { lengthOf, strokeNear } from "../ink/cutting.js";
import { boundsOf, contain, fit, IDENTITY, isVisible, PLAIN_PRESSURE, toDrawing, toScreen } from "../ink/geometry.js";
import { distance, Hand, placeOf } from "./hand.js";
import { onPixelRatio, Painter } from "./painter.js";

/** Room around what had to be scaled down, in CSS pixels; under a picture's digits their labels need it. */
const MARGIN = 24;
const PICTURE_MARGIN = { x: 12, y: 40 };

/** How many times its own size a small picture is shown at most. */
const LARGEST_PICTURE = 3;

/** How far ink may leave the sheet before the view is fitted again, in CSS pixels. */
const SLACK = 40;

/** A pointer that stays within this many CSS pixels taps. */
const TAP = 8;

/** A second finger takes back a touch that has drawn no more than this many CSS pixels, and then moves the page. */
const YOUNG = 32;

/** How far from a stroke the eraser still takes it, in CSS pixels. */
const ERASER_REACH = 16;

/** Button bit of a pen that is turned round. */
const ERASER_BUTTON = 32;

/** Part of the sheet by which it slides, and ink beyond which it is time to. */
const SLIDE = 0.6;
const NEARLY_FULL = 0.88;

export class Pad {
  /** @type {Tool} */
  tool = "pen";
  #canvas;
  #painter;
  #listener;
  /** @type {Drawing} */
  #drawing = BLANK;
  /** @type {Stroke | null} */
  #live = null;
  /** @type {Stroke | null} */
  #marked = null;
  /** @type {{id: number, device: string} | null} */
  #pointer = null;
  #hand = new Hand();
  /** A press that may still turn out to be a tap. @type {Contact | null} */
  #press = null;
  #isRubbing = false;
  #inkOnly = false;
  /** @type {View} */
  #view = IDENTITY;
  #hasSlid = false;
  #width = 0;
  #height = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {object} listener
   * @param {(stroke: Stroke) => void} listener.onGrow  the stroke under the pen has new points
   * @param {(stroke: Stroke) => void} listener.onStroke  the pen was lifted
   * @param {(stroke: Stroke) => void} listener.onErase  the eraser met this stroke
   * @param {(x: number, y: number) => boolean} listener.canTap  whether a tap here, on the sheet, means something
   * @param {(x: number, y: number) => void} listener.onTap
   * @param {() => void} listener.onDrop  the stroke under the pen was taken back
   * @param {(view: View) => void} listener.onView  the drawing is now shown at another size or place
   */
  constructor(canvas, listener) {
    this.#canvas = canvas;
    this.#painter = new Painter(canvas);
    this.#listener = listener;
    listen((contact) => this.#take(contact));
    canvas.addEventListener("touchmove", (event) => this.#holdPage(event), { passive: false });
    // The observer also reports the first size, before the page is first painted.
    new ResizeObserver(() => this.#layOut()).observe(canvas);
    onPixelRatio(() => this.#layOut());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
  }

  get view() {
    return this.#view;
  }

  get size() {
    return { width: this.#width, height: this.#height };
  }

  /** Whether a stroke is under way. */
  get isDrawing() {
    return this.#live !== null;
  }

  /** Whether there is reason to slide the sheet, and to which side. */
  get slides() {
    const bounds = boundsOf(this.#drawing.strokes);
    if (!bounds) return { back: false, on: false };
    const [left, right] = [bounds.left, bounds.right].map((x) => toScreen(x, 0, this.#view)[0]);
    return { back: left < 0, on: right > this.#width * NEARLY_FULL };
  }

  /** @param {Drawing} drawing */
  show(drawing) {
    const hadPicture = this.#drawing.picture !== null;
    this.#drawing = drawing;
    const bounds = boundsOf(drawing.strokes);
    if (drawing.picture || hadPicture) this.#fit();
    else if (!bounds) this.#setView(IDENTITY);
    else if (!this.#hasSlid && !isVisible(bounds, this.#view, this.#width, this.#height, SLACK)) this.#fit();
    else this.#setView(this.#view);
    if (!bounds) this.#hasSlid = false;
    this.#paint();
  }

  /** @param {boolean} inkOnly  show of a picture the ink that was found */
  showInk(inkOnly) {
    this.#inkOnly = inkOnly;
    this.#paint();
  }

  /** @param {Stroke | null} stroke  to be set off from the others */
  markStroke(stroke) {
    this.#marked = stroke;
    this.#paint();
  }

  /** Move the paper under the pen, to go on writing. @param {1 | -1} direction  1: on, -1: back */
  slide(direction) {
    this.#hasSlid = true;
    this.#setView({ ...this.#view, dx: this.#view.dx - direction * SLIDE * this.#width });
    this.#paint();
  }

  /** Take back the stroke under way, as if the pen had not been put down. */
  dropStroke() {
    this.#live = null;
    this.#press = null;
    this.#pointer = null;
    this.#paint();
  }

  /** @param {Contact} contact */
  #take(contact) {
    this.#hand.follow(contact);
    // What was done before the pad was there comes before the observer's first word.
    if (this.#width === 0) this.#layOut();
    if (contact.type === "pointerdown") this.#down(contact);
    else if (contact.type === "pointermove") this.#move(contact);
    else this.#up(contact);
  }

  /** @param {Contact} contact */
  #down(contact) {
    if (contact.device === "touch") this.#countFingers();
    const isTurned = (contact.buttons & ERASER_BUTTON) !== 0;
    if ((contact.button !== 0 && !isTurned) || !this.#admits(contact)) return;
    if (this.#live) this.dropStroke();
    this.#pointer = { id: contact.id, device: contact.device };
    this.#isRubbing = (this.tool === "eraser" || isTurned) && !this.#drawing.picture;
    if (this.#isRubbing) this.#rub(contact);
    else if (this.#drawing.picture || this.#listener.canTap(...placeOf(contact))) this.#press = contact;
    else this.#begin(contact);
  }

  /** Let a second finger that comes with the first scroll and zoom, which the browser does. */
  #countFingers() {
    if (this.#hand.fingers < 2 || this.#pointer?.device !== "touch" || this.#drawn > YOUNG) return;
    this.dropStroke();
    this.#listener.onDrop();
  }

  /**
   * Keep the browser from moving the page under a stroke that goes on, and under the hand that holds a pen. It has to
   * be told from the first way that a finger makes; of two that come together the page is the browser's.
   *
   * @param {TouchEvent} event
   */
  #holdPage(event) {
    if ((this.#drawn > TAP || this.#hand.holdsPen(event.timeStamp)) && event.cancelable) event.preventDefault();
  }

  /** How long the stroke under the pen is, in CSS pixels. */
  get #drawn() {
    return this.#live ? lengthOf(this.#live) * this.#view.scale : 0;
  }

  /** @param {Contact} contact */
  #begin(contact) {
    if (this.#drawing.picture) this.show(BLANK);
    this.#press = null;
    this.#live = [this.#point(contact)];
    this.#painter.tail(this.#live);
    this.#listener.onGrow(this.#live);
  }

  /**
   * One pointer draws at a time, so that neither a palm nor a second finger joins in; a pen takes over
   * from the touch that came down just before it, which was the hand that holds it.
   *
   * @param {Contact} contact
   */
  #admits({ device, at }) {
    if (device === "pen") return this.#pointer?.device !== "pen";
    if (this.#pointer) return false;
    return device !== "touch" || (this.#hand.fingers === 1 && !this.#hand.holdsPen(at));
  }

  /** @param {Contact} contact */
  #move(contact) {
    if (this.#pointer?.id !== contact.id) return;
    if (contact.buttons === 0) {
      // The release happened where no event reaches us, for instance behind another window.
      this.#finish();
      return;
    }
    if (this.#isRubbing) this.#rub(contact);
    if (this.#press && distance(this.#press, contact) > TAP) this.#begin(this.#press);
    if (!this.#live) return;
    const points = contact.places.map((place) => this.#point(contact, place));
    if (points.filter((point) => this.#extend(point)).length > 0) this.#listener.onGrow(this.#live);
  }

  /** @param {Contact} contact */
  #up(contact) {
    if (this.#pointer?.id !== contact.id) return;
    const isLifted = contact.type === "pointerup";
    if (this.#live && isLifted) {
      const [x, y] = this.#point(contact);
      this.#extend([x, y, this.#live[this.#live.length - 1][2]]);
    }
    this.#finish(isLifted);
  }

  #finish(mayTap = false) {
    const [stroke, press] = [this.#live, this.#press];
    this.#live = null;
    this.#press = null;
    this.#pointer = null;
    this.#isRubbing = false;
    if (stroke) this.#listener.onStroke(stroke);
    else if (press && mayTap) this.#listener.onTap(...placeOf(press));
  }

  /** @param {Contact} contact */
  #rub(contact) {
    const { strokes } = this.#drawing;
    const [x, y] = toDrawing(...placeOf(contact), this.#view);
    const index = strokeNear(strokes, x, y, ERASER_REACH / this.#view.scale);
    if (index >= 0) this.#listener.onErase(strokes[index]);
  }

  /**
   * @param {Point} point
   * @returns {boolean}  whether the pen has moved at all
   */
  #extend(point) {
    const stroke = /** @type {Stroke} */ (this.#live);
    const last = stroke[stroke.length - 1];
    if (point[0] === last[0] && point[1] === last[1]) return false;
    stroke.push(point);
    this.#painter.curve(stroke, stroke.length - 1);
    return true;
  }

  /**
   * @param {Contact} contact
   * @param {Contact["places"][0]} [place]
   * @returns {Point}
   */
  #point({ device, places }, { x, y, pressure } = places[places.length - 1]) {
    return [...toDrawing(x, y, this.#view), device === "pen" && pressure > 0 ? pressure : PLAIN_PRESSURE];
  }

  #layOut() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#width = width;
    this.#height = height;
    this.#painter.resize(width, height);
    if (!this.#live) this.#fit();
    this.#paint();
  }

  #fit() {
    const { strokes, picture } = this.#drawing;
    this.#hasSlid = false;
    if (picture) this.#setView(contain(picture, this.#width, this.#height, PICTURE_MARGIN, LARGEST_PICTURE));
    else this.#setView(fit(boundsOf(strokes), this.#width, this.#height, MARGIN));
  }

  /** @param {View} view */
  #setView(view) {
    this.#view = view;
    this.#listener.onView(view);
  }

  #paint() {
    this.#painter.paint(this.#drawing, this.#view, { live: this.#live, marked: this.#marked, inkOnly: this.#inkOnly });
  }
}
