/**
 * Keeps the answer up with the drawing: waits for the pen to pause, asks, drops what is stale, and
 * asks again by itself when the server was away.
 *
 * @template Q, A
 * @typedef {(question: Q, signal: AbortSignal) => Promise<A>} Ask
 */
import { asApiError } from "./http.js";

/** @typedef {{setTimeout(run: () => void, ms: number): unknown, clearTimeout(timer: unknown): void, now(): number}} Clock */

/** @template Q, A */
export class Reader {
  #ask;
  #listener;
  #clock;
  /** @type {Q | null} */
  #question = null;
  /** @type {unknown} */
  #timer;
  /** @type {AbortController | null} */
  #inFlight = null;
  #failures = 0;
  /** Nothing is sent before this time: the server asked for a pause. */
  #quietUntil = 0;

  /**
   * @param {Ask<Q, A>} ask
   * @param {object} listener
   * @param {(answer: A, question: Q) => void} listener.onAnswer
   * @param {(error: import("./http.js").ApiError, waitMs: number, question: Q) => void} listener.onTrouble
   * @param {(isBusy: boolean) => void} listener.onBusy
   * @param {Clock} [clock]  replaced in tests
   */
  constructor(ask, listener, clock = browserClock) {
    this.#ask = ask;
    this.#listener = listener;
    this.#clock = clock;
  }

  /**
   * Ask about this drawing after `delayMs` without another call. An answer that is on its way is still
   * welcome until the new question leaves: on a slow line it shows how far the reading has come.
   *
   * @param {Q} question
   * @param {number} delayMs
   */
  read(question, delayMs) {
    this.#question = question;
    this.#schedule(delayMs);
  }

  /** Ask at once, unless nothing is waiting or the server asked for a pause. */
  retryNow() {
    if (this.#question) this.#schedule(0);
  }

  /** Forget the question and whatever is on its way. */
  cancel() {
    this.#question = null;
    this.#clock.clearTimeout(this.#timer);
    this.#withdraw();
  }

  /** @param {number} delayMs */
  #schedule(delayMs) {
    this.#clock.clearTimeout(this.#timer);
    const wait = Math.max(delayMs, this.#quietUntil - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => this.#send(), wait);
  }

  #withdraw() {
    this.#inFlight?.abort();
    this.#inFlight = null;
    this.#listener.onBusy(false);
  }

  async #send() {
    this.#withdraw();
    const question = /** @type {Q} */ (this.#question);
    const ticket = new AbortController();
    this.#inFlight = ticket;
    this.#listener.onBusy(true);
    let answer;
    try {
      answer = await this.#ask(question, ticket.signal);
    } catch (error) {
      if (this.#inFlight === ticket) this.#fail(question, asApiError(error));
      return;
    }
    if (this.#inFlight === ticket) this.#settle(question, answer);
  }

  /**
   * @param {Q} question
   * @param {A} answer
   */
  #settle(question, answer) {
    this.#finish(question);
    this.#failures = 0;
    try {
      this.#listener.onAnswer(answer, question);
    } catch (error) {
      this.#listener.onTrouble(asApiError(error), Infinity, question);
    }
  }

  /**
   * @param {Q} question
   * @param {import("./http.js").ApiError} error
   */
  #fail(question, error) {
    if (!error.isPassing) {
      this.#finish(question);
      this.#listener.onTrouble(error, Infinity, question);
      return;
    }
    this.#inFlight = null;
    this.#listener.onBusy(false);
    this.#failures += 1;
    const wait = error.waitMs(this.#failures);
    if (error.retryAfterMs !== null) this.#quietUntil = this.#clock.now() + error.retryAfterMs;
    // A newer question that is already waiting for the pen to pause keeps its own, shorter wait.
    if (this.#question === question) this.#schedule(wait);
    this.#listener.onTrouble(error, wait, question);
  }

  /** @param {Q} question */
  #finish(question) {
    this.#inFlight = null;
    this.#listener.onBusy(false);
    if (this.#question === question) this.#question = null;
  }
}

const browserClock = {
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  clearTimeout: (/** @type {number} */ timer) => clearTimeout(timer),
  now: () => performance.now(),
};
