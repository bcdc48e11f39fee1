/** Numbers beside their judges: tables in which each derivative stands next to its difference quotient. */
import { make } from "../../base/dom.js";
import { precise } from "./numbers.js";

/** How far a derivative and its quotient may be apart; the server says it. */
let tolerance = 1e-6;

/** How many significant figures are shown: as many as whoever reads has asked for. */
let figures = 3;

/** @param {number} count */
export function setFigures(count) {
  figures = count;
}

/** @returns {number} */
export function figuresShown() {
  return figures;
}

/**
 * @param {number} value
 * @returns {string}
 */
export function shown(value) {
  return precise(value, figures);
}

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
  return make("td", { class: "number", "data-number": name }, shown(value));
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
  return make("td", { class: `number judge${isApart ? " apart" : ""}`, "data-number": name }, shown(quotient));
}

/**
 * @param {number} index
 * @param {boolean} isWanted
 * @param {...HTMLElement} cells
 */
export function row(index, isWanted, ...cells) {
  return make("tr", isWanted ? { class: "wanted" } : {}, make("th", { scope: "row" }, String(index)), ...cells);
}
