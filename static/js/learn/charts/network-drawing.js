/** Networks of circles, in SVG. */
import { svg } from "./svg.js";

/** Neurons that are drawn of a larger layer. */
const MOST = 10;
/** Below the neurons, for the size of each layer. */
const FOOT = 34;

/**
 * Draw layers of neurons, each connected with all of the next. Of a large layer the first are drawn.
 *
 * @param {SVGSVGElement} plot  with a viewBox
 * @param {number[]} sizes
 * @param {number[][]} activations  of the neurons of each layer, 0 to 1; none where they are not known
 */
export function plotNetwork(plot, sizes, activations) {
  const [, , width, tall] = (plot.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const height = tall - FOOT;
  const drawn = sizes.map((size) => Math.min(size, MOST));
  const rows = Math.max(...sizes.map((size) => Math.min(size, MOST + 1)));
  const left = (/** @type {number} */ layer) => ((layer + 0.5) / sizes.length) * width;
  const top = (/** @type {number} */ at, /** @type {number} */ size) =>
    ((at + 0.5 + (rows - Math.min(size, MOST + 1)) / 2) / rows) * height;
  const places = sizes.map((size, layer) =>
    Array.from({ length: drawn[layer] }, (_, at) => [left(layer), top(at, size)]),
  );
  const edges = places
    .slice(1)
    .flatMap((layer, at) =>
      places[at].flatMap(([x1, y1]) => layer.map(([x2, y2]) => svg("line", { class: "edge", x1, y1, x2, y2 }))),
    );
  const radius = Math.min(11, (0.42 * height) / rows);
  const nodes = places.flatMap((layer, number) =>
    layer.flatMap(([cx, cy], at) => [
      svg("circle", { class: "node", cx, cy, r: radius }),
      svg("circle", { class: "activation", cx, cy, r: radius, "fill-opacity": activations[number]?.[at] ?? 0 }),
    ]),
  );
  const names = sizes.flatMap((size, layer) => [
    ...(size > MOST
      ? [svg("text", { class: "tick", x: left(layer), y: top(MOST, size) + 6, "text-anchor": "middle" }, "⋮")]
      : []),
    svg("text", { class: "tick", x: left(layer), y: tall - 8, "text-anchor": "middle" }, String(size)),
  ]);
  plot.replaceChildren(...edges, ...nodes, ...names);
}
