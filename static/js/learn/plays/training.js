/**
 * A training on the server, watched from the page: begun, asked about until it is over, taken up again by its id
 * after a lost connection or in another tab.
 *
 * @typedef {import("../../net/answers.js").EpochAnswer} Epoch
 * @typedef {import("../../net/answers.js").TrainingAnswer} Training
 * @typedef {import("../../net/answers.js").TrainingSettings} Settings
 */

import { load, save } from "../../base/storage.js";
import { asApiError } from "../../net/http.js";
import { ask } from "../../net/questions.js";

const CLIENT_KEY = "digitweb.learn.client";
const POLL_MS = 400;
const OVER = new Set(["finished", "stopped", "out_of_time", "diverged", "interrupted"]);

/** @param {Pick<Training, "state">} training */
export const isOver = (training) => OVER.has(training.state);

/** @returns {string}  what tells this reader from others behind the same address */
function client() {
  const known = load("localStorage", CLIENT_KEY);
  if (typeof known === "string" && /^[A-Za-z0-9_-]{8,64}$/.test(known)) return known;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  save("localStorage", CLIENT_KEY, made);
  return made;
}

export class TrainingWatch {
  #url;
  #listener;
  #id = "";
  #failures = 0;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #inFlight = new AbortController();

  /**
   * @param {string} url  of all trainings
   * @param {object} listener
   * @param {(training: Training) => void} listener.onTraining  again and again, until it is over
   * @param {(error: import("../../net/http.js").ApiError, waitMs: number) => void} listener.onTrouble
   * @param {() => void} listener.onCalm  the server answers again
   */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
    addEventListener("online", () => this.retryNow());
  }

  /**
   * @param {Settings} settings
   * @returns {Promise<Training | null>}  null where it was refused, which was told
   */
  async begin(settings) {
    try {
      const training = await ask(this.#url, { ...settings, client: client() });
      this.#listener.onCalm();
      return /** @type {Training} */ (training);
    } catch (error) {
      this.#listener.onTrouble(asApiError(error), Infinity);
      return null;
    }
  }

  /** @param {string} id  "" to watch none */
  watch(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#failures = 0;
    this.#leave();
    if (id) this.#look();
  }

  /** End the training that is watched. */
  async stop() {
    try {
      await ask(`${this.#url}/${this.#id}/stop`, { client: client() });
    } catch (error) {
      this.#listener.onTrouble(asApiError(error), Infinity);
    }
  }

  /** Ask at once after a pause. */
  retryNow() {
    if (this.#id && this.#failures > 0) {
      this.#leave();
      this.#look();
    }
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#inFlight.abort();
    this.#inFlight = new AbortController();
  }

  async #look() {
    const { signal } = this.#inFlight;
    try {
      const training = /** @type {Training} */ (await ask(`${this.#url}/${this.#id}`, null, signal));
      if (signal.aborted) return;
      if (this.#failures > 0) this.#listener.onCalm();
      this.#failures = 0;
      this.#listener.onTraining(training);
      if (!isOver(training)) this.#timer = setTimeout(() => this.#look(), POLL_MS);
    } catch (error) {
      if (signal.aborted) return;
      this.#failures += 1;
      const told = asApiError(error);
      const wait = told.waitMs(this.#failures);
      this.#listener.onTrouble(told, wait);
      if (told.isPassing) this.#timer = setTimeout(() => this.#look(), wait);
    }
  }
}
