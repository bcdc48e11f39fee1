/**
 * A surface C(v₁, v₂) as a map with contour lines and as a landscape, and the way of a ball over it.
 *
 * @typedef {import("../../net/answers.js").SurfaceAnswer} SurfaceAnswer
 * @typedef {Pick<SurfaceAnswer, "reach" | "grid">} Surface
 * @typedef {import("../../net/answers.js").DescentAnswer["path"]} Path  v₁ and v₂ after each step
 */
import { isWithin, partsWithin } from "./clipping.js";
import { paintInk } from "./pixels.js";
import { svg } from "./svg.js";

/** @typedef {import("./clipping.js").Place} Place */

const MAP = { left: 0, right: 100, top: 0, bottom: 100 };
const BANDS = 14;
const PIXELS_PER_CELL = 8;
/** Of the landscape: how far the eye is turned, and how high the highest point stands. */
const TURN = Math.PI / 5;
const TILT = 0.5;
const HEIGHT = 0.95;
/** Pixels about the landscape, in which the ball has room. */
const EDGE = 16;
/** Of the landscape, along each side. */
const CELLS = 24;

/**
 * @param {Surface} surface
 * @returns {(v1: number, v2: number) => number}  C between the points of the grid; at its border beyond
 */
export function heightOf({ reach, grid }) {
  const last = grid.length - 1;
  const along = (/** @type {number} */ v) => Math.min(Math.max(((v + reach) / (2 * reach)) * last, 0), last);
  return (v1, v2) => {
    const x = along(v1);
    const y = along(v2);
    const left = Math.min(Math.floor(x), last - 1);
    const low = Math.min(Math.floor(y), last - 1);
    const right = x - left;
    const up = y - low;
    const [near, far] = [grid[low], grid[low + 1]];
    return (
      (near[left] * (1 - right) + near[left + 1] * right) * (1 - up) +
      (far[left] * (1 - right) + far[left + 1] * right) * up
    );
  };
}

/**
 * @param {Surface} surface
 * @returns {(cost: number) => number}  0 for the lowest, 1 for the highest; the root lets the valley be seen
 */
function levels({ grid }) {
  const all = grid.flat();
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  return (cost) => Math.sqrt(Math.min(Math.max((cost - lowest) / (highest - lowest), 0), 1));
}

/**
 * Paint the same map on several canvases.
 *
 * @param {HTMLCanvasElement[]} canvases  the text colour of the first is that of the heights
 * @param {Surface} surface
 */
export function paintMaps([first, ...others], surface) {
  const { side, opacities } = relief(surface);
  paintInk(first, opacities, { width: side, most: 1 });
  for (const canvas of others) {
    canvas.width = canvas.height = side;
    canvas.getContext("2d")?.drawImage(first, 0, 0);
  }
}

/**
 * @param {Surface} surface
 * @returns {{side: number, opacities: Float32Array}}  of a map of side × side pixels, from the highest v₂ on: bands of
 *   equal height, with lines between them
 */
export function relief(surface) {
  const side = (surface.grid.length - 1) * PIXELS_PER_CELL;
  const height = heightOf(surface);
  const level = levels(surface);
  const wide = side + 1; // a line stands before the pixel of another band
  const bands = new Uint8Array(wide * wide);
  for (let at = 0; at < bands.length; at += 1) {
    const v1 = (((at % wide) + 0.5) / side) * 2 * surface.reach - surface.reach;
    const v2 = surface.reach - ((Math.floor(at / wide) + 0.5) / side) * 2 * surface.reach;
    bands[at] = Math.floor(level(height(v1, v2)) * BANDS);
  }
  const opacities = new Float32Array(side * side);
  for (let pixel = 0; pixel < opacities.length; pixel += 1) {
    const at = Math.floor(pixel / side) * wide + (pixel % side);
    const isLine = bands[at] !== bands[at + 1] || bands[at] !== bands[at + wide];
    opacities[pixel] = 0.04 + (0.34 * bands[at]) / BANDS + (isLine ? 0.22 : 0);
  }
  return { side, opacities };
}

/**
 * Draw the ball's way on a map: an <svg viewBox="0 0 100 100"> that lies over it. Where the ball has left the map, a mark
 * stands at the edge.
 *
 * @param {SVGSVGElement} plot
 * @param {number} reach
 * @param {Path} path
 * @param {number} step  where the ball is now
 */
export function drawWay(plot, reach, path, step) {
  const place = (/** @type {number[]} */ [v1, v2]) =>
    /** @type {Place} */ ([v1, -v2].map((v) => ((v + reach) / (2 * reach)) * 100));
  const points = path.slice(0, step + 1).map(place);
  const [x, y] = points[points.length - 1];
  const parts = partsWithin(points, MAP);
  plot.replaceChildren(
    ...parts.map((part) => svg("polyline", { class: "way", points: part.join(" ") })),
    ...points
      .filter((point) => isWithin(point, MAP))
      .map(([cx, cy]) => svg("circle", { class: "way-step", cx, cy, r: 0.9 })),
    svg("circle", { class: "way-start", cx: points[0][0], cy: points[0][1], r: 2.2 }),
    isWithin([x, y], MAP) ? svg("circle", { class: "ball", cx: x, cy: y, r: 2.6 }) : leaving(parts[parts.length - 1]),
  );
}

/**
 * Mark the level places of a surface on a map.
 *
 * @param {SVGSVGElement} plot
 * @param {Pick<SurfaceAnswer, "reach" | "level_places">} surface
 */
export function drawLevelPlaces(plot, { reach, level_places: places }) {
  const at = (/** @type {number} */ v) => ((v + reach) / (2 * reach)) * 100;
  plot.replaceChildren(
    ...places.flatMap(({ v: [v1, v2], kind }, number) => [
      svg("circle", { class: `level ${kind}`, cx: at(v1), cy: at(-v2), r: 3 }),
      svg("text", { class: "level-number", x: at(v1), y: at(-v2) - 5, "text-anchor": "middle" }, String(number + 1)),
    ]),
  );
}

/**
 * @param {Place[]} part  the last one of the way that is on the map
 * @returns {SVGElement}  an arrow where it ends, in the direction in which the ball left
 */
function leaving(part) {
  const [[x1, y1], [x, y]] = part.slice(-2);
  const turn = (180 / Math.PI) * Math.atan2(y - y1, x - x1);
  return svg("path", {
    class: "ball leaving",
    d: "M0 0l-7 -3.5v7z",
    transform: `translate(${x} ${y}) rotate(${turn})`,
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Surface} surface
 * @param {Path} path
 * @param {number} step
 */
export function paintLandscape(canvas, surface, path, step) {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (width === 0) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const [paper, ink, red] = ["--paper", "--ink", "--red"].map((name) => style.getPropertyValue(name).trim());
  const project = projection(surface, width, height);
  paintGround(context, surface, project, { paper, ink });
  paintBall(context, surface, project, path.slice(0, step + 1), red);
}

/**
 * The whole surface is within the picture, as large as it can be.
 *
 * @typedef {(v1: number, v2: number) => [number, number]} Projection  to where a point of the surface is seen, in pixels
 *
 * @param {Surface} surface
 * @param {number} width  of the picture
 * @param {number} height
 * @returns {Projection}
 */
export function projection(surface, width, height) {
  const level = levels(surface);
  const cost = heightOf(surface);
  const seen = (/** @type {number} */ v1, /** @type {number} */ v2) => {
    const [x, y] = [v1 / surface.reach, v2 / surface.reach];
    const across = x * Math.cos(TURN) + y * Math.sin(TURN);
    const away = -x * Math.sin(TURN) + y * Math.cos(TURN);
    return /** @type {[number, number]} */ ([across, -away * TILT - level(cost(v1, v2)) ** 2 * HEIGHT]);
  };
  const axis = Array.from({ length: CELLS + 1 }, (_, at) => ((2 * at) / CELLS - 1) * surface.reach);
  const places = axis.flatMap((v1) => axis.map((v2) => seen(v1, v2)));
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * EDGE) / (right - left), (height - 2 * EDGE) / (bottom - top));
  return (v1, v2) => {
    const [x, y] = seen(v1, v2);
    return [width / 2 + (x - (left + right) / 2) * scale, height / 2 + (y - (top + bottom) / 2) * scale];
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Surface} surface
 * @param {Projection} project
 * @param {{paper: string, ink: string}} colours
 */
function paintGround(context, surface, project, { paper, ink }) {
  const level = levels(surface);
  const cost = heightOf(surface);
  const at = (/** @type {number} */ index) => (index / CELLS) * 2 * surface.reach - surface.reach;
  context.lineWidth = 0.75;
  context.lineJoin = "round";
  context.strokeStyle = ink;
  // Far cells first: v₂ falls from row to row, v₁ rises.
  for (let row = CELLS - 1; row >= 0; row -= 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const [left, right, near, far] = [at(column), at(column + 1), at(row), at(row + 1)];
      trace(context, [project(left, near), project(right, near), project(right, far), project(left, far)]);
      context.closePath();
      context.fillStyle = paper;
      context.fill();
      context.globalAlpha = 0.05 + 0.3 * level(cost(at(column + 0.5), at(row + 0.5)));
      context.fillStyle = ink;
      context.fill();
      context.globalAlpha = 0.35;
      context.stroke();
      context.globalAlpha = 1;
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Surface} surface
 * @param {Projection} project
 * @param {Path} path  as far as the ball has come
 * @param {string} colour
 */
function paintBall(context, { reach }, project, path, colour) {
  const ground = { left: -reach, right: reach, top: -reach, bottom: reach };
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  for (const part of partsWithin(path, ground)) {
    trace(
      context,
      part.map(([v1, v2]) => project(v1, v2)),
    );
    context.stroke();
  }
  const now = path.at(-1);
  if (!now || !isWithin(now, ground)) return;
  const [x, y] = project(...now);
  context.beginPath();
  context.arc(x, y - 6, 7, 0, 2 * Math.PI);
  context.fill();
}

/**
 * Begin a path through these points.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number][]} points
 */
function trace(context, points) {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
}
