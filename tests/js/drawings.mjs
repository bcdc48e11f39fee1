/**
 * Drawings, answers and readings as tests need them.
 *
 * @typedef {import("../../static/js/base/types.js").Answer} Answer
 * @typedef {import("../../static/js/base/types.js").Box} Box
 * @typedef {import("../../static/js/base/types.js").Digit} Digit
 * @typedef {import("../../static/js/base/types.js").Drawing} Drawing
 * @typedef {import("../../static/js/base/types.js").ReadDigit} ReadDigit
 * @typedef {import("../../static/js/base/types.js").Reading} Reading
 * @typedef {import("../../static/js/base/types.js").Stroke} Stroke
 */
import assert from "node:assert/strict";

import { drawingOfPicture, drawingOfStrokes } from "../../static/js/ink/corrections.js";

/**
 * What has to be there.
 *
 * @template T
 * @param {T | null | undefined} value
 * @returns {T}
 */
export function there(value) {
  assert.ok(value !== null && value !== undefined);
  return value;
}

/**
 * A stroke through these points, with the plain pen.
 *
 * @param {...[number, number]} points
 * @returns {Stroke}
 */
export const stroke = (...points) => points.map(([x, y]) => [x, y, 0.5]);

/**
 * A straight stroke downwards.
 *
 * @param {number} x
 */
export const bar = (x, top = 0, bottom = 100) => stroke([x, top], [x, bottom]);

/**
 * @param {...Stroke} strokes
 * @returns {Drawing}
 */
export const drawingOf = (...strokes) => drawingOfStrokes(strokes);

/**
 * A photograph of which nothing but the size matters: without a browser there are no pixels.
 *
 * @type {Drawing}
 */
export const PHOTO = drawingOfPicture({
  file: new Blob(),
  image: /** @type {HTMLCanvasElement} */ ({}),
  width: 100,
  height: 50,
});

/**
 * @param {number} x
 * @returns {Box}
 */
export const boxAt = (x, y = 0, width = 20, height = 100) => [x, y, width, height];

/**
 * A digit as the API answers, made of these strokes by their index.
 *
 * @param {number} value
 * @param {Box} box
 * @param {number[]} [strokes]
 * @returns {Digit}
 */
export const digit = (value, box, strokes = [], confidence = 0.9) => {
  const probabilities = new Array(10).fill((1 - confidence) / 9);
  probabilities[value] = confidence;
  return { digit: value, confidence, probabilities, box, strokes, tile: `data:,${value}` };
};

/**
 * @param {Digit[]} digits
 * @param {Partial<Answer>} [more]
 * @returns {Answer}
 */
export const answerOf = (digits, more = {}) => ({
  text: digits.map((one) => one.digit).join(""),
  confidence: digits.reduce((product, one) => product * one.confidence, 1),
  verdict: "recognized",
  digits,
  ignored: [],
  model: { version: 3, name: "test" },
  timings_ms: { preprocess: 1, network: 2 },
  ...more,
});

/**
 * A digit of a reading: with the ink itself.
 *
 * @param {number} value
 * @param {Box} box
 * @param {Stroke[]} [ink]
 * @param {Partial<ReadDigit>} [more]
 * @returns {ReadDigit}
 */
export const read = (value, box, ink = [], more = {}) => ({
  ...digit(value, box),
  ink,
  pin: null,
  isByHand: false,
  ...more,
});

/**
 * @param {ReadDigit[]} digits
 * @param {Partial<Reading>} [more]
 * @returns {Reading}
 */
export const readingOf = (digits, more = {}) => ({
  text: digits.map((one) => one.digit ?? "").join(""),
  confidence: 0.9,
  verdict: "recognized",
  digits,
  ignored: [],
  model: { version: 3, name: "test" },
  timings_ms: { preprocess: 1, network: 2 },
  isCorrected: false,
  receipt: null,
  isWanted: false,
  ...more,
});
