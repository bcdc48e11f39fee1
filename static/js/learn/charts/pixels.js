/**
 * Numbers as pictures: ink on paper, and two colours for what speaks for and against.
 *
 * @typedef {{ink: number[], positive: number[], negative: number[]}} Colours  each its red, green and blue, 0…255
 */

/**
 * Whoever paints many pictures asks once, before the first: each canvas that is made as large as its picture lets the
 * browser find all styles anew.
 *
 * @param {Element} element
 * @returns {Colours}  as they are there: the ink is its text colour
 */
export function coloursOf(element) {
  const style = getComputedStyle(element);
  const [ink, positive, negative] = [
    style.color,
    style.getPropertyValue("--positive"),
    style.getPropertyValue("--negative"),
  ].map(channels);
  return { ink, positive, negative };
}

/**
 * Paint a picture of one pixel for each number; CSS makes it large.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values  row by row, from 0 (paper) to `most`
 * @param {{width: number, most?: number, colours?: Colours}} options
 */
export function paintInk(canvas, values, { width, most = 255, colours = coloursOf(canvas) }) {
  const [red, green, blue] = colours.ink;
  paint(canvas, values, width, (value) => [red, green, blue, (255 * Math.min(Math.max(value, 0), most)) / (most || 1)]);
}

/**
 * Paint numbers of either sign: what is above 0 in --positive, what is below in --negative, 0 as paper.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values  row by row
 * @param {{width: number, most?: number, colours?: Colours}} options  most: what is painted in full; the largest number
 *   unless given
 */
export function paintSigned(canvas, values, { width, most = largest(values), colours = coloursOf(canvas) }) {
  paint(canvas, values, width, (value) => {
    const [red, green, blue] = value > 0 ? colours.positive : colours.negative;
    return [red, green, blue, 255 * Math.sqrt(Math.min(Math.abs(value) / (most || 1), 1))];
  });
}

/**
 * Paint activations: as ink where none is below 0, else in two colours.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values  row by row
 * @param {{width: number, most: number, isSigned: boolean, colours?: Colours}} options
 */
export function paintActivations(canvas, values, { isSigned, ...options }) {
  (isSigned ? paintSigned : paintInk)(canvas, values, options);
}

/**
 * @param {ArrayLike<number>} values
 * @returns {boolean}  whether any is below 0
 */
export function isSigned(values) {
  return Array.from(values).some((value) => value < 0);
}

/**
 * Paint what speaks for and against over faint ink.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values  28 rows of 28
 * @param {{ink: ArrayLike<number>, most?: number, colours?: Colours}} options  ink: 0…255
 */
export function paintEvidence(canvas, values, { ink, most = largest(values), colours = coloursOf(canvas) }) {
  paint(canvas, values, 28, (value, at) => {
    const top = Math.sqrt(Math.min(Math.abs(value) / (most || 1), 1));
    const under = (0.22 * ink[at]) / 255;
    const alpha = top + under * (1 - top);
    const colour = (value > 0 ? colours.positive : colours.negative).map(
      (channel, c) => (channel * top + colours.ink[c] * under * (1 - top)) / (alpha || 1),
    );
    return [...colour, 255 * alpha];
  });
}

/**
 * Several pictures of one size as one, with a line of nothing between them.
 *
 * @param {ArrayLike<number>} values  one picture after another
 * @param {{maps: number, height: number, width: number}} layout
 * @returns {{values: number[], width: number}}  NaN where there is nothing
 */
export function mosaic(values, { maps, height, width }) {
  if (maps === 1) return { values: Array.from({ length: height * width }, (_, at) => values[at] ?? NaN), width };
  const columns = Math.ceil(Math.sqrt((maps * (height + 1)) / (width + 1)));
  const wide = columns * (width + 1) - 1;
  const tall = Math.ceil(maps / columns) * (height + 1) - 1;
  const all = new Array(wide * tall).fill(NaN);
  for (let at = 0; at < maps * height * width; at += 1) {
    const [map, place] = [Math.floor(at / (height * width)), at % (height * width)];
    const row = Math.floor(map / columns) * (height + 1) + Math.floor(place / width);
    all[row * wide + (map % columns) * (width + 1) + (place % width)] = values[at];
  }
  return { values: all, width: wide };
}

/**
 * @param {{low: number, high: number, values: string}} map  as the endpoints send pictures
 * @returns {Float64Array}
 */
export function unpacked({ low, high, values }) {
  const bytes = atob(values);
  return Float64Array.from(bytes, (sign) => low + (sign.charCodeAt(0) * (high - low)) / 255);
}

/**
 * @param {string} tile  base64 of 784 bytes
 * @returns {Uint8Array}
 */
export function tilePixels(tile) {
  return Uint8Array.from(atob(tile), (sign) => sign.charCodeAt(0));
}

/**
 * @param {ArrayLike<number>} values
 * @returns {number}  the largest without its sign
 */
export function largest(values) {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number} width
 * @param {(value: number, at: number) => number[]} colour  red, green, blue and alpha, 0…255
 */
function paint(canvas, values, width, colour) {
  const height = Math.max(1, Math.ceil(values.length / width));
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  const { data } = image;
  for (let at = 0; at < values.length; at += 1) {
    if (Number.isNaN(values[at])) continue;
    const [red, green, blue, alpha] = colour(values[at], at);
    data[4 * at] = red;
    data[4 * at + 1] = green;
    data[4 * at + 2] = blue;
    data[4 * at + 3] = alpha;
  }
  context.putImageData(image, 0, 0);
}

const probe = globalThis.OffscreenCanvas && new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/**
 * @param {string} colour  as CSS writes it
 * @returns {number[]}  red, green and blue, 0…255
 */
function channels(colour) {
  if (!probe) return [0, 0, 0];
  probe.fillStyle = colour.trim() || "black";
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}
