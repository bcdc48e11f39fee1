import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, backoff, errorFrom, jsonRequest, retryAfter, send } from "../../../static/js/net/http.js";

const problem = (/** @type {number} */ status, /** @type {object} */ body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
const asking = (/** @type {typeof globalThis.fetch} */ fetch, /** @type {object} */ way = {}) =>
  send("/recognize", jsonRequest({ strokes: [] }), { deadlineMs: 60_000, fetch, ...way });

test("an answer is returned as it came", async () => {
  assert.deepEqual(await asking(async () => Response.json({ text: "7" })), { text: "7" });
});

test("a body is sent as JSON, and an answer asked for as JSON", async () => {
  /** @type {RequestInit[]} */
  const sent = [];
  await asking(async (_url, init = {}) => {
    sent.push(init);
    return Response.json({});
  });
  const [{ method, body, headers }] = sent;
  assert.deepEqual([method, body], ["POST", '{"strokes":[]}']);
  assert.equal(new Headers(headers).get("Content-Type"), "application/json");
  assert.equal(new Headers(headers).get("Accept"), "application/json, application/problem+json");
});

test("an answer may be text", async () => {
  assert.equal(await asking(async () => new Response("<p>part</p>"), { as: "text" }), "<p>part</p>");
});

test("a server that has not answered by the deadline is away", async () => {
  /** @type {typeof globalThis.fetch} */
  const fetch = (_url, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  const ticking = setTimeout(() => undefined, 60_000); // Node waits for no deadline.
  await assert.rejects(asking(fetch, { deadlineMs: 1 }), { trouble: "away" });
  clearTimeout(ticking);
});

test("where one has to be logged in, a redirect means that one is not", async () => {
  const fetch = async () => Object.defineProperty(Response.json({}), "redirected", { value: true });
  await assert.rejects(asking(fetch, { needsLogin: true }), { trouble: "logged_out", isPassing: false });
  assert.deepEqual(await asking(fetch), {});
});

test("a server that cannot be reached is away", async () => {
  const fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await assert.rejects(asking(fetch), { name: "ApiError", trouble: "away", isPassing: true });
});

test("an answer that is not JSON comes from somebody else: the server is away", async () => {
  await assert.rejects(
    asking(async () => new Response("<h1>Sign in to this Wi-Fi</h1>")),
    { trouble: "away" },
  );
});

test("a withdrawn question is no error of the server", async () => {
  const controller = new AbortController();
  const fetch = async () => {
    controller.abort();
    throw controller.signal.reason;
  };
  await assert.rejects(asking(fetch, { signal: controller.signal }), { name: "AbortError" });
});

test("withdrawing a question withdraws the request", async () => {
  const controller = new AbortController();
  /** @type {(AbortSignal | null | undefined)[]} */
  const seen = [];
  const fetch = async (/** @type {unknown} */ _url, /** @type {RequestInit | undefined} */ init) => {
    seen.push(init?.signal);
    return Response.json({});
  };
  await asking(fetch, { signal: controller.signal });
  controller.abort();
  assert.deepEqual(
    seen.map((signal) => signal?.aborted),
    [true],
  );
});

test("a refusal carries the server's detail and is not repeated", async () => {
  const error = await errorFrom(problem(422, { title: "Unprocessable", detail: "No points." }));
  assert.equal(error.trouble, "refused");
  assert.equal(error.detail, "No points.");
  assert.equal(error.status, 422);
  assert.equal(error.isPassing, false);
});

test("a problem without detail shows its title", async () => {
  assert.equal((await errorFrom(problem(400, { title: "Bad Request" }))).detail, "Bad Request");
});

test("a throttled request knows how long to wait", async () => {
  const error = await errorFrom(problem(429, {}, { "Retry-After": "7" }));
  assert.deepEqual([error.trouble, error.retryAfterMs], ["throttled", 7000]);
});

test("503 from the application means that no version is active", async () => {
  assert.equal((await errorFrom(problem(503, { detail: "No version is active." }))).trouble, "no_model");
});

test("503 or 502 from a proxy means that the server is away", async () => {
  for (const status of [502, 503]) {
    assert.equal((await errorFrom(new Response("<h1>Bad Gateway</h1>", { status }))).trouble, "away");
  }
});

test("Retry-After is read as seconds and as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  assert.equal(retryAfter("3", now), 3000);
  assert.equal(retryAfter("Thu, 01 Jan 2026 00:00:09 GMT", now), 9000);
  assert.equal(retryAfter("Wed, 31 Dec 2025 23:00:00 GMT", now), 0);
  assert.equal(retryAfter("-5", now), 0);
  assert.equal(retryAfter("soon", now), null);
  assert.equal(retryAfter(" ", now), null);
  assert.equal(retryAfter(null, now), null);
});

test("waits between attempts double up to half a minute", () => {
  const waits = [1, 2, 3, 5, 6, 60].map((attempt) => backoff(attempt));
  assert.deepEqual(waits, [1000, 2000, 4000, 16_000, 30_000, 30_000]);
  assert.equal(backoff(5, 15_000), 15_000);
});

test("one waits as long as the server says, and for nothing where asking again cannot help", () => {
  assert.equal(new ApiError("away").waitMs(2), 2000);
  assert.equal(new ApiError("throttled", { retryAfterMs: 7000 }).waitMs(1), 7000);
  assert.equal(new ApiError("refused").waitMs(1), Infinity);
});

test("an ApiError names its trouble when there is no detail", () => {
  assert.equal(new ApiError("away").message, "away");
});
