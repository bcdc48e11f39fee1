/**
 * A drawing as a short text for an address, and back. Pure.
 *
 * "s…": one digit: strokes on a grid of 1,000, as differences from point to point; points on a straight line are left out.
 * "w…": a whole sheet: the same in half units of the drawing, where they were drawn.
 * "t…": the 28×28 tile that the network saw, for ink that was found in a photograph.
 *
 * @typedef {[number, number]} GridPoint
 * @typedef {{strokes: GridPoint[][]} | {tile: Uint8Array}} Drawn  tile: 784 pixels, ink 255
 */

const GRID = 1_000;

/** How far ink may move when points are left out, in steps of the grid: a twenty-fifth of the tile's pixel. */
const TOLERANCE = 2;

/** Steps of the grid in one unit of a whole sheet, and its longest side in steps. */
const FINE = 2;
const LONGEST = 16_000;

/** How far ink of a whole sheet may move, in steps: first not to be seen, then as far as a pen is wide. */
const TOLERANCES = [1, 2, 4, 8];

const MOST_STROKES = 100;
const MOST_POINTS = 4_000;
const TILE = 28 * 28;

/**
 * @param {readonly (readonly number[])[][]} strokes  at least one point, x and y first
 * @returns {string}
 */
export function encodeStrokes(strokes) {
  const points = strokes.flat();
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  const width = Math.max(...points.map(([x]) => x)) - left;
  const height = Math.max(...points.map(([, y]) => y)) - top;
  return `s${written(strokes, { left, top, scale: GRID / Math.max(width, height, 1e-9) }, TOLERANCE)}`;
}

/**
 * @param {readonly (readonly number[])[][]} strokes  at least one point, x and y first
 * @param {number} longest  signs that the text may have
 * @returns {string | null}  null for more ink than goes into so many
 */
export function encodeSheet(strokes, longest) {
  const points = strokes.flat();
  // What lies left of the sheet or above it moves the whole.
  const left = Math.min(0, ...points.map(([x]) => x));
  const top = Math.min(0, ...points.map(([, y]) => y));
  const farthest = Math.max(...points.map(([x, y]) => Math.max(x - left, y - top)));
  const scale = Math.min(FINE, LONGEST / Math.max(farthest, 1e-9));
  for (const tolerance of TOLERANCES) {
    const text = `w${written(strokes, { left, top, scale }, tolerance)}`;
    if (text.length <= longest && decodeSheet(text)) return text;
  }
  return null;
}

/**
 * @param {readonly (readonly number[])[][]} strokes
 * @param {{left: number, top: number, scale: number}} grid
 * @param {number} tolerance  in steps of the grid
 */
function written(strokes, { left, top, scale }, tolerance) {
  /** @type {number[]} */
  const bytes = [];
  let last = [0, 0];
  for (const stroke of strokes) {
    const placed = stroke.map(
      ([x, y]) => /** @type {GridPoint} */ ([Math.round((x - left) * scale), Math.round((y - top) * scale)]),
    );
    const kept = thinned(placed, tolerance);
    writeNumber(bytes, kept.length);
    for (const point of kept) {
      writeNumber(bytes, folded(point[0] - last[0]));
      writeNumber(bytes, folded(point[1] - last[1]));
      last = point;
    }
  }
  return toBase64(bytes);
}

/**
 * @param {Uint8Array} tile  784 pixels
 * @returns {string}
 */
export function encodeTile(tile) {
  /** @type {number[]} */
  const bytes = [];
  for (let at = 0; at < tile.length; at += 1) {
    bytes.push(tile[at]);
    if (tile[at] !== 0) continue;
    let run = 1;
    while (run < 255 && tile[at + run] === 0) run += 1;
    bytes.push(run);
    at += run - 1;
  }
  return `t${toBase64(bytes)}`;
}

/**
 * @param {string} text
 * @returns {Drawn | null}  null for what no drawing is written as
 */
export function decode(text) {
  if (!/^[stw][A-Za-z0-9_-]{2,12000}$/.test(text)) return null;
  const bytes = fromBase64(text.slice(1));
  if (bytes === null) return null;
  return text[0] === "t" ? decodeTile(bytes) : decodeStrokes(bytes, text[0] === "s" ? GRID : LONGEST);
}

/**
 * @param {string} text
 * @returns {[number, number][][] | null}  the strokes of a whole sheet, in its own units; null for anything else
 */
export function decodeSheet(text) {
  const drawn = text.startsWith("w") ? decode(text) : null;
  if (!drawn || !("strokes" in drawn)) return null;
  return drawn.strokes.map((stroke) => stroke.map(([x, y]) => [x / FINE, y / FINE]));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} side  of the grid, in steps
 */
function decodeStrokes(bytes, side) {
  const numbers = readNumbers(bytes);
  if (numbers === null) return null;
  /** @type {GridPoint[][]} */
  const strokes = [];
  let [x, y, points] = [0, 0, 0];
  for (let at = 0; at < numbers.length; ) {
    const count = numbers[at];
    points += count;
    if (count < 1 || points > MOST_POINTS || at + 1 + 2 * count > numbers.length) return null;
    /** @type {GridPoint[]} */
    const stroke = [];
    for (let index = 0; index < count; index += 1) {
      x += unfolded(numbers[at + 1 + 2 * index]);
      y += unfolded(numbers[at + 2 + 2 * index]);
      if (x < 0 || y < 0 || x > side || y > side) return null;
      stroke.push([x, y]);
    }
    strokes.push(stroke);
    at += 1 + 2 * count;
  }
  return strokes.length >= 1 && strokes.length <= MOST_STROKES ? { strokes } : null;
}

/** @param {Uint8Array} bytes */
function decodeTile(bytes) {
  const tile = new Uint8Array(TILE);
  let filled = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0) {
      if (filled >= TILE) return null;
      tile[filled] = bytes[at];
      filled += 1;
    } else {
      at += 1;
      if (!(bytes[at] > 0)) return null;
      filled += bytes[at];
    }
  }
  return filled === TILE && tile.some((pixel) => pixel > 0) ? { tile } : null;
}

/**
 * Leave out points that lie within the tolerance of the line between those that stay (Ramer, Douglas and Peucker).
 *
 * @param {GridPoint[]} points
 * @param {number} [tolerance]
 * @returns {GridPoint[]}
 */
export function thinned(points, tolerance = TOLERANCE) {
  if (points.length < 3) return points;
  const keep = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let farthest = { distance: tolerance, at: -1 };
    for (let at = from + 1; at < to; at += 1) {
      const distance = distanceToLine(points[at], points[from], points[to]);
      if (distance > farthest.distance) farthest = { distance, at };
    }
    if (farthest.at < 0) continue;
    keep.add(farthest.at);
    spans.push([from, farthest.at], [farthest.at, to]);
  }
  return points.filter((_, at) => keep.has(at));
}

/**
 * @param {GridPoint} point
 * @param {GridPoint} from
 * @param {GridPoint} to
 */
function distanceToLine([x, y], from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
  return Math.hypot(x - from[0] - part * dx, y - from[1] - part * dy);
}

/** Small numbers of either sign as small numbers. */
const folded = (/** @type {number} */ value) => (value < 0 ? -2 * value - 1 : 2 * value);
const unfolded = (/** @type {number} */ value) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

/**
 * Seven bits a byte; the highest says that more follow.
 *
 * @param {number[]} bytes
 * @param {number} value
 */
function writeNumber(bytes, value) {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
  bytes.push(rest);
}

/**
 * @param {Uint8Array} bytes
 * @returns {number[] | null}
 */
function readNumbers(bytes) {
  const numbers = [];
  let [value, place] = [0, 1];
  for (const byte of bytes) {
    value += (byte % 128) * place;
    place *= 128;
    if (byte > 127) {
      if (place > 128 ** 2) return null;
      continue;
    }
    numbers.push(value);
    [value, place] = [0, 1];
  }
  return place === 1 ? numbers : null;
}

/** @param {ArrayLike<number>} bytes */
export function toBase64(bytes) {
  const text = btoa(String.fromCharCode(...Array.from(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text
 * @returns {Uint8Array | null}
 */
export function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}
