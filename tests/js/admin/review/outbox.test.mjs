import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../../../static/js/admin/review/outbox.js";
import { ApiError } from "../../../../static/js/net/http.js";

/** @returns {{outbox: Outbox, told: string[], pauses: number[]}} */
function begin() {
  /** @type {string[]} */
  const told = [];
  /** @type {number[]} */
  const pauses = [];
  const outbox = new Outbox({
    onTrouble: (error) => told.push(error ? error.trouble : "well"),
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  });
  return { outbox, told, pauses };
}

/**
 * @param {number | null} sample
 * @param {(() => Promise<unknown>)[]} replies  to each try
 * @param {string[]} log
 */
function letter(sample, replies, log) {
  return {
    sample,
    change: /** @type {1 | -1} */ (sample === null ? -1 : 1),
    send: () => {
      log.push(`sent ${sample}`);
      return (replies.shift() ?? (() => Promise.resolve("done")))();
    },
    taken: (/** @type {unknown} */ answer) => log.push(`${sample} ${answer}`),
    refused: (/** @type {ApiError} */ error) => log.push(`${sample} refused: ${error.detail}`),
  };
}

const fails = (/** @type {ApiError} */ error) => () => Promise.reject(error);

test("letters go one after the other, in their order", async () => {
  const { outbox } = begin();
  /** @type {string[]} */
  const log = [];
  const all = [outbox.put(letter(1, [], log)), outbox.put(letter(2, [], log)), outbox.put(letter(null, [], log))];
  assert.deepEqual([outbox.samples, outbox.change, outbox.isEmpty], [[1, 2], 1, false]);
  await Promise.all(all);
  assert.deepEqual(log, ["sent 1", "1 done", "sent 2", "2 done", "sent null", "null done"]);
  assert.deepEqual([outbox.samples, outbox.change, outbox.isEmpty], [[], 0, true]);
});

test("what the server does not answer is sent again until it is taken", async () => {
  const { outbox, told, pauses } = begin();
  /** @type {string[]} */
  const log = [];
  const away = new ApiError("away");
  await outbox.put(letter(1, [fails(away), fails(away), fails(new ApiError("throttled", { retryAfterMs: 7 }))], log));
  assert.deepEqual(log, ["sent 1", "sent 1", "sent 1", "sent 1", "1 done"]);
  assert.deepEqual(told, ["away", "away", "throttled", "well"]);
  assert.deepEqual(pauses, [1000, 2000, 7]);
});

test("whoever is logged out may log in and go on", async () => {
  const { outbox, told } = begin();
  /** @type {string[]} */
  const log = [];
  await outbox.put(letter(1, [fails(new ApiError("logged_out"))], log));
  assert.deepEqual(log.at(-1), "1 done");
  assert.deepEqual(told, ["logged_out", "well"]);
});

test("what is refused is not sent again, and the next one goes", async () => {
  const { outbox } = begin();
  /** @type {string[]} */
  const log = [];
  const refusal = new ApiError("refused", { detail: "settled" });
  await Promise.all([outbox.put(letter(1, [fails(refusal)], log)), outbox.put(letter(2, [], log))]);
  assert.deepEqual(log, ["sent 1", "1 refused: settled", "sent 2", "2 done"]);
});
