/**
 * Pure geometry of ink: no function here touches the page or changes what it is given.
 *
 * @typedef {import("../base/types.js").Point} Point
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {{left: number, top: number, right: number, bottom: number}} Bounds
 * @typedef {{scale: number, dx: number, dy: number}} View  screen = drawing × scale + (dx, dy), in CSS pixels
 * @typedef {{from: Point, control: Point, to: Point}} Curve  one quadratic Bézier piece
 */

/** Width of the plain pen, in units of the drawing. */
export const NIB = 6;

/** Pressure that browsers report for devices that cannot feel it. */
export const PLAIN_PRESSURE = 0.5;

/** @type {View} */
export const IDENTITY = { scale: 1, dx: 0, dy: 0 };

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {Point}
 */
export function midpoint(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

/**
 * The piece of the smooth line that the point at `index` completes: it bends at the point before and
 * runs from midpoint to midpoint, so that neighbouring pieces share their tangent. Depends on three
 * points only, which is what lets a live stroke grow without being drawn again.
 *
 * @param {Stroke} stroke
 * @param {number} index  at least 1
 * @returns {Curve}
 */
export function curveAt(stroke, index) {
  const control = stroke[index - 1];
  return {
    from: index === 1 ? control : midpoint(stroke[index - 2], control),
    control,
    to: midpoint(control, stroke[index]),
  };
}

/**
 * The straight rest from the last midpoint to where the pen was lifted; for a dot, the dot.
 *
 * @param {Stroke} stroke
 * @returns {{from: Point, to: Point}}
 */
export function tailOf(stroke) {
  const last = stroke[stroke.length - 1];
  return { from: stroke.length === 1 ? last : midpoint(stroke[stroke.length - 2], last), to: last };
}

/**
 * Pressure shows in the ink and nowhere else: ±40 % about the plain width.
 *
 * @param {number} width
 * @param {number} pressure
 * @returns {number}
 */
export function inkWidth(width, pressure) {
  return width * (0.6 + 0.8 * Math.min(Math.max(pressure, 0), 1));
}

/**
 * @param {Stroke[]} strokes
 * @returns {Bounds | null}  null when there is no ink
 */
export function boundsOf(strokes) {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/**
 * The view that shows `bounds` whole on a sheet of `width` × `height`, with `margin` around it. What
 * fits as it stands is left alone; what does not is scaled down, never up, and centred.
 *
 * @param {Bounds | null} bounds
 * @param {number} width
 * @param {number} height
 * @param {number} [margin]
 * @returns {View}
 */
export function fit(bounds, width, height, margin = 0) {
  if (!bounds || isVisible(bounds, IDENTITY, width, height)) return IDENTITY;
  const inkWide = bounds.right - bounds.left;
  const inkHigh = bounds.bottom - bounds.top;
  const room = (/** @type {number} */ size, /** @type {number} */ ink) => Math.max(size - 2 * margin, 1) / ink;
  const scale = Math.min(1, room(width, inkWide), room(height, inkHigh));
  return {
    scale,
    dx: (width - inkWide * scale) / 2 - bounds.left * scale,
    dy: (height - inkHigh * scale) / 2 - bounds.top * scale,
  };
}

/**
 * The view that shows a picture as large as it goes, centred, but no larger than `largest` times its own size.
 *
 * @param {{width: number, height: number}} picture
 * @param {number} width
 * @param {number} height
 * @param {{x: number, y: number}} margin
 * @param {number} largest
 * @returns {View}
 */
export function contain(picture, width, height, margin, largest) {
  const wide = Math.max(width - 2 * margin.x, 1) / picture.width;
  const high = Math.max(height - 2 * margin.y, 1) / picture.height;
  const scale = Math.min(largest, wide, high);
  return { scale, dx: (width - picture.width * scale) / 2, dy: (height - picture.height * scale) / 2 };
}

/**
 * @param {Bounds} bounds
 * @param {View} view
 * @param {number} width
 * @param {number} height
 * @param {number} [slack]  how far over the edge still counts as visible
 * @returns {boolean}
 */
export function isVisible(bounds, view, width, height, slack = 0) {
  const [left, top] = toScreen(bounds.left, bounds.top, view);
  const [right, bottom] = toScreen(bounds.right, bounds.bottom, view);
  return left >= -slack && top >= -slack && right <= width + slack && bottom <= height + slack;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {View} view
 * @returns {[number, number]}
 */
export function toScreen(x, y, view) {
  return [x * view.scale + view.dx, y * view.scale + view.dy];
}

/**
 * @param {number} x
 * @param {number} y
 * @param {View} view
 * @returns {[number, number]}  rounded to a hundredth, which is finer than any digitiser
 */
export function toDrawing(x, y, view) {
  const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
  return [round((x - view.dx) / view.scale), round((y - view.dy) / view.scale)];
}
