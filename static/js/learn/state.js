/**
 * A page's state, kept in its address: whoever gets the address sees the same, and the back button goes back.
 *
 * What is at its fallback is left out of the address. What an address says that cannot be is ignored: the fallback
 * counts, and nothing of it reaches the page.
 *
 * @template T
 * @typedef {object} Field
 * @property {T} fallback
 * @property {(text: string) => T | undefined} parse  undefined for what cannot be
 * @property {(value: T) => string} format
 */

/**
 * The fields of a state, by their names in the address.
 *
 * @template V
 * @typedef {{[N in keyof V]: Field<V[N]>}} Fields
 */

/**
 * The values of such fields.
 *
 * @template F
 * @typedef {{[N in keyof F]: F[N] extends Field<infer T> ? T : never}} ValuesOf
 */

/**
 * @param {number} fallback
 * @param {{min: number, max: number, step?: number}} range  values are rounded to a step
 * @returns {Field<number>}
 */
export function number(fallback, { min, max, step = 0 }) {
  const decimals = step > 0 ? (String(step).split(".")[1] ?? "").length : 6;
  return {
    fallback,
    parse(text) {
      const value = /^-?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
      if (!(value >= min && value <= max)) return;
      return step > 0 ? Number((Math.round(value / step) * step).toFixed(decimals)) : value;
    },
    format: (value) => String(Number(value.toFixed(decimals))),
  };
}

/**
 * @template {string} T
 * @param {T} fallback
 * @param {readonly T[]} values  all that there are
 * @returns {Field<T>}
 */
export function choice(fallback, values) {
  return { fallback, parse: (text) => values.find((value) => value === text), format: String };
}

/**
 * @param {string} fallback
 * @param {RegExp} pattern  of the whole text
 * @returns {Field<string>}
 */
export function text(fallback, pattern) {
  return { fallback, parse: (given) => (pattern.exec(given)?.[0] === given ? given : undefined), format: String };
}

/**
 * @template V
 * @param {Fields<V>} fields
 * @param {string} query  of an address, with or without "?"
 * @returns {V}
 */
export function readState(fields, query) {
  const given = new URLSearchParams(query);
  const values = /** @type {V} */ ({});
  for (const name of namesOf(fields)) {
    const { parse, fallback } = fields[name];
    const written = given.get(name);
    values[name] = (written === null ? undefined : parse(written)) ?? fallback;
  }
  return values;
}

/**
 * @template V
 * @param {Fields<V>} fields
 * @param {V} values
 * @returns {string}  "" or "?…"; the same state always gives the same text
 */
export function writeState(fields, values) {
  const query = new URLSearchParams();
  for (const name of namesOf(fields)) {
    const { format, fallback } = fields[name];
    const written = format(values[name]);
    if (written !== format(fallback)) query.set(name, written);
  }
  const written = query.toString();
  return written ? `?${written}` : "";
}

/**
 * @template V
 * @param {Fields<V>} fields
 */
function namesOf(fields) {
  return /** @type {(keyof V & string)[]} */ (Object.keys(fields));
}

/** @template V  the values, by their names */
export class PageState {
  #fields;
  #onChange;
  /** @type {V} */
  #values;
  #isPassing = false;

  /**
   * @param {Fields<V>} fields
   * @param {(values: V, changed: Set<string>) => void} onChange  also when one goes back
   */
  constructor(fields, onChange) {
    this.#fields = fields;
    this.#onChange = onChange;
    this.#values = readState(fields, location.search);
    addEventListener("popstate", () => {
      this.#isPassing = false;
      this.#take(readState(fields, location.search));
    });
  }

  get values() {
    return this.#values;
  }

  /** The query of the address of this state. */
  get query() {
    return writeState(this.#fields, this.#values);
  }

  /**
   * @param {Partial<V>} changes
   * @param {{passing?: boolean}} [options]  passing: on the way, as a slider that still moves; going back skips it
   */
  set(changes, { passing = false } = {}) {
    const values = { ...this.#values, ...changes };
    const address = `${location.pathname}${writeState(this.#fields, values)}${location.hash}`;
    const isNew = address !== `${location.pathname}${location.search}${location.hash}`;
    // The first of several passing changes makes the step to go back over; the others only renew it.
    if (isNew) history[this.#isPassing ? "replaceState" : "pushState"](null, "", address);
    this.#isPassing = passing && (isNew || this.#isPassing);
    this.#take(values);
  }

  /** @param {V} values */
  #take(values) {
    const before = this.#values;
    this.#values = values;
    const differs = (/** @type {keyof V} */ name) =>
      this.#fields[name].format(values[name]) !== this.#fields[name].format(before[name]);
    const changed = new Set(namesOf(this.#fields).filter(differs));
    if (changed.size > 0) this.#onChange(values, changed);
  }
}
