import assert from "node:assert/strict";
import { test } from "node:test";

import { poll } from "../../../../static/js/admin/training/poll.js";

test("an answer that is a login page ends it", async () => {
  const fetch = async () => Object.defineProperty(new Response("<html>"), "redirected", { value: true });
  let failures = 0;
  await poll(() => "/state", {
    heard: () => assert.fail("nothing is to be heard"),
    failed: ({ trouble }) => {
      failures += 1;
      assert.deepEqual([trouble, failures], ["logged_out", 1]);
    },
    fetch,
    pause: async () => undefined,
  });
  assert.equal(failures, 1);
});

test("it asks every second, ever more rarely while nobody answers, and ends with the training", async () => {
  const answers = [
    Response.json({ n: 1 }),
    new Error("away"),
    ...Array.from({ length: 4 }, () => new Response("", { status: 502 })),
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
  /** @type {string[]} */
  const failures = [];
  await poll(() => "/state", {
    heard: (answer) => heard.push(answer) < 2,
    failed: ({ trouble }) => {
      failures.push(trouble);
    },
    fetch,
    pause: async (ms) => {
      waited.push(ms);
    },
  });
  assert.deepEqual(heard, [{ n: 1 }, { n: 2 }]);
  assert.deepEqual(failures, ["away", "away", "away", "away", "away"]);
  assert.deepEqual(waited, [1000, 1000, 2000, 4000, 8000, 15_000, 15_000]);
});
