/**
 * The answers of several versions to one drawing: what they have in common, and a card for each.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 * @typedef {import("../base/types.js").Messages} Messages
 * @typedef {Answer & {version: number, error?: undefined} | {version: number, error: string}} VersionAnswer
 * @typedef {{label: string, share: number, isBest: boolean}} Bar
 */
import { findIn } from "../base/find.js";
import { fill, percent } from "../base/texts.js";

/**
 * One sentence on who reads what.
 *
 * @param {Messages} messages
 * @param {VersionAnswer[]} answers
 * @returns {string}
 */
export function agreementIn(messages, answers) {
  /** @type {Map<string, number[]>} */
  const readers = new Map();
  for (const answer of answers) {
    if (answer.error !== undefined) continue;
    readers.set(answer.text, [...(readers.get(answer.text) ?? []), answer.version]);
  }
  const readings = [...readers].map(([text, versions]) => ({ text: text || messages.nothing, versions }));
  if (readings.length === 0) return "";
  if (readings.length === 1)
    return fill(readings[0].versions.length > 1 ? messages.agree : messages.one, { text: readings[0].text });
  readings.sort((one, other) => other.versions.length - one.versions.length);
  const said = readings.map(({ text, versions }) => fill(messages.reading_of, { text, versions: versions.join(", ") }));
  return fill(messages.differ, { readings: said.join("; ") });
}

/**
 * What most versions read; null where no reading has more readers than every other.
 *
 * @param {VersionAnswer[]} answers
 * @returns {string | null}
 */
export function majorityOf(answers) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const answer of answers)
    if (answer.error === undefined) counts.set(answer.text, (counts.get(answer.text) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, one], [, other]) => other - one);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : null;
}

/**
 * Ten bars for one digit; of a number one bar for each of its digits.
 *
 * @param {Pick<Answer, "digits">} answer
 * @returns {Bar[]}
 */
export function barsOf({ digits }) {
  if (digits.length !== 1)
    return digits.map(({ digit, confidence }) => ({ label: String(digit), share: confidence, isBest: true }));
  const { probabilities } = digits[0];
  const best = Math.max(...probabilities);
  return probabilities.map((share, digit) => ({ label: String(digit), share, isBest: share === best }));
}

/**
 * @param {HTMLElement} card
 * @param {VersionAnswer | undefined} answer  undefined where there is none
 * @param {{messages: Messages, majority: string | null, locale?: string}} options
 */
export function showAnswer(card, answer, { messages, majority, locale }) {
  const part = (/** @type {string} */ name) => findIn(card, `.playground-${name}`);
  const read = answer?.error === undefined ? answer : undefined;
  part("text").textContent = read?.text ?? "";
  part("verdict").textContent =
    answer?.error ?? (read ? fill(messages[read.verdict], { confidence: percent(read.confidence, locale) }) : "");
  card.classList.toggle("is-other", read !== undefined && majority !== null && read.text !== majority);
  card.classList.toggle("has-trouble", answer?.error !== undefined);
  part("bars").replaceChildren(...(read ? barsOf(read).map((bar) => barItem(bar, locale)) : []));
  part("tiles").replaceChildren(...(read?.digits ?? []).map(({ tile }) => tileItem(tile)));
}

/**
 * @param {Bar} bar
 * @param {string} [locale]
 */
function barItem({ label, share, isBest }, locale) {
  const item = document.createElement("li");
  item.classList.toggle("best", isBest);
  const [name, bar, value] = ["span", "span", "span"].map((tag) => document.createElement(tag));
  name.textContent = label;
  bar.className = "playground-bar";
  bar.style.setProperty("--share", share.toFixed(4));
  value.textContent = percent(share, locale);
  value.classList.toggle("slight", share < 0.005);
  item.append(name, bar, value);
  return item;
}

/** @param {string | undefined} tile */
function tileItem(tile) {
  const item = document.createElement("li");
  const image = document.createElement("img");
  image.className = "version-tile";
  image.alt = "";
  image.width = image.height = 42;
  if (tile) image.src = tile;
  item.append(image);
  return item;
}
