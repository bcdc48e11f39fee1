/** The frame of a line chart of values by epoch, as SVG: its axes, and where a value lies between them. */
import { epochTicks, scale, tickLabels, ticks } from "./geometry.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 240;
const MARGIN = { top: 12, right: 16, bottom: 28, left: 56 };

/**
 * @typedef {object} Frame
 * @property {SVGElement[]} axes
 * @property {(epoch: number) => number} x  in pixels
 * @property {(value: number) => number} y
 * @property {(x: number) => number} epochAt  what lies so many pixels from the left
 * @property {{top: number, bottom: number}} ends  of the upright axis
 */

/**
 * Give an SVG element the size that it has on the page, and lay out axes in it.
 *
 * @param {SVGSVGElement} svg
 * @param {number[]} values  that are to fit
 * @param {number} lastEpoch  the epoch that ends the training, counted from 0
 * @returns {Frame}
 */
export function frame(svg, values, lastEpoch) {
  const width = Math.max(240, svg.clientWidth);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  const marks = values.length ? ticks(Math.min(...values), Math.max(...values)) : ticks(0, 1);
  /** @type {[number, number]} */
  const epochs = [0, Math.max(1, lastEpoch)];
  /** @type {[number, number]} */
  const across = [MARGIN.left, width - MARGIN.right];
  const ends = { top: MARGIN.top, bottom: HEIGHT - MARGIN.bottom };
  const x = scale(epochs, across);
  const y = scale([marks[0], marks[marks.length - 1]], [ends.bottom, ends.top]);
  const grid = values.length ? horizontalGrid(marks, y, width) : [];
  const axes = [...grid, ...epochAxis(epochTicks(lastEpoch, width < 400 ? 4 : 8), x)];
  return { axes, x, y, epochAt: scale(across, epochs), ends };
}

/** @param {number[]} marks @param {(value: number) => number} y @param {number} width */
function horizontalGrid(marks, y, width) {
  const labels = tickLabels(marks);
  return marks.flatMap((mark, index) => [
    element("line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(mark), y2: y(mark) }),
    element("text", { x: MARGIN.left - 8, y: y(mark) + 4, "text-anchor": "end" }, labels[index]),
  ]);
}

/** @param {number[]} epochs @param {(value: number) => number} x */
function epochAxis(epochs, x) {
  return epochs.map((epoch) => element("text", { x: x(epoch), y: HEIGHT - 8, "text-anchor": "middle" }, String(epoch)));
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
export function element(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
