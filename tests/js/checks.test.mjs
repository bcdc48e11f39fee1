import assert from "node:assert/strict";
import { test } from "node:test";

import { ticksTo } from "../../static/js/learn/charts.js";
import { precise, term } from "../../static/js/learn/checks.js";
import { isOver } from "../../static/js/learn/training.js";

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

test("ticks are round numbers from 0", () => {
  assert.deepEqual(ticksTo(1.03), [0, 0.5, 1]);
  assert.deepEqual(ticksTo(10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticksTo(0.083), [0, 0.05]);
});

test("a training is over when nothing more will come", () => {
  const states = /** @type {const} */ (["waiting", "running", "finished", "interrupted"]);
  assert.deepEqual(
    states.map((state) => isOver({ state })),
    [false, false, true, true],
  );
});
