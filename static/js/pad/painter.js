/**
 * Puts a drawing on a canvas: strokes as smooth ink, or a picture, or the ink that was found in it.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {import("../ink/geometry.js").View} View
 */
import { curveAt, inkWidth, NIB, tailOf } from "../ink/geometry.js";
import { inkOf } from "../ink/picture.js";

export class Painter {
  /** Width of the pen in drawing units. */
  nib = NIB;
  #canvas;
  #context;

  /** @param {HTMLCanvasElement} canvas  its text colour is that of the ink */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /**
   * @param {number} width  in CSS pixels
   * @param {number} height
   */
  resize(width, height) {
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
  }

  /**
   * @param {Drawing} drawing
   * @param {View} view
   * @param {{live: Stroke | null, marked: Stroke | null, inkOnly: boolean}} options
   *   live: the stroke under the pen; marked: one in the colour of corrections; inkOnly: of a picture its ink
   */
  paint({ strokes, picture }, { scale, dx, dy }, { live, marked, inkOnly }) {
    const context = this.#context;
    const ratio = devicePixelRatio;
    const colours = getComputedStyle(this.#canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(scale * ratio, 0, 0, scale * ratio, dx * ratio, dy * ratio);
    context.lineCap = "round";
    context.lineJoin = "round";
    if (picture) {
      const ink = inkOnly ? inkOf(picture) : null;
      const shown = ink ? tinted(ink, colours.color) : picture.image;
      context.drawImage(shown, 0, 0, picture.width, picture.height);
    }
    for (const stroke of live ? [...strokes, live] : strokes) {
      context.strokeStyle = stroke === marked ? colours.getPropertyValue("--red") : colours.color;
      for (let index = 1; index < stroke.length; index += 1) this.curve(stroke, index);
      this.tail(stroke);
    }
    context.strokeStyle = colours.color;
  }

  /**
   * Add the piece of a stroke that its point at `index` completes.
   *
   * @param {Stroke} stroke
   * @param {number} index
   */
  curve(stroke, index) {
    const { from, control, to } = curveAt(stroke, index);
    this.#context.beginPath();
    this.#context.moveTo(from[0], from[1]);
    this.#context.quadraticCurveTo(control[0], control[1], to[0], to[1]);
    this.#ink(control[2]);
  }

  /**
   * Add the rest of a stroke; of a dot, the dot.
   *
   * @param {Stroke} stroke
   */
  tail(stroke) {
    const { from, to } = tailOf(stroke);
    this.#context.beginPath();
    this.#context.moveTo(from[0], from[1]);
    this.#context.lineTo(to[0], to[1]);
    this.#ink(to[2]);
  }

  /** @param {number} pressure */
  #ink(pressure) {
    this.#context.lineWidth = inkWidth(this.nib, pressure);
    this.#context.stroke();
  }
}

/**
 * @param {HTMLCanvasElement} stencil
 * @param {string} colour
 * @returns {HTMLCanvasElement}
 */
function tinted(stencil, colour) {
  const canvas = document.createElement("canvas");
  canvas.width = stencil.width;
  canvas.height = stencil.height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(stencil, 0, 0);
  context.globalCompositeOperation = "source-in";
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * Tell of every change of the screen's pixel ratio, as when the page is zoomed.
 *
 * @param {() => void} onChange
 */
export function onPixelRatio(onChange) {
  // A media query tells of one ratio only, so that each change sets the next watch.
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  const changed = () => {
    onChange();
    onPixelRatio(onChange);
  };
  query.addEventListener("change", changed, { once: true });
}
