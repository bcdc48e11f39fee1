import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, newestDigit, percent } from "../../static/js/result.js";

test("messages are filled by name, and unknown names are left as they are", () => {
  assert.equal(fill("{text}, {confidence} sure, {other}", { text: "42", confidence: "98%" }), "42, 98% sure, {other}");
  assert.equal(fill("{zero}", { zero: 0 }), "0");
});

test("a share is whole percents and never claims certainty", () => {
  assert.equal(percent(0.934, "en"), "93%");
  assert.equal(percent(1, "en"), "> 99%");
  assert.equal(percent(0.995, "en"), "> 99%");
  assert.equal(percent(0.994, "en"), "99%");
  assert.equal(percent(0.005, "en"), "1%");
  assert.equal(percent(0, "en"), "< 1%");
});

test("the digit with the newest stroke is the one to look at", () => {
  assert.equal(newestDigit([{ strokes: [0, 3] }, { strokes: [1] }, { strokes: [2] }]), 0);
});

test("in a picture, which has no strokes, it is the last digit", () => {
  assert.equal(newestDigit([{ strokes: [] }, {}]), 1);
  assert.equal(newestDigit([]), -1);
});
