/** Drawings, answers and readings as tests need them. */
import { BLANK } from "../../static/js/corrections.js";

/** A stroke through these points, with the plain pen. */
export const stroke = (...points) => points.map(([x, y]) => [x, y, 0.5]);

/** A straight stroke downwards. */
export const bar = (x, top = 0, bottom = 100) => stroke([x, top], [x, bottom]);

export const drawingOf = (...strokes) => ({ ...BLANK, strokes });

export const boxAt = (x, y = 0, width = 20, height = 100) => [x, y, width, height];

/** A digit as the API answers, made of these strokes by their index. */
export const digit = (value, box, strokes = [], confidence = 0.9) => {
  const probabilities = Array(10).fill((1 - confidence) / 9);
  probabilities[value] = confidence;
  return { digit: value, confidence, probabilities, box, strokes, tile: `data:,${value}` };
};

export const answerOf = (digits, more = {}) => ({
  text: digits.map((one) => one.digit).join(""),
  confidence: digits.reduce((product, one) => product * one.confidence, 1),
  verdict: "recognized",
  digits,
  model: { version: 3, name: "test" },
  timings_ms: { preprocess: 1, network: 2 },
  ...more,
});

/** A digit of a reading: with the ink itself. */
export const read = (value, box, ink = [], more = {}) => ({ ...digit(value, box), ink, pin: null, isByHand: false, ...more });
