/** Small plots in SVG: lines over two axes, and networks of circles. */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 34, right: 10, top: 12, bottom: 26 };

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 * @returns {SVGElement}
 */
export function svg(tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

/**
 * @param {Element} plot  an <svg> with a viewBox
 * @param {object} what
 * @param {[number, number]} what.x  the range
 * @param {[number, number]} what.y
 * @param {number[]} what.xTicks
 * @param {number[]} what.yTicks
 * @param {{kind: string, x: number[], y: number[], steps?: boolean}[]} what.lines  kind: a class
 * @param {string} [what.xName]
 */
export function plotLines(plot, { x, y, xTicks, yTicks, lines, xName = "" }) {
  const [, , width, height] = (plot.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const left = (/** @type {number} */ value) => MARGIN.left + ((value - x[0]) / (x[1] - x[0])) * (width - MARGIN.left - MARGIN.right);
  const top = (/** @type {number} */ value) => height - MARGIN.bottom - ((value - y[0]) / (y[1] - y[0])) * (height - MARGIN.top - MARGIN.bottom);
  const minus = (/** @type {number} */ value) => String(value).replace("-", "−");
  const parts = [
    ...yTicks.flatMap((tick) => [
      svg("line", { class: "rule", x1: MARGIN.left, x2: width - MARGIN.right, y1: top(tick), y2: top(tick) }),
      svg("text", { class: "tick", x: MARGIN.left - 8, y: top(tick) + 4, "text-anchor": "end" }, minus(tick)),
    ]),
    ...xTicks.map((tick) => svg("text", { class: "tick", x: left(tick), y: height - 6, "text-anchor": "middle" }, minus(tick))),
    svg("text", { class: "tick axis", x: width - MARGIN.right, y: height - 6, "text-anchor": "end" }, xName),
    ...lines.map(({ kind, x: xs, y: ys, steps }) => {
      const points = xs.flatMap((value, at) => {
        const place = `${left(value).toFixed(1)},${top(ys[at]).toFixed(1)}`;
        return steps && at > 0 ? [`${left(value).toFixed(1)},${top(ys[at - 1]).toFixed(1)}`, place] : [place];
      });
      return svg("polyline", { class: `line ${kind}`, points: points.join(" ") });
    }),
  ];
  plot.replaceChildren(...parts);
}

/**
 * Draw layers of neurons, each connected with all of the next.
 *
 * @param {Element} plot
 * @param {number[]} sizes
 */
export function plotNetwork(plot, sizes) {
  const [, , width, height] = (plot.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const places = sizes.map((size, layer) =>
    Array.from({ length: size }, (_, at) => [((layer + 0.5) / sizes.length) * width, ((at + 0.5 + (Math.max(...sizes) - size) / 2) / Math.max(...sizes)) * height]),
  );
  const edges = places.slice(1).flatMap((layer, at) =>
    places[at].flatMap(([x1, y1]) => layer.map(([x2, y2]) => svg("line", { class: "edge", x1, y1, x2, y2 }))),
  );
  const nodes = places.flat().map(([cx, cy]) => svg("circle", { class: "node", cx, cy, r: 13 }));
  plot.replaceChildren(...edges, ...nodes);
}
