import assert from "node:assert/strict";
import { test } from "node:test";

import { precise, term } from "../../../../static/js/learn/formulas/checks.js";

test("numbers have six figures, and a power of ten where they are small or large", () => {
  assert.equal(precise(0.123456789), "0.123457");
  assert.equal(precise(-12.3456789), "−12.3457");
  assert.equal(precise(-0.0000123456), "−1.23456·10⁻⁵");
  assert.equal(precise(1234567.8), "1.23457·10⁶");
  assert.equal(precise(0), "0");
  assert.equal(precise(1), "1");
});

test("in formulas they are terms", () => {
  assert.equal(term(-0.5), "(−0.500000)");
  assert.equal(term(0.0000123456), "1.23456 · 10^{−5}");
});
