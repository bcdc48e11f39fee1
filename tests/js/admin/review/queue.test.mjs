import assert from "node:assert/strict";
import { test } from "node:test";

import { advanced, filled, isShort, returned } from "../../../../static/js/admin/review/queue.js";

const sample = (/** @type {number} */ id) => ({ id, tile: "", strokes: null, cut_out: null });
const numbers = (/** @type {readonly {id: number}[]} */ queue) => queue.map(({ id }) => id);

test("what is new comes behind, and nothing twice", () => {
  const queue = filled([sample(1), sample(2)], [sample(2), sample(3), sample(4)], [4]);
  assert.deepEqual(numbers(queue), [1, 2, 3]);
});

test("an answered sample makes room for the next", () => {
  assert.deepEqual(numbers(advanced([sample(1), sample(2)])), [2]);
  assert.deepEqual(advanced([]), []);
});

test("an undone one is shown again, before the one that was shown", () => {
  assert.deepEqual(numbers(returned([sample(2), sample(3)], sample(1))), [1, 2, 3]);
  assert.deepEqual(numbers(returned([sample(2), sample(1)], sample(1))), [1, 2]);
});

test("more are wanted before the last is shown", () => {
  assert.equal(isShort([1, 2, 3, 4].map(sample)), true);
  assert.equal(isShort([1, 2, 3, 4, 5].map(sample)), false);
});
