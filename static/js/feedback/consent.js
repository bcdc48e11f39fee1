/**
 * What somebody agreed to, and under which name: kept in this browser alone, off as long as nobody said yes. It is
 * looked up each time, so that what another tab takes back holds here at once.
 *
 * @typedef {object} Memory  where it is kept; replaced in tests
 * @property {(key: string) => unknown} load
 * @property {(key: string, value: unknown) => boolean} save  whether it was kept
 */
import { load, save } from "../base/storage.js";

const CONSENT = "digitweb.consent";
const NAME = "digitweb.contributor";

/** Of a name, in bytes: nobody guesses it, and no two people have the same. */
const NAME_BYTES = 32;

/** @type {Memory} */
const browserMemory = {
  load: (key) => load("localStorage", key),
  save: (key, value) => save("localStorage", key, value),
};

export class Consent {
  #edition;
  #memory;

  /**
   * @param {number} edition  of the text that is shown: who agreed to another has not agreed to this one
   * @param {Memory} [memory]
   */
  constructor(edition, memory = browserMemory) {
    this.#edition = edition;
    this.#memory = memory;
  }

  get edition() {
    return this.#edition;
  }

  get isGiven() {
    return this.#choice?.edition === this.#edition && this.name !== null;
  }

  /** Whether drawings of which nothing was said may be given as well. */
  get isByLot() {
    return this.isGiven && this.#choice?.byLot === true;
  }

  /** The name under which this browser gives, as long as something may be there under it. @returns {string | null} */
  get name() {
    const name = this.#memory.load(NAME);
    return typeof name === "string" && /^[\w-]{43}$/.test(name) ? name : null;
  }

  /**
   * @param {boolean} byLot
   * @returns {boolean}  whether that is remembered: without a memory there is no consent
   */
  agree(byLot) {
    const hasName = this.name !== null || this.#memory.save(NAME, newName());
    return hasName && this.#memory.save(CONSENT, { edition: this.#edition, byLot });
  }

  /** Give nothing from now on. What was given is still found under the name. */
  withdraw() {
    this.#memory.save(CONSENT, null);
  }

  /** Forget the name as well: all that was given under it is gone. */
  forget() {
    this.withdraw();
    this.#memory.save(NAME, null);
  }

  /** @returns {{edition?: unknown, byLot?: unknown} | null} */
  get #choice() {
    const choice = this.#memory.load(CONSENT);
    return typeof choice === "object" ? choice : null;
  }
}

/** @returns {string}  random bytes in base64url */
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(NAME_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
