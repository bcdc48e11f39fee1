/** Two numbers beside their difference, written so that what is shown adds up. Pure: no function here touches the page. */
import { raised } from "./numbers.js";

/** Figures of a difference, unless that takes more than MOST_PLACES. */
const FIGURES = 2;
const MOST_PLACES = 9;
/** Smaller and larger numbers get a power of ten. */
const [SMALL, LARGE] = [1e-4, 1e6];

/**
 * Write two numbers with one power of ten and as many places as it takes to see how far they are apart. Their difference
 * is that of the numbers as they are written.
 *
 * @param {number} from
 * @param {number} to
 * @param {number} [least]  places
 * @returns {{from: string, to: string, difference: string, gap: string, write: (value: number) => string}}  difference:
 *   to − from; gap: the same without its sign; write: for other numbers beside these
 */
export function compared(from, to, least = 4) {
  const size = Math.max(Math.abs(from), Math.abs(to));
  const exponent = size > 0 && (size < SMALL || size >= LARGE) ? Math.floor(Math.log10(size)) : 0;
  const unit = 10 ** exponent;
  const apart = Math.abs(to - from) / unit;
  const needed = apart > 0 ? FIGURES - 1 - Math.floor(Math.log10(apart)) : 0;
  const places = Math.min(Math.max(needed, least), MOST_PLACES);
  const rounded = (/** @type {number} */ value) => Number((value / unit).toFixed(places));
  const written = (/** @type {number} */ value) => {
    const text = Math.abs(value).toFixed(places);
    return `${value < 0 && Number(text) > 0 ? "−" : ""}${text}${exponent ? `·10${raised(exponent)}` : ""}`;
  };
  const difference = rounded(to) - rounded(from);
  return {
    from: written(rounded(from)),
    to: written(rounded(to)),
    difference: written(difference),
    gap: written(Math.abs(difference)),
    write: (value) => written(rounded(value)),
  };
}
