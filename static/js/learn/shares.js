/** How much the network gives to each of the ten digits. */
import { percent } from "../words.js";
import { make } from "./dom.js";

/**
 * @param {import("../answers.js").DrawingAnswer} reading
 * @param {string} locale
 * @returns {HTMLElement[]}  a list item with a bar for each digit
 */
export function shareBars({ digit: best, probabilities }, locale) {
  return probabilities.map((share, digit) => {
    const item = make(
      "li",
      { class: digit === best ? "best" : "" },
      make("span", { class: "output-digit" }, String(digit)),
      make("span", { class: "output-bar" }),
      make("span", { class: "output-share" }, percent(share, locale)),
    );
    item.style.setProperty("--share", share.toFixed(4));
    return item;
  });
}
