/** Numbers beside their judges: tables in which each derivative stands next to its difference quotient. */
import { make } from "../../base/dom.js";

const FIGURES = 6;
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number with six significant figures, very small and very large ones with a power of ten.
 *
 * @param {number} value
 * @param {number} [figures]
 * @returns {string}
 */
export function precise(value, figures = FIGURES) {
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value).replace("-", "−");
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 10 ** figures) return value.toPrecision(figures).replace("-", "−");
  const [mantissa, exponent] = value.toExponential(figures - 1).split("e");
  return `${mantissa}·10${raised(Number(exponent))}`.replace("-", "−");
}

/**
 * @param {number} exponent  a whole number
 * @returns {string}  as it stands above the line
 */
export function raised(exponent) {
  return String(exponent)
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)]);
}

/**
 * @param {string} text  a number, perhaps with a power of ten in superscript
 * @returns {string}  the same in the notation of formulas
 */
export function notation(text) {
  return text.replace(/·10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, minus, above) => {
    const exponent = [...above].map((sign) => SUPERSCRIPT.indexOf(sign)).join("");
    return ` · 10^{${minus ? "−" : ""}${exponent}}`;
  });
}

/**
 * The same for the notation of formulas, in parentheses where it is negative.
 *
 * @param {number} value
 */
export function term(value) {
  const text = notation(precise(value));
  return text.startsWith("−") ? `(${text})` : text;
}

/** How far a derivative and its quotient may be apart; the server says it. */
let tolerance = 1e-6;

/** @param {number} value */
export function setTolerance(value) {
  tolerance = value;
}

/**
 * @param {string} name  what it is, for whoever checks the page
 * @param {number} value
 * @returns {HTMLElement}
 */
export function cell(name, value) {
  return make("td", { class: "number", "data-number": name }, precise(value));
}

/**
 * The judge of a derivative.
 *
 * @param {string} name
 * @param {number} exact
 * @param {number} quotient
 * @returns {HTMLElement}
 */
export function judge(name, exact, quotient) {
  const isApart = Math.abs(exact - quotient) > tolerance * Math.max(1, Math.abs(exact));
  return make("td", { class: `number judge${isApart ? " apart" : ""}`, "data-number": name }, precise(quotient));
}

/**
 * @param {number} index
 * @param {boolean} isWanted
 * @param {...HTMLElement} cells
 */
export function row(index, isWanted, ...cells) {
  return make("tr", isWanted ? { class: "wanted" } : {}, make("th", { scope: "row" }, String(index)), ...cells);
}
