/**
 * What the page says, from the texts that came with it. Pure: no function here touches the page.
 *
 * @typedef {import("./types.js").Messages} Messages
 * @typedef {import("./types.js").ReadDigit} ReadDigit
 * @typedef {import("./types.js").Reading} Reading
 */

/**
 * @param {string} message
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Put sentences behind each other; after a Chinese full stop there is no space.
 *
 * @param {...string} sentences  empty ones are left out
 * @returns {string}
 */
export function joined(...sentences) {
  return sentences
    .filter(Boolean)
    .join(" ")
    .replace(/([。！？]) /g, "$1");
}

/**
 * Never claims certainty in either direction. No line ends within it.
 *
 * @param {number} share  0…1
 * @param {string} [locale]
 * @returns {string}
 */
export function percent(share, locale) {
  const format = new Intl.NumberFormat(locale, { style: "percent" });
  if (share >= 0.995) return `>\u00a0${format.format(0.99)}`;
  return share < 0.005 ? `<\u00a0${format.format(0.01)}` : format.format(share);
}

/**
 * @param {Messages} messages
 * @param {Reading | null} reading
 * @param {boolean} isPicture
 * @param {string} [locale]
 * @returns {string}
 */
export function verdictIn(messages, reading, isPicture, locale) {
  if (!reading) return messages.blank;
  const { verdict, digits, reason } = reading;
  if (verdict === "empty") return reason ?? (isPicture ? messages.empty_picture : messages.empty);
  const byHand = digits.filter((digit) => digit.isByHand);
  if (byHand.length === 0) return networksVerdict(messages, reading);
  const said = new Intl.ListFormat(locale).format(byHand.map(({ digit }) => String(digit)));
  const isSettled = byHand.length === digits.length || verdict === "recognized";
  return joined(fill(messages.by_hand, { digits: said }), isSettled ? "" : networksVerdict(messages, reading));
}

/**
 * @param {Messages} messages
 * @param {Reading} reading
 * @returns {string}
 */
function networksVerdict(messages, { verdict, digits, text }) {
  if (verdict === "not_a_digit" && digits.length > 1) return messages.not_all_digits;
  if (verdict === "uncertain" && digits.length > 1) return fill(messages.uncertain_some, { text });
  return fill(messages[verdict], { text });
}

/**
 * How sure the network is of what it was left to read, and that the writer has corrected it.
 *
 * @param {Messages} messages
 * @param {Reading | null} reading
 * @param {string} [locale]
 * @returns {string}
 */
export function confidenceIn(messages, reading, locale) {
  if (!reading || reading.text === "") return "";
  if (reading.digits.every((digit) => digit.isByHand)) return "";
  const confidence = percent(reading.confidence, locale);
  if (reading.digits.some((digit) => digit.isByHand)) return fill(messages.confidence_others, { confidence });
  const said = fill(messages.confidence, { confidence });
  return reading.isCorrected ? `${said} · ${messages.corrected}` : said;
}

/**
 * What was left out of the answer.
 *
 * @param {Messages} messages
 * @param {Reading | null} reading
 * @returns {string}
 */
export function ignoredIn(messages, reading) {
  const kinds = new Set((reading?.ignored ?? []).map(({ kind }) => kind));
  if (kinds.size === 0) return "";
  const [kind] = kinds;
  return kinds.size === 1 ? messages[`ignored_${kind}`] : messages.ignored;
}

/**
 * One sentence or more for whoever listens.
 *
 * @param {Messages} messages
 * @param {Reading | null} reading
 * @param {boolean} isPicture
 * @param {string} [locale]
 * @returns {string}
 */
export function spokenIn(messages, reading, isPicture, locale) {
  const verdict = verdictIn(messages, reading, isPicture, locale);
  const confidence = confidenceIn(messages, reading, locale);
  if (!reading || reading.text === "") return verdict;
  const sentence = (/** @type {string} */ words) => words && fill(messages.sentence, { words });
  return joined(
    sentence(reading.verdict === "uncertain" ? "" : reading.text),
    verdict,
    sentence(confidence),
    ignoredIn(messages, reading),
  );
}

/**
 * One digit of a reading, as its button is called.
 *
 * @param {Messages} messages
 * @param {ReadDigit[]} digits
 * @param {number} index
 * @param {{isShaky?: boolean, locale?: string}} [options]  isShaky: whether it is worth a look
 * @returns {string}
 */
export function nameOf(messages, digits, index, { isShaky = false, locale } = {}) {
  const { digit, confidence, isByHand } = digits[index];
  const values = { digit: digit ?? "?", position: index + 1, count: digits.length };
  if (isByHand) return fill(messages.tab_by_hand, values);
  return fill(isShaky ? messages.tab_shaky : messages.tab, { ...values, confidence: percent(confidence, locale) });
}
