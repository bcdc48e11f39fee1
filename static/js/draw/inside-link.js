/**
 * The way from a read digit to the view into the network: the address holds the digit's strokes, or, of a photograph,
 * the tile that the network saw.
 *
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 */
import { encodeStrokes, encodeTile } from "../learn/drawing/codec.js";

const SIDE = 28;

export class InsideLink {
  #link;
  /** @type {ReadDigit | undefined} */
  #shown;

  /** @param {HTMLAnchorElement} link  hidden as long as no digit is shown */
  constructor(link) {
    this.#link = link;
  }

  /** @param {ReadDigit | undefined} digit */
  async show(digit) {
    this.#shown = digit;
    this.#link.hidden = !digit || (digit.ink.length === 0 && !digit.tile);
    if (this.#link.hidden || !digit) return;
    const drawing = digit.ink.length > 0 ? encodeStrokes(digit.ink) : encodeTile(await pixelsOf(digit.tile ?? ""));
    if (this.#shown !== digit) return;
    const url = new URL(this.#link.href);
    url.searchParams.set("d", drawing);
    this.#link.href = url.href;
  }
}

/**
 * @param {string} tile  data URL of a grey picture of 28×28
 * @returns {Promise<Uint8Array>}
 */
async function pixelsOf(tile) {
  const image = new Image();
  image.src = tile;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, at) => data[4 * at]);
}
