/** Networks of circles, in SVG. */
import { svg } from "./svg.js";

/**
 * Draw layers of neurons, each connected with all of the next.
 *
 * @param {SVGSVGElement} plot  with a viewBox
 * @param {number[]} sizes
 */
export function plotNetwork(plot, sizes) {
  const [, , width, height] = (plot.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const places = sizes.map((size, layer) =>
    Array.from({ length: size }, (_, at) => [
      ((layer + 0.5) / sizes.length) * width,
      ((at + 0.5 + (Math.max(...sizes) - size) / 2) / Math.max(...sizes)) * height,
    ]),
  );
  const edges = places
    .slice(1)
    .flatMap((layer, at) =>
      places[at].flatMap(([x1, y1]) => layer.map(([x2, y2]) => svg("line", { class: "edge", x1, y1, x2, y2 }))),
    );
  const nodes = places.flat().map(([cx, cy]) => svg("circle", { class: "node", cx, cy, r: 13 }));
  plot.replaceChildren(...edges, ...nodes);
}
