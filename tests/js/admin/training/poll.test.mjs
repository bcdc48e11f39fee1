import assert from "node:assert/strict";
import { test } from "node:test";

import { ask, delay, LoggedOut, poll } from "../../../../static/js/admin/training/poll.js";

test("it asks every second, and ever more rarely while nobody answers", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 9].map(delay), [1000, 2000, 4000, 8000, 15000, 15000]);
});

test("an answer that is a login page means that the session is over", async () => {
  const response = Object.defineProperty(new Response("<html>"), "redirected", { value: true });
  await assert.rejects(
    ask("/state", async () => response),
    LoggedOut,
  );
});

test("it survives a server that is away and ends with the training", async () => {
  const answers = [
    Response.json({ n: 1 }),
    new Error("away"),
    new Response("", { status: 502 }),
    Response.json({ n: 2 }),
  ];
  const fetch = async () => {
    const answer = answers.shift();
    assert.ok(answer, "asked once too often");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  /** @type {unknown[]} */
  const heard = [];
  /** @type {number[]} */
  const waited = [];
  /** @type {unknown[]} */
  const failures = [];
  await poll(() => "/state", {
    heard: (answer) => heard.push(answer) < 2,
    failed: (error) => {
      failures.push(error);
    },
    fetch,
    pause: async (ms) => {
      waited.push(ms);
    },
  });
  assert.deepEqual(heard, [{ n: 1 }, { n: 2 }]);
  assert.deepEqual(failures.map(String), ["Error: away", "Error: The server answered 502."]);
  assert.deepEqual(waited, [1000, 1000, 2000, 4000]);
});
