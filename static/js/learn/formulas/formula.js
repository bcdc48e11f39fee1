/** Formulas that came typeset with the page, among its messages, and the numbers in their slots. */
import { find, findAll, findIn } from "../../base/find.js";
import { SUPERSCRIPT } from "./numbers.js";

const PART = /10(?<minus>⁻?)(?<above>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?<number>[\d.]+)|[−·()∞]/gu;
const MINUS = '<mo form="prefix">−</mo>';

/**
 * @param {string} name  of its data-formula
 * @param {Record<string, string | number>} [values]  by slot: whole numbers, or texts as numbers.js writes them
 * @returns {Element}
 */
export function formula(name, values = {}) {
  const { content } = find("messages", HTMLTemplateElement);
  const copy = document.importNode(findIn(content, `[data-formula="${name}"] > *`, Element), true);
  for (const slot of findAll(copy, "[data-slot]", Element)) {
    const value = values[slot.getAttribute("data-slot") ?? ""];
    if (value === undefined) throw new TypeError(`expected a number for ${slot.outerHTML} of ${name}`);
    slot.innerHTML = typeset(String(value));
  }
  return copy;
}

/**
 * @param {string} text  a number, perhaps in parentheses or with a power of ten
 * @returns {string}  MathML; nothing else of the text gets into it
 */
export function typeset(text) {
  return Array.from(text.matchAll(PART), ([sign, minus, above, number]) => {
    if (above) {
      const exponent = [...above].map((digit) => SUPERSCRIPT.indexOf(digit)).join("");
      return `<msup><mn>10</mn><mrow>${minus ? MINUS : ""}<mn>${exponent}</mn></mrow></msup>`;
    }
    if (number) return `<mn>${number}</mn>`;
    return sign === "−" ? MINUS : `<mo>${sign}</mo>`;
  }).join("");
}
