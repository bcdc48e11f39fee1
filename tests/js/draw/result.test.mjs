import assert from "node:assert/strict";
import { test } from "node:test";

import { nearestDigit, newestDigit, setting } from "../../../static/js/draw/result.js";

test("the digit with the newest stroke is the one to look at", () => {
  assert.equal(newestDigit([{ strokes: [0, 3] }, { strokes: [1] }, { strokes: [2] }]), 0);
});

test("in a picture, which has no strokes, it is the last digit", () => {
  assert.equal(newestDigit([{ strokes: [] }, {}]), 1);
  assert.equal(newestDigit([]), -1);
});

test("where the writer looks is the digit whose middle is nearest", () => {
  /** @type {{box: [number, number, number, number]}[]} */
  const digits = [{ box: [0, 0, 10, 40] }, { box: [20, 0, 100, 40] }, { box: [130, 0, 10, 40] }];
  assert.equal(nearestDigit(digits, [30, 20]), 0);
  assert.equal(nearestDigit(digits, [45, 20]), 1);
  assert.equal(nearestDigit([], [0, 0]), -1);
});

test("a long number stands in groups of three from its end, in lines of about as many", () => {
  assert.deepEqual(setting(4), { groups: [4], perLine: 1 });
  assert.deepEqual(setting(6), { groups: [3, 3], perLine: 2 });
  assert.deepEqual(setting(11), { groups: [2, 3, 3, 3], perLine: 4 });
  assert.deepEqual(setting(20), { groups: [2, 3, 3, 3, 3, 3, 3], perLine: 4 });
  assert.deepEqual(setting(13), { groups: [1, 3, 3, 3, 3], perLine: 3 });
});
