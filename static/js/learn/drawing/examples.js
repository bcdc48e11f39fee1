/** Ten digits to begin with, as one person writes them: where the pen goes, in a box one high, y downwards. */

/** @type {[number, number][][][]} */
// biome-ignore format: a digit a line
const DIGITS = [
  [[[0.4, 0.01], [0.16, 0.14], [0.05, 0.47], [0.13, 0.85], [0.35, 1], [0.57, 0.84], [0.65, 0.49], [0.55, 0.14], [0.38, 0.01], [0.28, 0.05]]],
  [[[0.04, 0.28], [0.19, 0.15], [0.3, 0], [0.29, 0.34], [0.28, 0.7], [0.27, 1]]],
  [[[0.05, 0.24], [0.17, 0.05], [0.39, 0], [0.56, 0.14], [0.53, 0.37], [0.33, 0.64], [0.02, 0.97], [0.31, 0.95], [0.63, 0.95]]],
  [[[0.08, 0.11], [0.27, 0], [0.5, 0.09], [0.5, 0.29], [0.35, 0.43], [0.21, 0.47], [0.43, 0.51], [0.58, 0.7], [0.49, 0.91], [0.26, 1], [0.03, 0.9]]],
  [[[0.31, 0], [0.2, 0.27], [0.03, 0.63], [0.33, 0.62], [0.67, 0.6]], [[0.49, 0.29], [0.46, 0.64], [0.43, 1]]],
  [[[0.14, 0.04], [0.12, 0.23], [0.09, 0.45], [0.31, 0.4], [0.53, 0.53], [0.57, 0.75], [0.41, 0.95], [0.2, 1], [0.02, 0.91]], [[0.14, 0.04], [0.35, 0.03], [0.59, 0]]],
  [[[0.46, 0], [0.23, 0.19], [0.07, 0.51], [0.06, 0.81], [0.25, 1], [0.49, 0.92], [0.54, 0.7], [0.37, 0.55], [0.17, 0.63], [0.08, 0.79]]],
  [[[0.02, 0.06], [0.29, 0.05], [0.59, 0.02], [0.44, 0.33], [0.3, 0.67], [0.22, 1]]],
  [[[0.52, 0.13], [0.32, 0], [0.11, 0.13], [0.2, 0.35], [0.43, 0.55], [0.54, 0.79], [0.35, 1], [0.11, 0.9], [0.1, 0.68], [0.33, 0.46], [0.52, 0.25], [0.51, 0.1]]],
  [[[0.53, 0.15], [0.31, 0], [0.09, 0.15], [0.1, 0.39], [0.3, 0.46], [0.49, 0.33], [0.54, 0.12], [0.52, 0.46], [0.48, 0.77], [0.4, 1]]],
];

/** Points that a curve gets between two of those above. */
const STEPS = 5;

/**
 * @param {number} digit  0 to 9
 * @returns {[number, number][][]}  strokes in the unit box
 */
export function exampleOf(digit) {
  return DIGITS[digit].map(curveThrough);
}

/**
 * A uniform Catmull–Rom spline.
 *
 * @param {[number, number][]} points
 * @returns {[number, number][]}
 */
function curveThrough(points) {
  const padded = [points[0], ...points, points[points.length - 1]];
  /** @type {[number, number][]} */
  const curve = [];
  for (let at = 1; at < padded.length - 2; at += 1) {
    for (let step = 0; step < STEPS; step += 1) {
      const along = (/** @type {0 | 1} */ axis) => spline(padded, at, axis, step / STEPS);
      curve.push([along(0), along(1)]);
    }
  }
  return [...curve, points[points.length - 1]];
}

/**
 * @param {[number, number][]} points
 * @param {number} at  of the point at which the piece begins
 * @param {0 | 1} axis
 * @param {number} t  0…1
 */
function spline(points, at, axis, t) {
  const [a, b, c, d] = [-1, 0, 1, 2].map((step) => points[at + step][axis]);
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3);
}
