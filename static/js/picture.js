/**
 * Pictures that are read instead of a drawing.
 *
 * @typedef {object} Picture
 * @property {Blob} file  what is sent: the bytes as they were chosen
 * @property {CanvasImageSource} image  what is shown: no larger than a screen needs
 * @property {number} width  of the picture itself, in its own pixels, upright
 * @property {number} height
 */

/** A photograph of 40 megapixels would hold 160 MB for as long as it can be undone. */
const LONGEST_SIDE = 1600;

/**
 * @param {Blob} file
 * @returns {Promise<Picture>}
 * @throws {DOMException}  when the browser cannot read it as a picture
 */
export async function open(file) {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const image = document.createElement("canvas");
  image.width = Math.max(1, Math.round(width * shrink));
  image.height = Math.max(1, Math.round(height * shrink));
  image.getContext("2d")?.drawImage(bitmap, 0, 0, image.width, image.height);
  bitmap.close();
  return { file, image, width, height };
}
