/** Asking a server again and again, patiently when it does not answer. */
import { asApiError, backoff, DEADLINE_MS, send } from "../../net/http.js";

const AT_MOST_MS = 15_000;

/**
 * Ask until `heard` says that there is nothing more to come.
 *
 * @param {() => string} url
 * @param {{heard: (answer: unknown) => boolean, failed: (error: import("../../net/http.js").ApiError) => void,
 *   fetch?: typeof globalThis.fetch, pause?: (ms: number) => Promise<void>}} options
 */
export async function poll(url, { heard, failed, fetch, pause = sleep }) {
  for (let failures = 0, more = true; more; ) {
    await pause(backoff(failures + 1, AT_MOST_MS));
    try {
      more = heard(await send(url(), {}, { deadlineMs: DEADLINE_MS.progress, needsLogin: true, fetch }));
      failures = 0;
    } catch (error) {
      const told = asApiError(error);
      failures += 1;
      failed(told);
      if (told.trouble === "logged_out") return;
    }
  }
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
