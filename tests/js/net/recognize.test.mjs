import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, backoff, errorFrom, recognize, requestFor, retryAfter } from "../../../static/js/net/recognize.js";

/** @type {import("../../../static/js/net/recognize.js").Question} */
const QUESTION = {
  strokes: [
    [
      [1, 2, 0.9],
      [3, 4, 0.1],
    ],
    [[5, 6, 0.5]],
  ],
  picture: null,
  mode: "number",
};
const problem = (/** @type {number} */ status, /** @type {object} */ body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
const asking = (/** @type {typeof globalThis.fetch} */ fetch, signal = new AbortController().signal) =>
  recognize("/recognize", QUESTION, { signal, fetch });

/** @param {RequestInit} request  with JSON */
const sent = ({ body }) => {
  assert.ok(typeof body === "string");
  return JSON.parse(body);
};

/** @param {RequestInit} request  with a form */
const formOf = ({ body }) => {
  assert.ok(body instanceof FormData);
  return body;
};

test("strokes are sent as the contract has them, without the pen's pressure", () => {
  const request = requestFor(QUESTION);
  assert.equal(new Headers(request.headers).get("Content-Type"), "application/json");
  assert.deepEqual(sent(request), {
    strokes: [
      [
        [1, 2],
        [3, 4],
      ],
      [[5, 6]],
    ],
    mode: "number",
    include: ["tiles"],
  });
});

test("a picture is sent as a form with its own bytes", async () => {
  const request = requestFor({ strokes: [], picture: new Blob(["bytes"], { type: "image/png" }), mode: "digit" });
  assert.equal(new Headers(request.headers).get("Content-Type"), null, "the browser adds the boundary");
  const image = formOf(request).get("image");
  assert.ok(image instanceof Blob);
  assert.equal(await image.text(), "bytes");
  assert.equal(formOf(request).get("mode"), "digit");
  assert.deepEqual(formOf(request).getAll("include"), ["tiles"]);
});

test("what is asked for beside the answer is sent in both forms", () => {
  const include = ["tiles", "ink"];
  assert.deepEqual(sent(requestFor({ ...QUESTION, include })).include, include);
  assert.deepEqual(formOf(requestFor({ ...QUESTION, picture: new Blob([]), include })).getAll("include"), include);
});

test("an answer is returned as it came", async () => {
  assert.deepEqual(await asking(async () => Response.json({ text: "7" })), { text: "7" });
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
  await assert.rejects(asking(fetch, controller.signal), { name: "AbortError" });
});

test("withdrawing a question withdraws the request", async () => {
  const controller = new AbortController();
  /** @type {(AbortSignal | null | undefined)[]} */
  const seen = [];
  await asking(async (_url, init) => {
    seen.push(init?.signal);
    return Response.json({});
  }, controller.signal);
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
  assert.deepEqual([1, 2, 3, 5, 6, 60].map(backoff), [1000, 2000, 4000, 16_000, 30_000, 30_000]);
});

test("an ApiError names its trouble when there is no detail", () => {
  assert.equal(new ApiError("away").message, "away");
});
