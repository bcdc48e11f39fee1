/**
 * Asking the learning endpoints: the newest question counts, a busy or absent server is asked again by itself.
 */

import { DEADLINE_MS, jsonRequest, send } from "./http.js";
import { Reader } from "./reader.js";

/**
 * @param {string} url
 * @param {object | null} body  JSON to POST; null to GET
 * @param {AbortSignal} [signal]  withdraws the question
 * @returns {Promise<unknown>}  as `answers.js` has it
 * @throws {import("./http.js").ApiError}  and the signal's AbortError when the question was withdrawn
 */
export function ask(url, body, signal) {
  return send(url, body === null ? {} : jsonRequest(body), { deadlineMs: DEADLINE_MS.lesson, signal });
}

/** Everything that a page asks, and what is told of trouble with any of it. */
export class Questions {
  #announcer;
  /** @type {{retryNow: () => void}[]} */
  #readers = [];
  /** @type {Set<object>} */
  #troubled = new Set();

  /** @param {import("../base/announcements.js").Announcer} announcer */
  constructor(announcer) {
    this.#announcer = announcer;
    addEventListener("online", () => this.retryNow());
  }

  /**
   * A question that is asked again and again, with other numbers; only the answer to the newest is shown.
   *
   * @template A
   * @template {object} [B=object]
   * @param {string} url
   * @param {(answer: A, body: B) => void} onAnswer
   * @param {{onBusy?: (isBusy: boolean) => void, isGet?: boolean}} [options]  isGet: nothing is sent along
   * @returns {(body: B | null, delayMs?: number) => void}  asks; null withdraws
   */
  about(url, onAnswer, { onBusy = () => {}, isGet = false } = {}) {
    /** @type {import("./reader.js").Ask<B, A>} */
    const answerTo = async (body, signal) => /** @type {A} */ (await ask(url, isGet ? null : body, signal));
    /** @type {Reader<B, A>} */
    const reader = new Reader(answerTo, {
      onAnswer: (answer, body) => {
        this.#settle(reader);
        onAnswer(answer, body);
      },
      onTrouble: (error, waitMs) => {
        this.#troubled.add(reader);
        this.#announcer.trouble(error, waitMs, false);
      },
      onBusy,
    });
    this.#readers.push(reader);
    return (body, delayMs = 0) => {
      if (body !== null) reader.read(body, delayMs);
      else {
        reader.cancel();
        this.#settle(reader);
      }
    };
  }

  /** Ask at once what is still without an answer. */
  retryNow() {
    for (const reader of this.#readers) reader.retryNow();
  }

  /** @param {object} reader */
  #settle(reader) {
    if (this.#troubled.delete(reader) && this.#troubled.size === 0) this.#announcer.complain(null);
  }
}
