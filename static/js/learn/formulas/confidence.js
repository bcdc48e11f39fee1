/**
 * From the outputs of a version to its confidence, in words and in a formula with its numbers.
 *
 * @typedef {{outputs: number[], temperature: number}} Outputs  activations of the output layer; T of the version
 */

import { make } from "../../base/dom.js";
import { fill, percent } from "../../base/texts.js";
import { formula } from "./formula.js";
import { figure, precise } from "./numbers.js";

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
 * @param {number} unit  whose probability it is
 * @returns {Record<string, string | number>}  by slot of its formula
 */
export function confidenceNumbers(version, unit) {
  const all = powers(version);
  const sum = all.reduce((total, power) => total + power, 0);
  const a = figure(version.outputs[unit], FIGURES);
  return {
    unit,
    a: a.includes("·") ? `(${a})` : a,
    T: temperatureText(version.temperature),
    sum: precise(sum, FIGURES),
    p: figure(all[unit] / sum),
  };
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
 * @returns {Element[]}  what the confidence is, and how it follows from the outputs
 */
export function confidenceParts(messages, reading) {
  const { digit, probabilities, temperature } = reading;
  const share = percent(probabilities[digit], document.documentElement.lang);
  const about = fill(messages.confidence_about, { share, temperature: temperatureText(temperature) });
  return [make("p", { class: "aside" }, about), formula("confidence", confidenceNumbers(reading, digit))];
}
