/**
 * Pictures that are read instead of a drawing, and the ink that was found in them.
 *
 * @typedef {import("../base/types.js").Picture} Picture
 */

/** A photograph of 40 megapixels would hold 160 MB for as long as it can be undone. */
const LONGEST_SIDE = 1600;

/** Paper about a cut-out, as part of its longer side: ink that fills a picture to its edges looks like a ground. */
const PAPER = 0.2;

/** @type {WeakMap<Picture, HTMLCanvasElement>} */
const inks = new WeakMap();

/**
 * @param {Blob} file
 * @returns {Promise<Picture>}
 * @throws {DOMException}  when the browser cannot read it as a picture
 */
export async function open(file) {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const image = sheetOf(width * shrink, height * shrink);
  image.getContext("2d")?.drawImage(bitmap, 0, 0, image.width, image.height);
  bitmap.close();
  return { file, image, width, height };
}

/**
 * Keep the ink that was found in a picture, as a stencil: black where there is ink, transparent elsewhere.
 *
 * @param {Picture} picture
 * @param {string} url  data URL of the ink, white on black
 */
export async function keepInk(picture, url) {
  if (inks.has(picture)) return;
  const image = new Image();
  image.src = url;
  await image.decode();
  const stencil = sheetOf(image.naturalWidth, image.naturalHeight);
  const context = /** @type {CanvasRenderingContext2D} */ (stencil.getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, stencil.width, stencil.height);
  for (let at = 0; at < pixels.data.length; at += 4) {
    pixels.data[at + 3] = pixels.data[at];
    pixels.data.fill(0, at, at + 3);
  }
  context.putImageData(pixels, 0, 0);
  inks.set(picture, stencil);
}

/**
 * @param {Picture} picture
 * @returns {HTMLCanvasElement | null}  the stencil, if the ink is known
 */
export function inkOf(picture) {
  return inks.get(picture) ?? null;
}

/**
 * Cut a region out, to be read by itself: its ink on paper, or the bare picture where the ink is not known.
 *
 * @param {Picture} picture
 * @param {import("../base/types.js").Box} region
 * @param {number} [longest]  side of the ink at most, in pixels
 * @returns {Promise<Blob>}
 */
export async function cutOut(picture, [x, y, width, height], longest = Infinity) {
  const source = inkOf(picture) ?? picture.image;
  const grain = source.width / picture.width;
  const scale = Math.min(grain, longest / Math.max(width, height));
  const paper = source === picture.image ? 0 : PAPER * Math.max(width, height) * scale;
  const sheet = sheetOf(width * scale + 2 * paper, height * scale + 2 * paper);
  const context = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  context.fillStyle = "white";
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(
    source,
    x * grain,
    y * grain,
    width * grain,
    height * grain,
    paper,
    paper,
    width * scale,
    height * scale,
  );
  return new Promise((resolve, reject) => {
    sheet.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The browser made no picture of the region."))),
      "image/png",
    );
  });
}

/**
 * @param {number} width
 * @param {number} height
 */
function sheetOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return canvas;
}
