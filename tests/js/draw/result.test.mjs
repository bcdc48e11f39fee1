import assert from "node:assert/strict";
import { test } from "node:test";

import { newestDigit } from "../../../static/js/draw/result.js";

test("the digit with the newest stroke is the one to look at", () => {
  assert.equal(newestDigit([{ strokes: [0, 3] }, { strokes: [1] }, { strokes: [2] }]), 0);
});

test("in a picture, which has no strokes, it is the last digit", () => {
  assert.equal(newestDigit([{ strokes: [] }, {}]), 1);
  assert.equal(newestDigit([]), -1);
});
