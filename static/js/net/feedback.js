/**
 * The client of `/api/v1/feedback`: give, look at, take along and take back. The contributor's name never stands in an
 * address, for addresses are logged.
 *
 * @typedef {import("../base/types.js").Device} Device
 * @typedef {import("../base/types.js").Stroke} Stroke
 *
 * @typedef {object} Gift  what is sent
 * @property {string} contributor
 * @property {number} consent  the edition of the text that was agreed to
 * @property {string} receipt
 * @property {Device} device
 * @property {Stroke[] | null} strokes
 * @property {{said?: number | "none", strokes?: number[], image?: string}[]} digits
 *
 * @typedef {import("./answers.js").GivenAnswer} GivenAnswer
 */
import { DEADLINE_MS, jsonRequest, send } from "./http.js";

/** Browsers let go on after the page no more than 64 KiB. */
const KEPT_ALIVE = 60_000;

export class FeedbackClient {
  #url;
  #fetch;

  /**
   * @param {string} url
   * @param {typeof globalThis.fetch} [fetch]  replaced in tests
   */
  constructor(url, fetch) {
    this.#url = url;
    this.#fetch = fetch;
  }

  /**
   * @param {Gift} gift
   * @returns {Promise<number>}  the claim's id
   */
  async give(gift) {
    const answer = /** @type {{id: number}} */ (await this.#send(this.#url, giftRequest(gift)));
    return answer.id;
  }

  /**
   * @param {string} contributor
   * @param {number | null} before  as the page before had it; null for the newest
   * @returns {Promise<GivenAnswer>}
   */
  async given(contributor, before) {
    const url = before === null ? this.#url : `${this.#url}?before=${before}`;
    return /** @type {GivenAnswer} */ (await this.#send(url, { headers: named(contributor) }));
  }

  /**
   * @param {string} contributor
   * @returns {Promise<Blob>}
   */
  async exported(contributor) {
    const request = { headers: named(contributor) };
    return /** @type {Blob} */ (await this.#send(`${this.#url}/export`, request, "blob"));
  }

  /**
   * @param {string} contributor
   * @param {number} id
   */
  async takeBack(contributor, id) {
    await this.#send(`${this.#url}/${id}`, { method: "DELETE", headers: named(contributor) });
  }

  /**
   * @param {string} contributor
   * @returns {Promise<number[]>}  the versions that had learned from what was given
   */
  async takeAllBack(contributor) {
    const request = { method: "DELETE", headers: named(contributor) };
    const gone = /** @type {import("./answers.js").DepartureAnswer} */ (await this.#send(this.#url, request));
    return gone.versions;
  }

  /**
   * @param {string} url
   * @param {import("./http.js").Request} request
   * @param {"json" | "blob"} [as]
   */
  #send(url, request, as = "json") {
    return send(url, request, { deadlineMs: DEADLINE_MS.reading, as, fetch: this.#fetch });
  }
}

/**
 * @param {Gift} gift
 * @returns {import("./http.js").Request}
 */
export function giftRequest({ strokes, ...gift }) {
  // Pressure stays here, as when it is read.
  const shapes = strokes?.map((stroke) => stroke.map(([x, y]) => [x, y]));
  const request = jsonRequest({ ...gift, ...(shapes && { strokes: shapes }) });
  // What is given while somebody leaves the page still arrives.
  return { ...request, keepalive: String(request.body).length < KEPT_ALIVE };
}

/** @param {string} contributor */
function named(contributor) {
  return { Contributor: contributor };
}
