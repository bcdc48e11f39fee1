import assert from "node:assert/strict";
import { test } from "node:test";

import { figure, operand, precise } from "../../../../static/js/learn/formulas/numbers.js";

test("numbers have a real minus sign and no negative zero", () => {
  assert.equal(figure(-1.23456), "−1.235");
  assert.equal(figure(-0), "0.000");
  assert.equal(figure(2), "2.000");
  assert.equal(figure(Infinity), "∞");
});

test("very small numbers keep their size", () => {
  assert.equal(figure(0.00002), "2.0·10⁻⁵");
  assert.equal(figure(-0.00002), "−2.0·10⁻⁵");
  assert.equal(figure(0.003, 2), "3.0·10⁻³");
});

test("numbers have six figures, and a power of ten where they are small or large", () => {
  assert.equal(precise(0.123456789), "0.123457");
  assert.equal(precise(-12.3456789), "−12.3457");
  assert.equal(precise(-0.0000123456), "−1.23456·10⁻⁵");
  assert.equal(precise(1234567.8), "1.23457·10⁶");
  assert.equal(precise(0), "0");
  assert.equal(precise(1), "1");
});

test("a negative operand stands in parentheses", () => {
  assert.equal(operand("−1.0"), "(−1.0)");
  assert.equal(operand("1.0"), "1.0");
});
