/**
 * A drawing as an address of the page, and back. Pure.
 *
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Stroke} Stroke
 */
import { PLAIN_PRESSURE } from "../ink/geometry.js";
import { decode, decodeSheet, encodeSheet } from "../learn/drawing/codec.js";

/** Signs of a drawing at most: with the rest of the address they are what any server takes. */
const LONGEST = 6_000;

/** Where a single digit of a lesson is put, and its longer side, in units of the sheet. */
const PLACE = { x: 90, y: 40, side: 160 };

/**
 * @param {string} href  of the page
 * @param {Stroke[]} strokes  at least one
 * @param {Mode} mode
 * @returns {string | null}  null for more ink than an address holds
 */
export function addressOf(href, strokes, mode) {
  const drawing = encodeSheet(strokes, LONGEST);
  if (drawing === null) return null;
  const url = new URL(href);
  url.search = url.hash = "";
  url.searchParams.set("d", drawing);
  if (mode === "digit") url.searchParams.set("mode", mode);
  return url.href;
}

/**
 * @param {string} href
 * @returns {{strokes: Stroke[] | null, mode: Mode} | null}  strokes: null for an address that holds no drawing
 *   although it says so; null for one that says nothing of a drawing
 */
export function drawingIn(href) {
  const { searchParams } = new URL(href);
  const text = searchParams.get("d");
  if (text === null) return null;
  const isDigit = searchParams.get("mode") === "digit" || text.startsWith("s");
  return { strokes: strokesIn(text), mode: isDigit ? "digit" : "number" };
}

/**
 * @param {string} href
 * @returns {string}  the same address without a drawing
 */
export function withoutDrawing(href) {
  const url = new URL(href);
  url.searchParams.delete("d");
  url.searchParams.delete("mode");
  return url.href;
}

/**
 * @param {string} text
 * @returns {Stroke[] | null}
 */
function strokesIn(text) {
  const sheet = decodeSheet(text) ?? digitIn(text);
  return sheet?.map((stroke) => stroke.map(([x, y]) => [x, y, PLAIN_PRESSURE])) ?? null;
}

/** @param {string} text */
function digitIn(text) {
  const drawn = decode(text);
  if (!drawn || !("strokes" in drawn)) return null;
  const scale = PLACE.side / Math.max(1, ...drawn.strokes.flat(2));
  return drawn.strokes.map((stroke) => stroke.map(([x, y]) => [PLACE.x + x * scale, PLACE.y + y * scale]));
}
