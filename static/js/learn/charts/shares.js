/** How much the network gives to each digit, and to what is none. */

import { make } from "../../base/dom.js";
import { percent } from "../../base/texts.js";

export const DIGITS = 10;

/**
 * @param {import("../../net/answers.js").DrawingAnswer} reading
 * @param {import("../../base/types.js").Messages} messages
 * @returns {HTMLElement[]}  a list item with a bar for each output
 */
export function shareBars({ digit: best, outputs }, messages) {
  const locale = document.documentElement.lang;
  return outputs.map((share, digit) => {
    const item = make(
      "li",
      { class: digit === best ? "best" : "" },
      make("span", { class: "output-digit" }, digit < DIGITS ? String(digit) : messages.no_digit),
      make("span", { class: "output-bar" }),
      make("span", { class: "output-share" }, percent(share, locale)),
    );
    item.style.setProperty("--share", share.toFixed(4));
    return item;
  });
}
