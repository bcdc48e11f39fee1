/**
 * Lines that leave a drawing, cut where they leave it. Pure: no function here touches the page.
 *
 * @typedef {[number, number]} Place  x and y
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box  left ≤ right, top ≤ bottom; may be infinite
 */

/**
 * @param {Place} place
 * @param {Box} box
 * @returns {boolean}
 */
export function isWithin([x, y], { left, right, top, bottom }) {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/**
 * @param {Place[]} places  one after another on a line
 * @param {Box} box
 * @returns {Place[][]}  the parts of the line that are in the box, one for each time that it is there
 */
export function partsWithin(places, box) {
  /** @type {Place[][]} */
  const parts = [];
  for (const [at, to] of places.slice(1).entries()) {
    const ends = endsOf(places[at], to, box);
    if (!ends) continue;
    const part = parts[parts.length - 1];
    if (part && part[part.length - 1] === ends[0]) part.push(ends[1]);
    else parts.push(ends);
  }
  return parts;
}

/**
 * What of a straight line is in the box (Liang and Barsky 1984).
 *
 * @param {Place} from
 * @param {Place} to
 * @param {Box} box
 * @returns {[Place, Place] | null}  its ends, the given ones where they are in the box; null where nothing is
 */
function endsOf(from, to, { left, right, top, bottom }) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [enters, leaves] = [0, 1];
  for (const [speed, room] of [
    [-dx, from[0] - left],
    [dx, right - from[0]],
    [-dy, from[1] - top],
    [dy, bottom - from[1]],
  ]) {
    if (speed === 0 && room < 0) return null;
    if (speed < 0) enters = Math.max(enters, room / speed);
    if (speed > 0) leaves = Math.min(leaves, room / speed);
  }
  if (enters > leaves) return null;
  const at = (/** @type {number} */ share) => /** @type {Place} */ ([from[0] + share * dx, from[1] + share * dy]);
  return [enters > 0 ? at(enters) : from, leaves < 1 ? at(leaves) : to];
}
