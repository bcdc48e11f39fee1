/**
 * What Swagger UI leaves without a name, or out of the keyboard's reach, whenever it makes such a thing.
 *
 * @typedef {{selector: string, attributes: Record<string, string>}} Addition
 */
import { findAll } from "../base/find.js";

/**
 * @param {import("../base/types.js").Messages} messages
 * @returns {Addition[]}
 */
function additions(messages) {
  return [
    { selector: ".copy-to-clipboard > button", attributes: { "aria-label": messages.copy } },
    { selector: ".body-param__text", attributes: { "aria-label": messages.body } },
    { selector: ".examples-select-element", attributes: { "aria-label": messages.example } },
    { selector: ".microlight", attributes: { tabindex: "0" } },
    // It is no landmark, of which there would be one for each endpoint.
    { selector: "table[role=region]", attributes: { role: "table" } },
  ];
}

/**
 * @param {HTMLElement} place  of Swagger UI
 * @param {import("../base/types.js").Messages} messages
 */
export function giveNames(place, messages) {
  const all = additions(messages);
  const give = () => {
    for (const { selector, attributes } of all)
      for (const element of findAll(place, selector))
        for (const [name, value] of Object.entries(attributes))
          if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  new MutationObserver(give).observe(place, { childList: true, subtree: true });
}
