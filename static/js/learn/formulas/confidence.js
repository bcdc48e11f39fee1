/**
 * From the outputs of a version to its confidence, in words and in a formula with its numbers.
 *
 * @typedef {{outputs: number[], temperature: number}} Outputs  activations of the output layer; T of the version
 */

import { make } from "../../base/dom.js";
import { fill, percent } from "../../base/texts.js";
import { notation, precise } from "./checks.js";
import { figure, mathElement } from "./mathml.js";

const FIGURES = 4;
/** Logarithms of what is smaller would be of no use: as `tempered` of recognizer/nn/analysis/calibration.py has it. */
const SMALLEST = 1.1754944e-38;

/**
 * @param {Outputs} version
 * @returns {number[]}  a^(1/T) of each output; divided by their sum they are probabilities
 */
function powers({ outputs, temperature }) {
  return outputs.map((a) => Math.max(a, SMALLEST) ** (1 / temperature));
}

/**
 * @param {Outputs} version
 * @param {number} output  whose probability it is
 * @returns {string}  the formula with its numbers, in the notation of formulas
 */
export function confidenceFormula(version, output) {
  const all = powers(version);
  const sum = all.reduce((total, power) => total + power, 0);
  const a = notation(figure(version.outputs[output], FIGURES));
  const base = a.includes("^") ? `(${a})` : a;
  const numbers = `{${base}^{1 / ${temperatureText(version.temperature)}}}/{${precise(sum, FIGURES)}}`;
  return `p_{${output}} = {a_{${output}}^{1 / T}}/{∑_k a_k^{1 / T}} ≈ ${numbers} ≈ ${notation(figure(all[output] / sum))}`;
}

/**
 * @param {number} temperature
 * @returns {string}
 */
export function temperatureText(temperature) {
  return precise(temperature, FIGURES);
}

/**
 * @param {import("../../base/types.js").Messages} messages
 * @param {Outputs & {digit: number, probabilities: number[]}} reading
 * @returns {HTMLElement[]}  what the confidence is, and how it follows from the outputs
 */
export function confidenceParts(messages, reading) {
  const { digit, probabilities, temperature } = reading;
  const share = percent(probabilities[digit], document.documentElement.lang);
  const about = fill(messages.confidence_about, { share, temperature: temperatureText(temperature) });
  const formula = mathElement(confidenceFormula(reading, digit), { block: true });
  return [make("p", { class: "aside" }, about), make("div", { class: "formula", tabindex: 0 }, formula)];
}
