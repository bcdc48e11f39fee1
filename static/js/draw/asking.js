/**
 * How the server is asked about a part of a drawing.
 *
 * @typedef {import("../base/types.js").Part} Part
 */
import { cutOut, keepInk } from "../ink/picture.js";
import { recognize } from "../net/recognize.js";
import { isExample } from "./example.js";

/**
 * @param {string} url
 * @param {import("./giving.js").Giving["sender"]} sender
 */
export function asking(url, sender) {
  return async (/** @type {Part} */ { strokes, picture, region, mode }, /** @type {AbortSignal} */ signal) => {
    const blob = picture && (region ? await cutOut(picture, region) : picture.file);
    const include = picture && !region ? ["tiles", "ink"] : ["tiles"];
    const question = { strokes, picture: blob, mode, include, ...sender(picture !== null) };
    const answer = await recognize(url, question, signal);
    if (picture && answer.ink) await keepInk(picture, answer.ink);
    // What nobody has written teaches nothing: without a receipt it cannot be given.
    return isExample(strokes) ? { ...answer, receipt: "" } : answer;
  };
}
