/**
 * Requests to the server: each has its deadline, and ends in an answer or in one `ApiError`.
 *
 * @typedef {"away" | "throttled" | "no_model" | "refused" | "logged_out" | "broken"} Trouble
 *   away: nobody answers, or a proxy answers for a server that is down; throttled: 429;
 *   no_model: 503 from the application itself; refused: any other problem, with its `detail`;
 *   logged_out: led to the login instead; broken: the page itself has a fault, which is the error's `cause`
 * @typedef {Omit<RequestInit, "headers"> & {headers?: Record<string, string>}} Request
 *
 * @typedef {object} Way  how it is asked
 * @property {number} deadlineMs
 * @property {AbortSignal | undefined} [signal]  withdraws the request
 * @property {"json" | "text" | "blob"} [as]  what the answer is
 * @property {boolean} [needsLogin]  a redirect leads to the login
 * @property {typeof globalThis.fetch | undefined} [fetch]  replaced in tests
 */

/** A hung connection is a server that is away; a slow one still gets its time. */
export const DEADLINE_MS = { reading: 15_000, lesson: 20_000, progress: 10_000, part: 300_000 };

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
const PASSING = new Set(["away", "throttled", "no_model"]);
const ACCEPTED = { json: "application/json, application/problem+json", text: "*/*", blob: "*/*" };

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
    return PASSING.has(this.trouble);
  }

  /**
   * @param {number} attempt  failures so far, from 1
   * @returns {number}  milliseconds to wait before the same is asked again; Infinity where that cannot help
   */
  waitMs(attempt) {
    return this.isPassing ? (this.retryAfterMs ?? backoff(attempt)) : Infinity;
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
 * @param {object} body
 * @returns {Request}
 */
export function jsonRequest(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/**
 * @param {string} url
 * @param {Request} request
 * @param {Way} way
 * @returns {Promise<unknown>}  the answer, as the server describes it
 * @throws {ApiError}  and the signal's AbortError when the request was withdrawn
 */
export async function send(url, request, { deadlineMs, signal, as = "json", needsLogin, fetch = globalThis.fetch }) {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(url, {
      ...request,
      headers: { Accept: ACCEPTED[as], ...request.headers },
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    if (needsLogin && response.redirected) throw new ApiError("logged_out");
    if (!response.ok) throw await errorFrom(response);
    return await response[as]();
  } catch (error) {
    if (signal?.aborted || error instanceof ApiError) throw error;
    throw new ApiError("away", { cause: error });
  }
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
 * @param {number} [mostMs]
 * @returns {number}  milliseconds: doubles each time
 */
export function backoff(attempt, mostMs = LAST_RETRY_MS) {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), mostMs);
}
