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
import { onSchemeChange } from "../base/scheme.js";
import { BLANK, isBlank } from "../ink/corrections.js";
import { lengthOf, strokeNear } from "../ink/cutting.js";
import { PLAIN_PRESSURE, toDrawing } from "../ink/geometry.js";
import { Grip } from "./grip.js";
import { distance, Hand, placeOf } from "./hand.js";
import { onPixelRatio, Painter } from "./painter.js";
import { Paper } from "./paper.js";
import { factorOf, zoomed } from "./zoom.js";

/** A pointer that stays within this many CSS pixels taps. */
const TAP = 8;

/** A second finger takes back a touch that has drawn no more than this many CSS pixels, and then moves the page. */
const YOUNG = 32;

/** How far from a stroke the eraser still takes it, in CSS pixels. */
const ERASER_REACH = 16;

/** Button bit of a pen that is turned round. */
const ERASER_BUTTON = 32;

export class Pad {
  /** @type {Tool} */
  tool = "pen";
  #canvas;
  #painter;
  #paper;
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
  #grip = new Grip(this.#hand);
  #zooms;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {object} listener
   * @param {(stroke: Stroke) => void} listener.onGrow  the stroke under the pen has new points
   * @param {(stroke: Stroke, device: string) => void} listener.onStroke  the pen was lifted; device: as of its contacts
   * @param {(stroke: Stroke) => void} listener.onErase  the eraser met this stroke
   * @param {(x: number, y: number) => boolean} listener.canTap  whether a tap here, on the sheet, means something
   * @param {(x: number, y: number) => void} listener.onTap
   * @param {() => void} listener.onDrop  the stroke under the pen was taken back
   * @param {(view: View) => void} listener.onView  the drawing is now shown at another size or place
   * @param {boolean} [listener.zooms]  two fingers, and Ctrl with the wheel, zoom the sheet and not the page
   */
  constructor(canvas, listener) {
    this.#canvas = canvas;
    this.#painter = new Painter(canvas);
    const { style } = /** @type {HTMLElement} */ (canvas.parentElement);
    this.#paper = new Paper(style, (view) => listener.onView(view));
    this.#listener = listener;
    listen((contact) => this.#take(contact));
    this.#zooms = listener.zooms === true;
    if (this.#zooms) canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener("touchmove", (event) => this.#holdPage(event), { passive: false });
    // The observer also reports the first size, before the page is first painted.
    new ResizeObserver(() => this.#layOut()).observe(canvas);
    onPixelRatio(() => this.#layOut());
    onSchemeChange(() => this.#paint());
  }

  get view() {
    return this.#paper.view;
  }

  /** Whether the sheet was moved or zoomed away from where the drawing is shown whole. */
  get hasMoved() {
    return this.#paper.hasMoved;
  }

  /** @param {number} width  of the pen, in drawing units */
  set nib(width) {
    this.#painter.nib = width;
    this.#paint();
  }

  get size() {
    return this.#paper.size;
  }

  /** Whether a stroke is under way. */
  get isDrawing() {
    return this.#live !== null;
  }

  /** Whether there is reason to slide the sheet, and to which side. */
  get slides() {
    return this.#paper.slides(this.#drawing);
  }

  /** @param {Drawing} drawing */
  show(drawing) {
    const isOther = drawing.picture !== this.#drawing.picture;
    this.#drawing = drawing;
    this.#paper.follow(drawing, isOther);
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
    this.#paper.slide(direction);
    this.#paint();
  }

  /** Show the drawing whole again. */
  showAll() {
    this.#paper.fit(this.#drawing);
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
    if (this.size.width === 0) this.#layOut();
    if (this.#zooms && this.#grips(contact)) return;
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

  /**
   * Move and zoom the sheet as it is held, if there is anything on it.
   *
   * @param {Contact} contact
   * @returns {boolean}  whether the contact does that and nothing else
   */
  #grips(contact) {
    if (contact.type === "pointerdown" && contact.device === "touch") this.#countFingers();
    const view = this.#grip.follow(contact, this.view, this.#pointer === null && !isBlank(this.#drawing));
    if (view && contact.type === "pointermove") this.#moveTo(view);
    return view !== null;
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    if (!this.#live && !isBlank(this.#drawing))
      this.#moveTo(zoomed(this.view, factorOf(event), [event.offsetX, event.offsetY]));
  }

  /** @param {View} view */
  #moveTo(view) {
    this.#paper.moveTo(view);
    this.#paint();
  }

  /** Let a second finger that comes with the first move and zoom: the browser the page, or we the sheet. */
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
    return this.#live ? lengthOf(this.#live) * this.view.scale : 0;
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
    const [stroke, press, device] = [this.#live, this.#press, this.#pointer?.device ?? ""];
    this.#live = null;
    this.#press = null;
    this.#pointer = null;
    this.#isRubbing = false;
    if (stroke) this.#listener.onStroke(stroke, device);
    else if (press && mayTap) this.#listener.onTap(...placeOf(press));
  }

  /** @param {Contact} contact */
  #rub(contact) {
    const { strokes } = this.#drawing;
    const [x, y] = toDrawing(...placeOf(contact), this.view);
    const index = strokeNear(strokes, x, y, ERASER_REACH / this.view.scale);
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
    return [...toDrawing(x, y, this.view), device === "pen" && pressure > 0 ? pressure : PLAIN_PRESSURE];
  }

  #layOut() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#paper.size = { width, height };
    this.#painter.resize(width, height);
    if (!this.#live && !this.hasMoved) this.#paper.fit(this.#drawing);
    this.#paint();
  }

  #paint() {
    this.#painter.paint(this.#drawing, this.view, { live: this.#live, marked: this.#marked, inkOnly: this.#inkOnly });
  }
}
