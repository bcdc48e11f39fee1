/**
 * An example for who has nothing to write yet: a slip with handwriting, which one press puts on the sheet.
 *
 * @typedef {import("../base/types.js").Stroke} Stroke
 */
import { findAll } from "../base/find.js";
import { boundsOf, PLAIN_PRESSURE } from "../ink/geometry.js";
import { svg } from "../learn/charts/svg.js";
import { exampleOf } from "../learn/drawing/examples.js";

/** Paper between two digits, and at the sides of the sheet, as parts of a digit's height and of the sheet. */
const GAP = 0.22;
const FILLED = 0.8;

/** How high digits are written at most, as part of the sheet. */
const TALLEST = 0.58;

/** Strokes that were put on the sheet, and not drawn by anybody. @type {WeakSet<Stroke>} */
const shown = new WeakSet();

/**
 * Write digits side by side.
 *
 * @param {string} text
 * @param {{width: number, height: number}} sheet  in drawing units; they are in the middle of it
 * @returns {Stroke[]}
 */
export function written(text, { width, height }) {
  /** @type {Stroke[]} */
  const strokes = [];
  let at = 0;
  for (const digit of text) {
    const own = exampleOf(Number(digit));
    for (const points of own) strokes.push(points.map(([x, y]) => [at + x, y, PLAIN_PRESSURE]));
    at += Math.max(...own.flat().map(([x]) => x)) + GAP;
  }
  const { left, right } = boundsOf(strokes) ?? { left: 0, right: 1 };
  const tall = Math.min(height * TALLEST, (width * FILLED) / (right - left));
  const [x0, y0] = [width / 2 - ((left + right) / 2) * tall, (height - tall) / 2];
  return strokes.map((stroke) => stroke.map(([x, y, pressure]) => [x0 + x * tall, y0 + y * tall, pressure]));
}

/** Remember strokes that came onto the sheet without being drawn on it. @param {Stroke[]} strokes */
export function markShown(strokes) {
  for (const stroke of strokes) shown.add(stroke);
}

/**
 * Whether any of these strokes was not drawn here: then nobody is asked to give them.
 *
 * @param {Stroke[]} strokes
 */
export function isExample(strokes) {
  return strokes.some((stroke) => shown.has(stroke));
}

/**
 * @param {HTMLElement} root  with slips: buttons that name their digits
 * @param {() => {width: number, height: number}} sheet  how large it is now
 * @param {(strokes: Stroke[]) => void} onTake
 */
export function offerExamples(root, sheet, onTake) {
  for (const slip of findAll(root, "[data-example]")) {
    const text = slip.dataset.example ?? "";
    slip.prepend(inkOf(text));
    slip.addEventListener("click", () => {
      const strokes = written(text, sheet());
      markShown(strokes);
      onTake(strokes);
    });
  }
}

/** @param {string} text */
function inkOf(text) {
  const [width, height] = [60 * text.length + 20, 100];
  const image = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", class: "example-ink" });
  for (const stroke of written(text, { width, height: height * 1.2 })) {
    image.append(
      svg("polyline", { points: stroke.map(([x, y]) => `${x.toFixed(1)},${(y - 10).toFixed(1)}`).join(" ") }),
    );
  }
  return image;
}
