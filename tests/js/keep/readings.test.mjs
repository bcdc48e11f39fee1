import assert from "node:assert/strict";
import { test } from "node:test";

import { areKept, choose, keepReading, keptReadings, overdue } from "../../../static/js/keep/readings.js";

const DAY_MS = 24 * 60 * 60 * 1_000;
const NOW = 1_000 * DAY_MS;

/**
 * @param {string} id
 * @param {number} age  in milliseconds
 * @param {number} [size]  of its picture
 */
const kept = (id, age, size) => ({ id, at: NOW - age, file: size === undefined ? null : { size } });

test("forty are kept, the newest", () => {
  const all = Array.from({ length: 43 }, (_, at) => kept(`r${at}`, 43 - at));
  assert.deepEqual(overdue(all, NOW), new Set(["r2", "r1", "r0"]));
});

test("none is kept for longer than thirty days", () => {
  assert.deepEqual(overdue([kept("young", 30 * DAY_MS), kept("old", 30 * DAY_MS + 1)], NOW), new Set(["old"]));
});

test("pictures have so much room, and strokes need none of it", () => {
  const all = [kept("new", 1, 25e6), kept("large", 2, 25e6), kept("small", 3, 10e6), kept("strokes", 4)];
  assert.deepEqual(overdue(all, NOW), new Set(["large"]));
});

test("they are kept until somebody says otherwise", () => {
  /** @type {Map<string, string>} */
  const store = new Map();
  const storage = {
    getItem: (/** @type {string} */ key) => store.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => store.set(key, value),
  };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  assert.equal(areKept(), true);
  choose(false);
  assert.equal(areKept(), false);
  choose(true);
  assert.equal(areKept(), true);
});

test("a browser without a database has none, and goes on", async () => {
  assert.deepEqual(await keptReadings(), []);
  assert.equal(typeof keepReading, "function");
});
