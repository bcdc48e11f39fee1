/**
 * A drawing as a picture: to save, to copy, and small for the list of earlier readings.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 */
import { figureOf, INK, PAPER } from "./files.js";

/** Pixels for each unit of the drawing, and of the longer side at most. */
const SHARPNESS = 2;
const LONGEST_SIDE = 4_096;

/** How thin a line may become in a small picture, in its pixels. */
const THINNEST = 2.5;

/**
 * @param {Drawing} drawing  with something on it
 * @returns {Promise<Blob>}  a PNG
 */
export function pngOf(drawing) {
  const canvas = painted(drawing, SHARPNESS, LONGEST_SIDE);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser made no picture."))), "image/png");
  });
}

/**
 * @param {Drawing} drawing  with something on it
 * @param {number} side  the longer one at most, in pixels
 * @returns {string}  data URL of a small picture
 */
export function thumbnailOf(drawing, side) {
  return painted(drawing, SHARPNESS, side).toDataURL(drawing.picture ? "image/jpeg" : "image/png", 0.7);
}

/**
 * @param {Drawing} drawing
 * @param {number} sharpness
 * @param {number} longest
 */
function painted({ strokes, picture }, sharpness, longest) {
  const figure = picture
    ? { pieces: [], left: 0, top: 0, width: picture.image.width, height: picture.image.height }
    : figureOf(strokes);
  const wanted = picture ? 1 : sharpness;
  const scale = Math.min(wanted, longest / Math.max(figure.width, figure.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(figure.width * scale));
  canvas.height = Math.max(1, Math.round(figure.height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (picture) context.drawImage(picture.image, 0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -figure.left * scale, -figure.top * scale);
  context.strokeStyle = INK;
  context.lineCap = context.lineJoin = "round";
  for (const { d, width } of figure.pieces) {
    context.lineWidth = Math.max(width, THINNEST / scale);
    context.stroke(new Path2D(d));
  }
  return canvas;
}
