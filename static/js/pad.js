/**
 * The sheet: turns pointer events into strokes, taps and rubbings-out. It keeps no history; whoever owns the
 * drawing hands it to `show`.
 *
 * @typedef {import("./types.js").Drawing} Drawing
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./types.js").Stroke} Stroke
 * @typedef {import("./geometry.js").View} View
 * @typedef {"pen" | "eraser"} Tool
 */
import { BLANK } from "./corrections.js";
import { boundsOf, contain, fit, IDENTITY, isVisible, PLAIN_PRESSURE, toDrawing, toScreen } from "./geometry.js";
import { strokeNear } from "./ink.js";
import { onPixelRatio, Painter } from "./painter.js";

/** Room around what had to be scaled down, in CSS pixels; under a picture's digits their labels need it. */
const MARGIN = 24;
const PICTURE_MARGIN = { x: 12, y: 40 };

/** How many times its own size a small picture is shown at most. */
const LARGEST_PICTURE = 3;

/** How far ink may leave the sheet before the view is fitted again, in CSS pixels. */
const SLACK = 40;

/** A hand that rests on the glass between two pen strokes is no ink. */
const PALM_GUARD_MS = 1_000;

/** A pointer that stays within this many CSS pixels taps. */
const TAP = 8;

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
  /** @type {{id: number, type: string} | null} */
  #pointer = null;
  /** A press that may still turn out to be a tap. @type {PointerEvent | null} */
  #press = null;
  #isRubbing = false;
  #inkOnly = false;
  #lastPenAt = -Infinity;
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
   * @param {(view: View) => void} listener.onView  the drawing is now shown at another size or place
   */
  constructor(canvas, listener) {
    this.#canvas = canvas;
    this.#painter = new Painter(canvas);
    this.#listener = listener;
    // The focus stays where it is: on the digit that was tapped.
    canvas.addEventListener("mousedown", (event) => event.preventDefault());
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#up(event));
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
    const [left] = toScreen(bounds.left, 0, this.#view);
    const [right] = toScreen(bounds.right, 0, this.#view);
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

  /** @param {PointerEvent} event */
  #down(event) {
    const isTurned = (event.buttons & ERASER_BUTTON) !== 0;
    if ((event.button !== 0 && !isTurned) || !this.#admits(event)) return;
    if (this.#live) this.dropStroke();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = { id: event.pointerId, type: event.pointerType };
    this.#isRubbing = (this.tool === "eraser" || isTurned) && !this.#drawing.picture;
    if (this.#isRubbing) this.#rub(event);
    else if (this.#drawing.picture || this.#listener.canTap(...this.#place(event))) this.#press = event;
    else this.#begin(event);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#drawing.picture) this.show(BLANK);
    this.#press = null;
    this.#live = [this.#point(event)];
    this.#painter.tail(this.#live);
    this.#listener.onGrow(this.#live);
  }

  /**
   * One pointer draws at a time, so that neither a palm nor a second finger joins in; a pen takes over
   * from the touch that came down just before it, which was the hand that holds it.
   *
   * @param {PointerEvent} event
   */
  #admits(event) {
    if (event.pointerType === "pen") return this.#pointer?.type !== "pen";
    if (this.#pointer) return false;
    return event.pointerType !== "touch" || event.timeStamp - this.#lastPenAt > PALM_GUARD_MS;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerType === "pen") this.#lastPenAt = event.timeStamp;
    if (this.#pointer?.id !== event.pointerId) return;
    if (event.buttons === 0) {
      // The release happened where no event reaches us, for instance behind another window.
      this.#finish();
      return;
    }
    if (this.#isRubbing) this.#rub(event);
    if (this.#press && distance(this.#press, event) > TAP) this.#begin(this.#press);
    if (!this.#live) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const samples = coalesced.length > 0 ? coalesced : [event];
    if (samples.filter((sample) => this.#extend(sample)).length > 0) this.#listener.onGrow(this.#live);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerType === "pen") this.#lastPenAt = event.timeStamp;
    if (this.#pointer?.id !== event.pointerId) return;
    if (this.#live && event.type === "pointerup") this.#extend(event);
    this.#finish(event.type === "pointerup");
  }

  #finish(mayTap = false) {
    const [stroke, press] = [this.#live, this.#press];
    this.#live = null;
    this.#press = null;
    this.#pointer = null;
    this.#isRubbing = false;
    if (stroke) this.#listener.onStroke(stroke);
    else if (press && mayTap) this.#listener.onTap(...this.#place(press));
  }

  /** @param {PointerEvent} event */
  #rub(event) {
    const { strokes } = this.#drawing;
    const [x, y] = toDrawing(...this.#place(event), this.#view);
    const index = strokeNear(strokes, x, y, ERASER_REACH / this.#view.scale);
    if (index >= 0) this.#listener.onErase(strokes[index]);
  }

  /**
   * @param {PointerEvent} event
   * @returns {boolean}  whether the pen has moved at all
   */
  #extend(event) {
    const stroke = /** @type {Stroke} */ (this.#live);
    const last = stroke[stroke.length - 1];
    const point = this.#point(event);
    if (point[0] === last[0] && point[1] === last[1]) return false;
    if (event.type === "pointerup") point[2] = last[2];
    stroke.push(point);
    this.#painter.curve(stroke, stroke.length - 1);
    return true;
  }

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}  on the sheet, in CSS pixels
   */
  #place(event) {
    const sheet = this.#canvas.getBoundingClientRect();
    return [event.clientX - sheet.left, event.clientY - sheet.top];
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  #point(event) {
    const [x, y] = toDrawing(...this.#place(event), this.#view);
    return [x, y, event.pointerType === "pen" && event.pressure > 0 ? event.pressure : PLAIN_PRESSURE];
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

/**
 * @param {PointerEvent} one
 * @param {PointerEvent} other
 */
function distance(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
