/**
 * A drawing as the files that it is saved in. Pure.
 *
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {{d: string, width: number}} Piece  of a line: an SVG path, and how wide it is
 * @typedef {{pieces: Piece[], left: number, top: number, width: number, height: number}} Figure  in units of the drawing
 */
import { boundsOf, curveAt, inkWidth, NIB, tailOf } from "../ink/geometry.js";

/** Ink and paper of what is saved, by day and by night: a file is looked at elsewhere. */
export const INK = "#1b2c54";
export const PAPER = "#ffffff";

/** Paper about the ink. */
const MARGIN = 24;

/** Bytes that go into one call. */
const CHUNK = 8_192;

/**
 * @param {Stroke[]} strokes  at least one
 * @returns {Figure}
 */
export function figureOf(strokes) {
  const { left, top, right, bottom } = boundsOf(strokes) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    pieces: strokes.flatMap(piecesOf),
    left: rounded(left - MARGIN),
    top: rounded(top - MARGIN),
    width: rounded(right - left + 2 * MARGIN),
    height: rounded(bottom - top + 2 * MARGIN),
  };
}

/**
 * @param {Stroke[]} strokes  at least one
 * @returns {string}  an SVG document of the ink on white paper
 */
export function svgOf(strokes) {
  const { pieces, left, top, width, height } = figureOf(strokes);
  const lines = pieces.map(({ d, width: wide }) => `    <path stroke-width="${wide}" d="${d}"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}">`,
    `  <rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${PAPER}"/>`,
    `  <g fill="none" stroke="${INK}" stroke-linecap="round" stroke-linejoin="round">`,
    ...lines,
    "  </g>",
    "</svg>",
    "",
  ].join("\n");
}

/**
 * @param {Stroke[]} strokes
 * @param {Mode} mode
 * @returns {string}  the question of `POST /api/v1/recognize`, as it can be sent again
 */
export function jsonOf(strokes, mode) {
  const shapes = strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
  return `${JSON.stringify({ strokes: shapes, mode })}\n`;
}

/**
 * The same of a picture.
 *
 * @param {Uint8Array} bytes  of its file
 * @param {string} media  of what kind it is
 * @param {Mode} mode
 */
export function jsonOfPicture(bytes, media, mode) {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return `${JSON.stringify({ image: `data:${media || "image/png"};base64,${btoa(text)}`, mode })}\n`;
}

/**
 * @param {string} text  the answer
 * @param {string} kind  how the name ends
 */
export function nameOf(text, kind) {
  return `${["digitweb", text.replace(/\D/g, "").slice(0, 40)].filter(Boolean).join("-")}.${kind}`;
}

/**
 * As the sheet draws it: smooth, and with pressure wider. A line of one width is one piece.
 *
 * @param {Stroke} stroke
 * @returns {Piece[]}
 */
function piecesOf(stroke) {
  const { from, to } = tailOf(stroke);
  const curves = stroke.slice(1).map((_, at) => curveAt(stroke, at + 1));
  const bends = curves.map(({ control, to: end }) => `Q${place(control)} ${place(end)}`);
  if (stroke.every(([, , pressure]) => pressure === stroke[0][2])) {
    return [{ d: `M${place(stroke[0])}${bends.join("")}L${place(to)}`, width: widthAt(stroke[0][2]) }];
  }
  return [
    ...curves.map((curve, at) => ({ d: `M${place(curve.from)}${bends[at]}`, width: widthAt(curve.control[2]) })),
    { d: `M${place(from)}L${place(to)}`, width: widthAt(to[2]) },
  ];
}

/** @param {number} pressure */
function widthAt(pressure) {
  return rounded(inkWidth(NIB, pressure));
}

/** @param {readonly number[]} point */
function place([x, y]) {
  return `${rounded(x)} ${rounded(y)}`;
}

/** To a hundredth, which nobody sees. @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}
