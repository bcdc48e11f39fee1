import assert from "node:assert/strict";
import { test } from "node:test";

import { faultOf, numberIn } from "../../../static/js/learn/judging.js";

const WANTED = { answer: -15, tolerance: 0.1, wrong: [-7, 2] };

test("a number is read however one writes it", () => {
  /** @type {[string, number][]} */
  const ways = [
    ["0.25", 0.25],
    [" 0,25 ", 0.25],
    [".25", 0.25],
    ["1/4", 0.25],
    ["25 %", 0.25],
    ["−3", -3],
    ["+3.", 3],
    ["2e-3", 0.002],
    ["2·10^−3", 0.002],
    ["2 × 10^3", 2000],
    ["－１５", -15],
  ];
  for (const [text, value] of ways) assert.equal(numberIn(text), value, text);
});

test("what is no number is none", () => {
  for (const text of ["", "five", "1/0", "1/2/3", "--1", "1e", "Infinity", "%", "1,2,3"]) {
    assert.equal(numberIn(text), null, text);
  }
});

test("the answer is right within its tolerance, whatever a fraction adds", () => {
  for (const given of [-15, -15.1, -14.9]) assert.equal(faultOf(given, WANTED), null);
  assert.equal(faultOf(1 / 3, { answer: 0.1 + 0.7 / 3, tolerance: 0, wrong: [] }), null);
});

test("a known mistake is named before it is called too large", () => {
  assert.equal(faultOf(-7.05, WANTED), 0);
  assert.equal(faultOf(2, WANTED), 1);
});

test("of other numbers it is said in which way they are off", () => {
  assert.equal(faultOf(15, WANTED), "sign");
  assert.equal(faultOf(-15.5, WANTED), "near");
  assert.equal(faultOf(3, WANTED), "large");
  assert.equal(faultOf(-30, WANTED), "small");
});
