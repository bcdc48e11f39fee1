/**
 * Shows an answer: its text, the verdict in words, ten bars and the tile of the selected digit.
 *
 * @typedef {import("./api.js").Answer} Answer
 * @typedef {import("./api.js").Digit} Digit
 * @typedef {Record<string, string>} Messages  the page's texts, by name, with {placeholders}
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
 * Never claims certainty in either direction.
 *
 * @param {number} share  0…1
 * @param {string} [locale]
 * @returns {string}
 */
export function percent(share, locale) {
  const format = new Intl.NumberFormat(locale, { style: "percent" });
  if (share >= 0.995) return `> ${format.format(0.99)}`;
  return share < 0.005 ? `< ${format.format(0.01)}` : format.format(share);
}

/**
 * The digit that holds the newest stroke, because that is where the writer looks; else the last.
 *
 * @param {Digit[]} digits
 * @returns {number}
 */
export function newestDigit(digits) {
  const newest = digits.map((digit) => Math.max(-1, ...(digit.strokes ?? [])));
  const last = Math.max(-1, ...newest);
  return last < 0 ? digits.length - 1 : newest.indexOf(last);
}

export class ResultView {
  #part;
  #messages;
  #onSelect;
  #locale = document.documentElement.lang;
  /** @type {Answer | null} */
  #answer = null;
  #selected = -1;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {(index: number) => void} onSelect
   */
  constructor(root, messages, onSelect) {
    this.#part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    this.#messages = messages;
    this.#onSelect = onSelect;
    this.#part("text").addEventListener("keydown", (event) => this.#onKey(event));
  }

  get answer() {
    return this.#answer;
  }

  get selected() {
    return this.#selected;
  }

  /** One sentence for whoever listens. */
  get spoken() {
    const { text = "", confidence = null, verdict = "blank" } = this.#answer ?? {};
    const said = this.#messages[verdict];
    if (text === "") return said;
    return fill(this.#messages.spoken, { text, verdict: said, confidence: percent(confidence ?? 0, this.#locale) });
  }

  /** @param {Answer | null} answer  null when there is nothing to read */
  show(answer) {
    this.#answer = answer;
    const verdict = answer?.verdict ?? "blank";
    this.#part("result").dataset.verdict = verdict;
    this.#part("verdict").textContent = this.#messages[verdict];
    const isCounted = answer !== null && answer.text !== "" && answer.confidence !== null;
    this.#part("confidence").textContent = isCounted
      ? fill(this.#messages.confidence, { confidence: percent(answer.confidence ?? 0, this.#locale) })
      : "";
    this.#part("copy").toggleAttribute("disabled", !answer?.text);
    this.#showSource(answer);
    this.#showText(answer);
    this.select(answer ? newestDigit(answer.digits) : -1);
  }

  /** Say that the first answer is on its way. */
  await() {
    if (!this.#answer) this.#part("verdict").textContent = this.#messages.reading;
  }

  /** @param {number} index  of the digit whose bars and tile are shown; -1 for none */
  select(index) {
    this.#selected = index;
    const digit = this.#answer?.digits[index];
    for (const [position, tab] of [...this.#part("text").querySelectorAll("[role=tab]")].entries()) {
      tab.setAttribute("aria-selected", String(position === index));
      tab.setAttribute("tabindex", position === index ? "0" : "-1");
      if (position === index) this.#part("panel").setAttribute("aria-labelledby", tab.id);
    }
    this.#showBars(digit?.probabilities);
    this.#showTile(digit);
    this.#onSelect(index);
  }

  /** @param {Answer | null} answer */
  #showText(answer) {
    const text = this.#part("text");
    const digits = answer?.digits ?? [];
    const several = digits.length > 1;
    text.style.setProperty("--count", String(Math.max(1, digits.length)));
    text.setAttribute("role", several ? "tablist" : "group");
    this.#part("panel").setAttribute("role", several ? "tabpanel" : "group");
    this.#part("panel").setAttribute("aria-labelledby", "result-title");
    if (several) text.replaceChildren(...digits.map((digit, index) => this.#tab(digit, index, digits.length)));
    else text.textContent = answer?.text ?? "";
  }

  /**
   * @param {Digit} digit
   * @param {number} index
   * @param {number} count
   */
  #tab(digit, index, count) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `digit-${index}`;
    tab.className = "digit";
    tab.textContent = String(digit.digit);
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "panel");
    const values = { digit: digit.digit, position: index + 1, count, confidence: percent(digit.confidence, this.#locale) };
    tab.setAttribute("aria-label", fill(this.#messages.tab, values));
    tab.addEventListener("click", () => this.select(index));
    return tab;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = (this.#answer?.digits.length ?? 0) - 1;
    const steps = { ArrowLeft: this.#selected - 1, ArrowRight: this.#selected + 1, Home: 0, End: last };
    const target = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (target === undefined || last < 1) return;
    event.preventDefault();
    this.select(Math.min(Math.max(target, 0), last));
    document.getElementById(`digit-${this.#selected}`)?.focus();
  }

  /** @param {number[] | undefined} probabilities */
  #showBars(probabilities) {
    const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    for (const [digit, bar] of [...this.#part("bars").children].entries()) {
      const share = probabilities?.[digit] ?? 0;
      /** @type {HTMLElement} */ (bar).style.setProperty("--share", share.toFixed(4));
      bar.classList.toggle("best", digit === best);
      const value = /** @type {HTMLElement} */ (bar.querySelector("[data-part=share]"));
      value.textContent = probabilities ? percent(share, this.#locale) : "";
      value.classList.toggle("slight", share < 0.005);
    }
  }

  /** @param {Digit | undefined} digit */
  #showTile(digit) {
    const tile = /** @type {HTMLImageElement} */ (this.#part("tile"));
    tile.hidden = !digit?.tile;
    if (digit?.tile) tile.src = digit.tile;
    else tile.removeAttribute("src");
  }

  /** @param {Answer | null} answer */
  #showSource(answer) {
    const number = new Intl.NumberFormat(this.#locale, { maximumSignificantDigits: 2 });
    if (answer?.model) {
      this.#part("model").textContent = fill(this.#messages.model, {
        version: answer.model.version,
        name: answer.model.name,
      });
    }
    this.#part("timings").textContent = answer
      ? fill(this.#messages.timings, {
          preprocess: number.format(answer.timings_ms.preprocess),
          network: number.format(answer.timings_ms.network),
        })
      : "";
  }
}
