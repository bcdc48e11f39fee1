/**
 * The client of `POST /api/v1/recognize`: one request in, one answer or one `ApiError` out.
 *
 * @typedef {import("../base/types.js").Answer} Answer
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {{strokes: Stroke[], picture: Blob | null, mode: Mode, include?: string[]}} Question
 * @typedef {{signal: AbortSignal, timeoutMs?: number, fetch?: typeof globalThis.fetch}} Way  how it is asked
 *
 * @typedef {"away" | "throttled" | "no_model" | "refused" | "broken"} Trouble
 *   away: nobody answers, or a proxy answers for a server that is down; throttled: 429;
 *   no_model: 503 from the application itself; refused: any other problem, with its `detail`;
 *   broken: the page itself has a fault, which is the error's `cause`
 */

/** A hung connection is a server that is away; a slow one still gets its time. */
const TIMEOUT_MS = 15_000;

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

export class ApiError extends Error {
  /**
   * @param {Trouble} trouble
   * @param {{detail?: string, status?: number, retryAfterMs?: number | null, cause?: unknown}} [more]
   */
  constructor(trouble, { detail = "", status = 0, retryAfterMs = null, cause } = {}) {
    super(detail || trouble, { cause });
    this.name = "ApiError";
    this.trouble = trouble;
    this.detail = detail;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether asking the same again can help. */
  get isPassing() {
    return this.trouble !== "refused" && this.trouble !== "broken";
  }
}

/**
 * @param {unknown} error
 * @returns {ApiError}  what can be told of it: a fault of the page itself is logged for whoever mends it
 */
export function asApiError(error) {
  if (error instanceof ApiError) return error;
  // biome-ignore lint/suspicious/noConsole: nobody else hears of it
  console.error(error);
  return new ApiError("broken", { cause: error });
}

/**
 * @param {string} url
 * @param {Question} question
 * @param {Way} way
 * @returns {Promise<Answer>}
 * @throws {ApiError}  and the signal's AbortError when the question was withdrawn
 */
export async function recognize(url, question, way) {
  return /** @type {Answer} */ (await send(url, requestFor(question), way));
}

/**
 * @param {string} url
 * @param {RequestInit} request
 * @param {Way} way
 * @returns {Promise<unknown>}  the answer, as the server describes it
 * @throws {ApiError}  and the signal's AbortError when the question was withdrawn
 */
export async function send(url, request, { signal, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch }) {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.any([signal, timeout]) });
    if (!response.ok) throw await errorFrom(response);
    return await response.json();
  } catch (error) {
    if (signal.aborted || error instanceof ApiError) throw error;
    throw new ApiError("away", { cause: error });
  }
}

/**
 * @param {Question} question
 * @returns {RequestInit}
 */
export function requestFor({ strokes, picture, mode, include = ["tiles"] }) {
  const headers = { Accept: "application/json, application/problem+json" };
  if (picture) {
    const body = new FormData();
    body.append("image", picture);
    body.append("mode", mode);
    for (const part of include) body.append("include", part);
    return { method: "POST", headers, body };
  }
  // Pressure stays here: the same shape must get the same answer whatever it was drawn with.
  const shapes = strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
  return {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify({ strokes: shapes, mode, include }),
  };
}

/**
 * @param {Response} response  one that is not ok
 * @returns {Promise<ApiError>}
 */
export async function errorFrom(response) {
  const isProblem = (response.headers.get("Content-Type") ?? "").startsWith("application/problem+json");
  const retryAfterMs = retryAfter(response.headers.get("Retry-After"), Date.now());
  if (response.status === 429) return new ApiError("throttled", { retryAfterMs });
  if (!isProblem) return new ApiError("away", { retryAfterMs });
  const problem = await response.json();
  const detail = String(problem.detail ?? problem.title ?? "");
  if (response.status === 503) return new ApiError("no_model", { detail, retryAfterMs });
  return new ApiError("refused", { detail, status: response.status });
}

/**
 * @param {string | null} header  seconds, or an HTTP date (RFC 9110, 10.2.3)
 * @param {number} now  milliseconds since the epoch
 * @returns {number | null}  milliseconds to wait
 */
export function retryAfter(header, now) {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.max(wait, 0);
}

/**
 * @param {number} attempt  failures so far, from 1
 * @returns {number}  milliseconds: doubles each time, up to half a minute
 */
export function backoff(attempt) {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LAST_RETRY_MS);
}
