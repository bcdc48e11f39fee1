/**
 * What a reviewer has said and the server does not know yet: sent one after the other, again until it is taken.
 *
 * @typedef {import("../../net/http.js").ApiError} ApiError
 *
 * @typedef {object} Letter
 * @property {number | null} sample  which is answered; null for anything else
 * @property {1 | -1} change  by how many answers there will be more
 * @property {() => Promise<unknown>} send
 * @property {(answer: unknown) => void} taken
 * @property {(error: ApiError) => void} refused  it will not be taken, however often it is sent
 *
 * @typedef {object} Options
 * @property {(error: ApiError | null) => void} onTrouble  null when all is well again
 * @property {(ms: number) => Promise<void>} pause
 */
import { asApiError, backoff } from "../../net/http.js";

/** Milliseconds between two tries, at most. */
const AT_MOST_MS = 10_000;

export class Outbox {
  /** @type {Letter[]} */
  #letters = [];
  #isSending = false;
  #options;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
  }

  /** Samples that are answered and on the way. */
  get samples() {
    return this.#letters.flatMap(({ sample }) => (sample === null ? [] : [sample]));
  }

  /** By how many answers there will be more when all has been taken. */
  get change() {
    return this.#letters.reduce((sum, { change }) => sum + change, 0);
  }

  get isEmpty() {
    return this.#letters.length === 0;
  }

  /** @param {Letter} letter */
  async put(letter) {
    this.#letters.push(letter);
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#letters.length > 0) await this.#deliver(this.#letters[0]);
    this.#isSending = false;
  }

  /** @param {Letter} letter */
  async #deliver(letter) {
    for (let failures = 0; ; ) {
      try {
        const answer = await letter.send();
        this.#leave(null);
        letter.taken(answer);
        return;
      } catch (error) {
        const told = asApiError(error);
        if (!told.isPassing && told.trouble !== "logged_out") {
          this.#leave(null);
          letter.refused(told);
          return;
        }
        failures += 1;
        this.#options.onTrouble(told);
        await this.#options.pause(told.retryAfterMs ?? backoff(failures, AT_MOST_MS));
      }
    }
  }

  /** @param {null} trouble */
  #leave(trouble) {
    this.#letters.shift();
    this.#options.onTrouble(trouble);
  }
}
