/**
 * Typesets formulas in MathML from the notation that recognizer/mathml.py describes, and fills the numbers into those
 * that came with the page. tests/mathml.json and mathml-blocks.json hold both readers to the same answers.
 */
import { findIn } from "../../base/find.js";

const TOKEN =
  /\s*(?:(?<text>"[^"]*")|(?<slot>@[\p{L}\p{N}_]+)|(?<number>\d+(?:[.,]\d+)*)|(?<word>[A-Za-z]+)|(?<other>\S))/gu;
const FUNCTIONS = new Set(["exp", "ln", "max", "min", "arg", "sin", "cos", "tanh"]);
const BIG = "∑∏∫";
const LIMITS_BELOW = new Set(["max", "min", "∑", "∏"]);
/** @type {Record<string, string>} */
const CLOSING = { "(": ")", "{": "}", "[": "]", "⎨": "⎬" };
const SIGNS = "∂∇∞ℓ…⋯⋮⋱";
/** @type {Record<string, string>} */
const PRINTED = { "-": "−", "*": "·", "'": "′" };
const MINUS = "-−";
/** Operators after which a minus is the sign of what follows, and takes no space. */
const BEFORE_A_SIGN = "=≈≡<>≤≥→·*+-−";
const RELATIONS = "=≈≡≠<>≤≥→";
const NORM = "∥";
/** Between a function and its argument without parentheses, and before such a function. */
const THIN_SPACE = '<mspace width="0.1667em"></mspace>';
/** @type {Record<string, string>} */
const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

const NOTHING = "expected a formula, found nothing";

export class MathError extends Error {}

/**
 * @param {string} notation
 * @param {{block?: boolean}} [options]
 * @returns {string}  a `<math>` element, on a line of its own (`block`) in pieces, between which a line may end;
 *   nothing of the notation gets into it as markup
 * @throws {MathError}
 */
export function mathml(notation, { block = false } = {}) {
  const reader = new FormulaReader(notation);
  if (!block) return `<math>${reader.all()}</math>`;
  const pieces = reader.pieces().map((piece) => `<math displaystyle="true">${piece}</math>`);
  return `<div class="equation">${pieces.join("<wbr>")}</div>`;
}

/**
 * @param {string} notation
 * @param {{block?: boolean}} [options]
 * @returns {Element}  all pieces of a block, in one element
 */
export function mathElement(notation, options) {
  const template = document.createElement("template");
  template.innerHTML = mathml(notation, options);
  return findIn(template.content, options?.block ? ".equation" : "math", Element);
}

/**
 * A number as a formula shows it, with a real minus sign.
 *
 * @param {number} value
 * @param {number} [digits]  after the point; very small numbers get a power of ten instead
 * @returns {string}
 */
export function figure(value, digits = 3) {
  if (!Number.isFinite(value)) return "∞";
  const isTiny = value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits;
  const text = isTiny ? power(value) : value.toFixed(digits);
  return (Number(value.toFixed(digits)) === 0 && !isTiny ? text.replace("-", "") : text).replace("-", "−");
}

/**
 * The same for the notation: negative numbers in parentheses where an operator stands before them.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export function operand(value, digits = 3) {
  const text = figure(value, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} value */
function power(value) {
  const [mantissa, exponent] = value.toExponential(1).split("e");
  const raised = String(Math.abs(Number(exponent))).replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)]);
  return `${mantissa}·10⁻${raised}`;
}

/** @param {string[]} parts */
const row = (parts) => (parts.length === 1 ? parts[0] : `<mrow>${parts.join("")}</mrow>`);

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPED[sign]);

/**
 * @param {string} base
 * @param {Record<string, string>} scripts
 * @param {boolean} below
 */
function withScripts(base, scripts, below) {
  const kinds = below ? { _: "under", "^": "over" } : { _: "sub", "^": "sup" };
  const signs = /** @type {("_" | "^")[]} */ (["_", "^"]).filter((sign) => sign in scripts);
  const tag = `m${signs.map((sign) => kinds[sign]).join("")}`;
  return `<${tag}>${base}${signs.map((sign) => scripts[sign]).join("")}</${tag}>`;
}

class FormulaReader {
  #notation;
  #tokens;
  #at = 0;

  /** @param {string} notation */
  constructor(notation) {
    this.#notation = notation;
    this.#tokens = [...notation.trim().matchAll(TOKEN)].map(({ groups = {} }) => {
      const [kind, token] = /** @type {[string, string]} */ (
        Object.entries(groups).find(([, value]) => value !== undefined)
      );
      return { kind, token };
    });
  }

  all() {
    const parts = this.#parts(undefined);
    if (parts.length === 0) throw new MathError(NOTHING);
    return row(parts);
  }

  /** The whole formula, divided where a line may end. */
  pieces() {
    /** @type {string[][]} */
    const pieces = [[]];
    let inChain = false;
    while (this.#at < this.#tokens.length) {
      const { kind, token } = this.#tokens[this.#at];
      if (RELATIONS.includes(token) && pieces[pieces.length - 1].length > 0) {
        if (inChain) pieces.push([]);
        inChain = true;
      }
      pieces[pieces.length - 1].push(...this.#scripted());
      if (kind === "text" && token.startsWith('",')) {
        pieces.push([]);
        inChain = false;
      }
    }
    if (pieces[0].length === 0) throw new MathError(NOTHING);
    return pieces.filter((parts) => parts.length > 0).map(row);
  }

  #peek() {
    return this.#tokens[this.#at]?.token;
  }

  /**
   * @param {string | undefined} until
   * @param {string[]} [stops]
   * @returns {string[]}
   */
  #parts(until, stops = []) {
    const parts = [];
    for (let token = this.#peek(); token !== until && !stops.includes(token ?? ""); token = this.#peek()) {
      if (token === undefined) throw new MathError(`expected '${until}' before the end of '${this.#notation}'`);
      parts.push(...this.#scripted());
    }
    return parts;
  }

  #scripted() {
    const start = this.#peek() ?? "";
    const atoms = this.#atoms();
    /** @type {Record<string, string>} */
    const scripts = {};
    for (let sign = this.#peek(); sign === "_" || sign === "^" || sign === "'"; sign = this.#peek()) {
      this.#at += 1;
      const kind = sign === "'" ? "^" : sign;
      if (kind in scripts && sign !== "'")
        throw new MathError(`expected one '${sign}' after '${start}' in '${this.#notation}'`);
      const script = sign === "'" ? "<mo>′</mo>" : row(this.#atoms());
      scripts[kind] = kind in scripts ? `<mrow>${scripts[kind]}${script}</mrow>` : script;
    }
    if (Object.keys(scripts).length > 0) {
      atoms[atoms.length - 1] = withScripts(atoms[atoms.length - 1], scripts, LIMITS_BELOW.has(start));
    }
    return [...atoms, ...this.#gap(start)];
  }

  /**
   * The space behind a function, or before one, which has no parenthesis or operator there.
   *
   * @param {string} start
   * @returns {string[]}
   */
  #gap(start) {
    const following = this.#peek();
    if (following === undefined) return [];
    const behind = FUNCTIONS.has(start) && following !== "(" && !Object.values(CLOSING).includes(following);
    const before = FUNCTIONS.has(following) && !BEFORE_A_SIGN.includes(this.#tokens[this.#at - 1].token);
    return behind || before ? [THIN_SPACE] : [];
  }

  /** @returns {string[]} */
  #atoms() {
    if (this.#at === this.#tokens.length) throw new MathError(`expected more after '${this.#notation}'`);
    const { kind, token } = this.#tokens[this.#at];
    this.#at += 1;
    if (kind === "text") return [`<mtext>${escaped(token.slice(1, -1)).replaceAll(" ", "\u00a0")}</mtext>`];
    if (kind === "slot") return [`<mn data-slot="${token.slice(1)}">?</mn>`];
    if (kind === "number") return [`<mn>${token}</mn>`];
    if (kind === "word")
      return FUNCTIONS.has(token) ? [`<mi>${token}</mi>`] : [...token].map((letter) => `<mi>${letter}</mi>`);
    return [this.#other(token)];
  }

  /** @param {string} token */
  #other(token) {
    if (token === "{") return this.#group();
    if (token === "(") return `<mrow><mo>(</mo>${this.#closed("(")}<mo>)</mo></mrow>`;
    if (token === "[") return `<mrow><mo>[</mo>${this.#table("[")}<mo>]</mo></mrow>`;
    if (token === "⎨") return `<mrow><mo>{</mo>${this.#table("⎨", " class=cases")}</mrow>`;
    if (token === "√") return `<msqrt>${row(this.#atoms())}</msqrt>`;
    if (Object.values(CLOSING).includes(token)) {
      throw new MathError(`found '${token}' that closes nothing in '${this.#notation}'`);
    }
    if (BIG.includes(token)) return `<mo>${token}</mo>`;
    if (token === NORM) return `<mo lspace="0" rspace="0">${token}</mo>`;
    const before = this.#tokens[this.#at - 2]?.token;
    if (MINUS.includes(token) && before && BEFORE_A_SIGN.includes(before))
      return `<mo form="prefix">${PRINTED["-"]}</mo>`;
    if (/\p{L}/u.test(token) || SIGNS.includes(token)) return `<mi>${token}</mi>`;
    return `<mo>${escaped(PRINTED[token] ?? token)}</mo>`;
  }

  #group() {
    const top = this.#closed("{");
    if (this.#peek() !== "/" || this.#tokens[this.#at + 1]?.token !== "{") return top;
    this.#at += 2;
    return `<mfrac>${top}${this.#closed("{")}</mfrac>`;
  }

  /** @param {string} opening */
  #closed(opening) {
    const parts = this.#parts(CLOSING[opening]);
    this.#at += 1;
    return row(parts.length > 0 ? parts : ["<mrow></mrow>"]);
  }

  /**
   * @param {string} opening
   * @param {string} [attributes]
   */
  #table(opening, attributes = "") {
    const closing = CLOSING[opening];
    /** @type {string[][]} */
    const rows = [[]];
    for (let sign = ""; sign !== closing; ) {
      const parts = this.#parts(closing, [",", ";"]);
      rows[rows.length - 1].push(row(parts.length > 0 ? parts : ["<mrow></mrow>"]));
      sign = this.#peek() ?? "";
      this.#at += 1;
      if (sign === ";") rows.push([]);
    }
    const lines = rows.map((cells) => `<mtr>${cells.map((cell) => `<mtd>${cell}</mtd>`).join("")}</mtr>`);
    return `<mtable${attributes}>${lines.join("")}</mtable>`;
  }
}
