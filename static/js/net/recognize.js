/**
 * The client of `POST /api/v1/recognize`.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Stroke} Stroke
 *
 * @typedef {object} Question
 * @property {Stroke[]} strokes
 * @property {Blob | null} picture
 * @property {Mode} mode
 * @property {string[]} [include]
 * @property {import("../base/types.js").Device} [device]  with what it was drawn
 * @property {string | null} [contributor]  the name of who agreed that the drawing may be kept
 */
import { DEADLINE_MS, jsonRequest, send } from "./http.js";

/**
 * @param {string} url
 * @param {Question} question
 * @param {AbortSignal} signal  withdraws the question
 * @returns {Promise<Answer>}
 * @throws {import("./http.js").ApiError}  and the signal's AbortError when the question was withdrawn
 */
export async function recognize(url, question, signal) {
  return /** @type {Answer} */ (await send(url, requestFor(question), { deadlineMs: DEADLINE_MS.reading, signal }));
}

/**
 * @param {Question} question
 * @returns {import("./http.js").Request}
 */
export function requestFor({ strokes, picture, mode, include = ["tiles"], device, contributor }) {
  const sender = { ...(device && { device }), ...(contributor && { contributor }) };
  if (picture) {
    const body = new FormData();
    body.append("image", picture);
    body.append("mode", mode);
    for (const part of include) body.append("include", part);
    for (const [name, value] of Object.entries(sender)) body.append(name, value);
    return { method: "POST", body };
  }
  // Pressure stays here: the same shape must get the same answer whatever it was drawn with.
  const shapes = strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
  return jsonRequest({ strokes: shapes, mode, include, ...sender });
}
