/**
 * Shows a reading: its text, the verdict in words, ten bars and the tile of the selected digit.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 * @typedef {import("../base/types.js").ReadDigit} ReadDigit
 * @typedef {import("../base/types.js").Reading} Reading
 */
import { findAll, findIn } from "../base/find.js";
import { confidenceIn, fill, ignoredIn, nameOf, percent, spokenIn, verdictIn } from "../base/texts.js";
import { centreOf } from "../ink/cutting.js";
import { shaky } from "./reading.js";

/**
 * The digit that holds the newest stroke, because that is where the writer looks; else the last.
 *
 * @param {{strokes?: number[]}[]} digits
 * @returns {number}
 */
export function newestDigit(digits) {
  const newest = digits.map((digit) => Math.max(-1, ...(digit.strokes ?? [])));
  const last = Math.max(-1, ...newest);
  return last < 0 ? digits.length - 1 : newest.indexOf(last);
}

/**
 * The digit nearest to where the writer looks.
 *
 * @param {{box: import("../base/types.js").Box}[]} digits
 * @param {[number, number]} place
 * @returns {number}  -1 if there is none
 */
export function nearestDigit(digits, [x, y]) {
  const away = digits.map(({ box }) => Math.hypot(centreOf(box)[0] - x, centreOf(box)[1] - y));
  return away.indexOf(Math.min(...away));
}

/** From this many digits on they stand in groups, as one writes long numbers. */
const LONG = 5;

/** Digits in a group, and at most in a line. */
const GROUP = 3;
const LINE = 12;

/** From more digits than this on they need all of a narrow line. */
const LONGISH = 7;

/**
 * How a number is set: groups counted from its end, and lines of about as many groups each.
 *
 * @param {number} count  of the digits
 * @returns {{groups: number[], perLine: number}}  sizes of the groups; groups in a line
 */
export function setting(count) {
  if (count < LONG) return { groups: [count], perLine: 1 };
  const first = count % GROUP || GROUP;
  const groups = [first, ...new Array((count - first) / GROUP).fill(GROUP)];
  return { groups, perLine: Math.ceil(groups.length / Math.ceil(count / LINE)) };
}

export class ResultView {
  #part;
  #tile;
  #messages;
  #onSelect;
  #locale = document.documentElement.lang;
  /** @type {Reading | null} */
  #reading = null;
  #isPicture = false;
  #selected = -1;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   * @param {(index: number, byPerson: boolean) => void} onSelect
   */
  constructor(root, messages, onSelect) {
    this.#part = (/** @type {string} */ name) => findIn(root, `[data-part="${name}"]`);
    this.#tile = findIn(root, "[data-part=tile]", HTMLImageElement);
    this.#messages = messages;
    this.#onSelect = onSelect;
    this.#part("text").addEventListener("keydown", (event) => this.#onKey(event));
  }

  get reading() {
    return this.#reading;
  }

  get selected() {
    return this.#selected;
  }

  /** A sentence for whoever listens. */
  get spoken() {
    return spokenIn(this.#messages, this.#reading, this.#isPicture, this.#locale);
  }

  /**
   * @param {Reading | null} reading  null when there is nothing to read
   * @param {{selected?: number | undefined, isPicture?: boolean}} [options]  which digit to show; the newest unless named
   */
  show(reading, { selected, isPicture = false } = {}) {
    const hadFocus = this.#part("text").contains(document.activeElement);
    this.#reading = reading;
    this.#isPicture = isPicture;
    this.#part("result").dataset.verdict = reading?.verdict ?? "blank";
    this.#part("verdict").textContent = verdictIn(this.#messages, reading, isPicture, this.#locale);
    this.#part("confidence").textContent = confidenceIn(this.#messages, reading, this.#locale);
    this.#part("ignored").textContent = ignoredIn(this.#messages, reading);
    this.#part("copy").toggleAttribute("disabled", !reading?.text);
    this.#showSource(reading);
    this.#showText(reading);
    this.select(selected ?? (reading ? newestDigit(reading.digits) : -1), false);
    if (hadFocus) this.#focus();
  }

  /** Say that the first answer is on its way. */
  await() {
    if (!this.#reading) this.#part("verdict").textContent = this.#messages.reading;
  }

  /**
   * @param {number} index  of the digit whose bars and tile are shown; -1 for none
   * @param {boolean} [byPerson]  whether somebody chose it
   */
  select(index, byPerson = true) {
    this.#selected = index;
    for (const [position, tab] of findAll(this.#part("text"), "[role=tab]").entries()) {
      tab.setAttribute("aria-selected", String(position === index));
      tab.setAttribute("tabindex", position === index ? "0" : "-1");
      this.#part("tiles").children[position]?.classList.toggle("selected", position === index);
      if (position === index) this.#part("panel").setAttribute("aria-labelledby", tab.id);
    }
    this.#showBars(this.#reading?.digits[index]);
    this.#showTile(this.#reading?.digits[index]);
    this.#onSelect(index, byPerson);
  }

  #focus() {
    document.getElementById(`digit-${this.#selected}`)?.focus({ preventScroll: true });
  }

  /** @param {Reading | null} reading */
  #showText(reading) {
    const text = this.#part("text");
    const digits = reading?.digits ?? [];
    const several = digits.length > 1;
    const { groups, perLine } = setting(digits.length);
    text.style.setProperty("--per-line", String(perLine));
    text.style.setProperty("--count", String(Math.max(1, digits.length)));
    text.classList.toggle("is-long", digits.length > LINE);
    text.classList.toggle("is-longish", digits.length > LONGISH);
    text.setAttribute("role", several ? "tablist" : "group");
    this.#part("panel").setAttribute("role", several ? "tabpanel" : "group");
    this.#part("panel").setAttribute("aria-labelledby", "result-title");
    const doubtful = reading ? shaky(reading) : [];
    const tabs = several ? digits.map((_, index) => this.#tab(digits, index, doubtful[index])) : [];
    if (several) text.replaceChildren(...groups.map((size) => groupOf(tabs.splice(0, size))));
    else text.replaceChildren(...(reading?.text ? [single(reading.text, doubtful[0])] : []));
    const hasTiles = several && digits.some((digit) => digit.tile);
    this.#part("tiles").replaceChildren(
      ...(hasTiles ? digits.map(({ tile }, index) => this.#thumbnail(tile, index)) : []),
    );
  }

  /**
   * @param {ReadDigit[]} digits
   * @param {number} index
   * @param {boolean} isShaky
   */
  #tab(digits, index, isShaky) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `digit-${index}`;
    tab.className = "digit";
    tab.classList.toggle("by-hand", digits[index].isByHand);
    tab.classList.toggle("shaky", isShaky);
    tab.textContent = String(digits[index].digit ?? "?");
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "panel");
    tab.setAttribute("aria-label", nameOf(this.#messages, digits, index, { isShaky, locale: this.#locale }));
    tab.addEventListener("click", () => this.select(index));
    return tab;
  }

  /**
   * @param {string | undefined} tile
   * @param {number} index
   */
  #thumbnail(tile, index) {
    const image = document.createElement("img");
    image.alt = "";
    image.width = image.height = 28;
    if (tile) image.src = tile;
    const frame = document.createElement("span");
    frame.append(image);
    frame.addEventListener("click", () => this.select(index));
    return frame;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = (this.#reading?.digits.length ?? 0) - 1;
    const steps = { ArrowLeft: this.#selected - 1, ArrowRight: this.#selected + 1, Home: 0, End: last };
    const target = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (target === undefined || last < 1) return;
    event.preventDefault();
    this.select(Math.min(Math.max(target, 0), last));
    this.#focus();
  }

  /** @param {ReadDigit | undefined} read */
  #showBars(read) {
    const best = read && read.confidence > 0 ? read.probabilities.indexOf(Math.max(...read.probabilities)) : -1;
    for (const [digit, row] of findAll(this.#part("bars"), "button", HTMLButtonElement).entries()) {
      const share = read?.probabilities[digit] ?? 0;
      const said = read ? percent(share, this.#locale) : "";
      row.style.setProperty("--share", share.toFixed(4));
      row.classList.toggle("best", digit === best);
      row.classList.toggle("by-hand", read?.isByHand === true && read.digit === digit);
      row.disabled = !read;
      row.setAttribute(
        "aria-label",
        fill(read ? this.#messages.bar : this.#messages.bar_blank, { digit, share: said }),
      );
      row.setAttribute("aria-pressed", String(read?.digit === digit));
      const value = findIn(row, "[data-part=share]");
      value.textContent = said;
      value.classList.toggle("slight", share < 0.005);
    }
  }

  /** @param {ReadDigit | undefined} digit */
  #showTile(digit) {
    this.#tile.hidden = !digit?.tile;
    if (digit?.tile) this.#tile.src = digit.tile;
    else this.#tile.removeAttribute("src");
  }

  /** @param {Reading | null} reading */
  #showSource(reading) {
    const number = new Intl.NumberFormat(this.#locale, { maximumSignificantDigits: 2 });
    if (reading?.model) {
      this.#part("model").textContent = fill(this.#messages.model, {
        version: reading.model.version,
        name: reading.model.name,
      });
    }
    const { preprocess = 0, network = 0 } = reading?.timings_ms ?? {};
    this.#part("timings").textContent =
      preprocess + network > 0
        ? fill(this.#messages.timings, { preprocess: number.format(preprocess), network: number.format(network) })
        : "";
  }
}

/** @param {HTMLElement[]} tabs */
function groupOf(tabs) {
  const group = document.createElement("span");
  group.className = "group";
  group.setAttribute("role", "presentation");
  group.append(...tabs);
  return group;
}

/**
 * @param {string} text
 * @param {boolean | undefined} isShaky
 */
function single(text, isShaky) {
  const digit = document.createElement("span");
  digit.className = "single";
  digit.classList.toggle("shaky", isShaky === true);
  digit.textContent = text;
  return digit;
}
