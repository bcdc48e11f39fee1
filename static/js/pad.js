/**
 * The sheet: turns pointer events into strokes and shows them as ink. It keeps no history; whoever owns
 * the drawing hands it to `show`.
 *
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./geometry.js").Stroke} Stroke
 * @typedef {import("./geometry.js").View} View
 * @typedef {import("./picture.js").Picture} Picture
 * @typedef {{strokes: Stroke[], picture: Picture | null}} Drawing
 */
import { IDENTITY, PLAIN_PRESSURE, boundsOf, curveAt, fit, inkWidth, isVisible, tailOf, toDrawing } from "./geometry.js";

/** Width of the plain pen in drawing units. */
const NIB = 6;

/** Room around a drawing that had to be scaled down, in CSS pixels. */
const MARGIN = 24;

/** How far ink may leave the sheet before the view is fitted again, in CSS pixels. */
const SLACK = 40;

/** A hand that rests on the glass between two pen strokes is no ink. */
const PALM_GUARD_MS = 1_000;

export class Pad {
  #canvas;
  #context;
  #listener;
  /** @type {Drawing} */
  #drawing = { strokes: [], picture: null };
  /** @type {Stroke | null} */
  #live = null;
  /** @type {{id: number, type: string} | null} */
  #pointer = null;
  #lastPenAt = -Infinity;
  /** @type {View} */
  #view = IDENTITY;
  #width = 0;
  #height = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {object} listener
   * @param {(stroke: Stroke) => void} listener.onGrow  the stroke under the pen has new points
   * @param {(stroke: Stroke) => void} listener.onStroke  the pen was lifted
   * @param {(view: View) => void} listener.onView  the drawing is now shown at another size or place
   */
  constructor(canvas, listener) {
    this.#canvas = canvas;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.#listener = listener;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#up(event));
    // The observer also reports the first size, before the page is first painted.
    new ResizeObserver(() => this.#layOut()).observe(canvas);
    this.#watchPixelRatio();
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

  /** @param {Drawing} drawing */
  show(drawing) {
    this.#drawing = drawing;
    const bounds = this.#bounds();
    if (!bounds) this.#setView(IDENTITY);
    else if (!isVisible(bounds, this.#view, this.#width, this.#height, SLACK)) this.#fit();
    this.#paint();
  }

  /** Fit the drawing to the sheet anew, as after a change of what is shown altogether. */
  refit() {
    this.#fit();
    this.#paint();
  }

  /** Take back the stroke under way, as if the pen had not been put down. */
  dropStroke() {
    this.#live = null;
    this.#pointer = null;
    this.#paint();
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0 || !this.#admits(event)) return;
    if (this.#live) this.dropStroke();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = { id: event.pointerId, type: event.pointerType };
    if (this.#drawing.picture) this.show({ strokes: [], picture: null });
    this.#live = [this.#point(event)];
    this.#paintTail(this.#live);
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
    if (!this.#live || this.#pointer?.id !== event.pointerId) return;
    if (event.buttons === 0) {
      // The release happened where no event reaches us, for instance behind another window.
      this.#finish(this.#live);
      return;
    }
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const samples = coalesced.length > 0 ? coalesced : [event];
    if (samples.filter((sample) => this.#extend(sample)).length > 0) this.#listener.onGrow(this.#live);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerType === "pen") this.#lastPenAt = event.timeStamp;
    if (!this.#live || this.#pointer?.id !== event.pointerId) return;
    if (event.type === "pointerup") this.#extend(event);
    this.#finish(this.#live);
  }

  /** @param {Stroke} stroke */
  #finish(stroke) {
    this.#live = null;
    this.#pointer = null;
    this.#listener.onStroke(stroke);
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
    this.#paintCurve(stroke, stroke.length - 1);
    return true;
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  #point(event) {
    const sheet = this.#canvas.getBoundingClientRect();
    const [x, y] = toDrawing(event.clientX - sheet.left, event.clientY - sheet.top, this.#view);
    return [x, y, event.pointerType === "pen" && event.pressure > 0 ? event.pressure : PLAIN_PRESSURE];
  }

  #bounds() {
    const { strokes, picture } = this.#drawing;
    return picture ? { left: 0, top: 0, right: picture.width, bottom: picture.height } : boundsOf(strokes);
  }

  #layOut() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#width = width;
    this.#height = height;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    if (!this.#live) this.#fit();
    this.#paint();
  }

  /** A media query tells of one ratio only, so that each change sets the next watch. */
  #watchPixelRatio() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const onChange = () => {
      this.#layOut();
      this.#watchPixelRatio();
    };
    query.addEventListener("change", onChange, { once: true });
  }

  #fit() {
    this.#setView(fit(this.#bounds(), this.#width, this.#height, MARGIN));
  }

  /** @param {View} view */
  #setView(view) {
    this.#view = view;
    this.#listener.onView(view);
  }

  #paint() {
    const { scale, dx, dy } = this.#view;
    const ratio = devicePixelRatio;
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(scale * ratio, 0, 0, scale * ratio, dx * ratio, dy * ratio);
    context.strokeStyle = getComputedStyle(this.#canvas).color;
    context.lineCap = "round";
    context.lineJoin = "round";
    const { strokes, picture } = this.#drawing;
    if (picture) context.drawImage(picture.image, 0, 0, picture.width, picture.height);
    for (const stroke of this.#live ? [...strokes, this.#live] : strokes) {
      for (let index = 1; index < stroke.length; index += 1) this.#paintCurve(stroke, index);
      this.#paintTail(stroke);
    }
  }

  /**
   * @param {Stroke} stroke
   * @param {number} index
   */
  #paintCurve(stroke, index) {
    const { from, control, to } = curveAt(stroke, index);
    this.#context.beginPath();
    this.#context.moveTo(from[0], from[1]);
    this.#context.quadraticCurveTo(control[0], control[1], to[0], to[1]);
    this.#inkPath(control[2]);
  }

  /** @param {Stroke} stroke */
  #paintTail(stroke) {
    const { from, to } = tailOf(stroke);
    this.#context.beginPath();
    this.#context.moveTo(from[0], from[1]);
    this.#context.lineTo(to[0], to[1]);
    this.#inkPath(to[2]);
  }

  /** @param {number} pressure */
  #inkPath(pressure) {
    this.#context.lineWidth = inkWidth(NIB, pressure);
    this.#context.stroke();
  }
}
