/** Numbers as pictures: ink on paper, and two colours for what speaks for and against. */

/**
 * Paint a picture of one pixel for each number; CSS makes it large. Its text colour is that of the ink.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values  row by row, from 0 (paper) to `most`
 * @param {{width: number, most?: number}} options
 */
export function paintInk(canvas, values, { width, most = 255 }) {
  const [red, green, blue] = channels(getComputedStyle(canvas).color);
  paint(canvas, values, width, (value) => [red, green, blue, (255 * Math.min(Math.max(value, 0), most)) / (most || 1)]);
}

/**
 * Paint numbers of either sign: what is above 0 in --for, what is below in --against, 0 as paper.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values  row by row
 * @param {{width: number, most?: number}} options  most: what is painted in full; the largest number unless given
 */
export function paintSigned(canvas, values, { width, most = largest(values) }) {
  const style = getComputedStyle(canvas);
  const colours = [style.getPropertyValue("--for"), style.getPropertyValue("--against")].map(channels);
  paint(canvas, values, width, (value) => {
    const [red, green, blue] = colours[value > 0 ? 0 : 1];
    return [red, green, blue, 255 * Math.sqrt(Math.min(Math.abs(value) / (most || 1), 1))];
  });
}

/**
 * @param {ArrayLike<number>} values
 * @returns {number}  the largest without its sign
 */
export function largest(values) {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number} width
 * @param {(value: number) => number[]} colour
 */
function paint(canvas, values, width, colour) {
  const height = Math.max(1, Math.ceil(values.length / width));
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  for (let at = 0; at < values.length; at += 1) image.data.set(colour(values[at]), 4 * at);
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
