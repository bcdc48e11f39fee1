/** Numbers as pages write them: a real minus sign, a power of ten where they are very small or large. */

export const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const FIGURES = 6;

/**
 * A number as a formula shows it.
 *
 * @param {number} value
 * @param {number} [digits]  after the point; very small numbers get a power of ten instead
 * @returns {string}
 */
export function figure(value, digits = 3) {
  if (!Number.isFinite(value)) return "∞";
  if (value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits) return withPower(value, 2);
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

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
  return withPower(value, figures);
}

/**
 * @param {number} value
 * @param {number} figures
 */
function withPower(value, figures) {
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
 * As it stands behind an operator.
 *
 * @param {string} text  a number
 */
export const operand = (text) => (text.startsWith("−") ? `(${text})` : text);
