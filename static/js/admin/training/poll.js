/** Asking a server again and again, patiently when it does not answer. */

const EVERY_MS = 1_000;
const AT_MOST_MS = 15_000;
const TIMEOUT_MS = 10_000;

/** The session is over: whoever looks has to log in again. */
export class LoggedOut extends Error {}

/**
 * How long to wait before asking again.
 *
 * @param {number} failures  in a row so far
 */
export function delay(failures) {
  return Math.min(EVERY_MS * 2 ** failures, AT_MOST_MS);
}

/**
 * @param {string} url
 * @param {typeof globalThis.fetch} [fetch]
 * @returns {Promise<unknown>}
 */
export async function ask(url, fetch = globalThis.fetch) {
  const response = await fetch(url, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.redirected) throw new LoggedOut();
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.json();
}

/**
 * Ask until `heard` says that there is nothing more to come.
 *
 * @param {() => string} url
 * @param {{heard: (answer: unknown) => boolean, failed: (error: unknown) => void,
 *   fetch?: typeof globalThis.fetch, pause?: (ms: number) => Promise<void>}} options
 */
export async function poll(url, { heard, failed, fetch = globalThis.fetch, pause = sleep }) {
  for (let failures = 0, more = true; more; ) {
    await pause(delay(failures));
    try {
      more = heard(await ask(url(), fetch));
      failures = 0;
    } catch (error) {
      if (error instanceof LoggedOut) return failed(error);
      failures += 1;
      failed(error);
    }
  }
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
