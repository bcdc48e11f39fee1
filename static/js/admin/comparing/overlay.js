/** Curves of several versions over each other, with one epoch marked. */
import { element, frame } from "../charts/frame.js";
import { line, smoothed } from "../charts/geometry.js";

/** @typedef {import("../charts/geometry.js").Point} Point */

export class Overlay {
  #svg;
  #curves;
  #last;
  #epochAt = (/** @type {number} */ x) => x;

  /**
   * @param {SVGSVGElement} svg
   * @param {Point[][]} curves  of each version, empty where nothing is known of it
   * @param {number} last  the epoch at which the axis ends
   */
  constructor(svg, curves, last) {
    this.#svg = svg;
    this.#curves = curves;
    this.#last = last;
  }

  /**
   * @param {number} weight  how strongly lines are smoothed; what was measured stays behind them, pale
   * @param {number} epoch  the one to be marked
   */
  draw(weight, epoch) {
    const values = this.#curves.flatMap((points) => points.map(({ y }) => y));
    const { axes, x, y, epochAt, ends } = frame(this.#svg, values, this.#last);
    this.#epochAt = epochAt;
    const lines = this.#curves.map((points) => smoothed(points, weight));
    /** @param {Point[][]} curves @param {string} kind */
    const paths = (curves, kind) =>
      curves.map((points, index) => {
        const d = line(points.map((point) => ({ x: x(point.x), y: y(point.y) })));
        return element("path", { class: `curve ${kind} c${index} dash${index}`, d });
      });
    const dots = lines.flatMap((points, index) =>
      points
        .filter((point) => point.x === epoch || points.length === 1)
        .map((point) => element("circle", { class: `dot c${index}`, cx: x(point.x), cy: y(point.y), r: 4 })),
    );
    this.#svg.replaceChildren(
      ...axes,
      element("line", { class: "chosen", x1: x(epoch), x2: x(epoch), y1: ends.top, y2: ends.bottom }),
      ...(weight > 0 ? paths(this.#curves, "raw") : []),
      ...paths(lines, "shown"),
      ...dots,
    );
  }

  /**
   * @param {PointerEvent} event
   * @returns {number}  what lies under the pointer, between epochs as well
   */
  epochUnder({ clientX }) {
    const { left, width } = this.#svg.getBoundingClientRect();
    return this.#epochAt(((clientX - left) * this.#svg.viewBox.baseVal.width) / width);
  }
}
