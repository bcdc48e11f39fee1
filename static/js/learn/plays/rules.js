/**
 * Rules by which one might tell a nine, held against digits by many hands, and the network beside them.
 *
 * @typedef {import("../../net/answers.js").RulesAnswer} RulesAnswer
 * @typedef {import("../../net/answers.js").RuledDigitAnswer} Digit
 * @typedef {{r1: number, r2: number, r3: number}} State  which rules count
 */
import { make } from "../../base/dom.js";
import { find } from "../../base/find.js";
import { fill, joined } from "../../base/texts.js";
import { paintInk, tilePixels } from "../charts/pixels.js";

const NINE = 9;
/** As the endpoint names them, by the control of each. */
const NAMES = /** @type {const} */ ({ r1: "loop", r2: "top", r3: "stem" });

/**
 * What becomes of digits that are called a nine if they pass all rules.
 *
 * @param {Pick<Digit, "label" | "passes" | "read">[]} digits
 * @param {string[]} rules
 */
export function judged(digits, rules) {
  const called = digits.map(({ passes }) => rules.length > 0 && rules.every((rule) => passes[rule]));
  const count = (/** @type {(digit: (typeof digits)[number], at: number) => boolean} */ is) => digits.filter(is).length;
  return {
    called,
    nines: count(({ label }) => label === NINE),
    found: count(({ label }, at) => label === NINE && called[at]),
    others: count(({ label }) => label !== NINE),
    wrong: count(({ label }, at) => label !== NINE && called[at]),
    misread: count(({ label, read }) => (label === NINE) !== (read === NINE)),
  };
}

export class RulesPlay {
  #page;
  /** @type {RulesAnswer | null} */
  #answer = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const ask = page.about(
      page.root.dataset.rulesUrl ?? "",
      (/** @type {RulesAnswer} */ answer) => this.#take(answer),
      {
        isGet: true,
      },
    );
    ask({});
  }

  /** @param {Set<string>} changed */
  follow(changed) {
    if (Object.keys(NAMES).some((name) => changed.has(name))) this.#show();
  }

  /** What is wrong with the rules as they are; null as long as there are no digits. */
  get outcome() {
    return this.#answer && judged(this.#answer.digits, this.#rules);
  }

  get #rules() {
    const { values } = this.#page.state;
    return Object.entries(NAMES).flatMap(([control, rule]) =>
      values[/** @type {keyof State} */ (control)] === 1 ? [rule] : [],
    );
  }

  /** @param {RulesAnswer} answer */
  #take(answer) {
    this.#answer = answer;
    find("rule-digits").replaceChildren(
      ...answer.digits.map(({ tile }) => {
        const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
        requestAnimationFrame(() => paintInk(canvas, tilePixels(tile), { width: 28 }));
        return make("li", {}, canvas, make("span", { class: "unseen" }));
      }),
    );
    this.#show();
  }

  #show() {
    if (!this.#answer) return;
    const { messages } = this.#page;
    const { digits, source } = this.#answer;
    const { called, ...counts } = judged(digits, this.#rules);
    for (const [at, item] of [...find("rule-digits").children].entries()) {
      const isRight = called[at] === (digits[at].label === NINE);
      item.classList.toggle("called", called[at]);
      item.classList.toggle("amiss", !isRight);
      const words = fill(called[at] ? messages.rule_called : messages.rule_not_called, { label: digits[at].label });
      const [, said] = item.children;
      said.textContent = words;
    }
    find("rule-words").textContent = this.#rules.length > 0 ? fill(messages.rule_counts, counts) : messages.rule_none;
    find("rule-network").textContent = joined(
      fill(messages.rule_network, { total: digits.length, misread: counts.misread }),
      messages[`source_${source}`],
    );
  }
}
