import assert from "node:assert/strict";
import { test } from "node:test";

import { logAxis, ticksTo } from "../../../../static/js/learn/charts/charts.js";

test("ticks are round numbers from 0", () => {
  assert.deepEqual(ticksTo(1.03), [0, 0.5, 1]);
  assert.deepEqual(ticksTo(10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticksTo(0.083), [0, 0.05]);
});

test("a logarithmic axis goes from power to power and names at most six", () => {
  const axis = logAxis(0.0003, 1409.6);
  assert.deepEqual(axis.range, [1e-4, 1e4]);
  assert.deepEqual(axis.ticks.map(axis.format ?? String), ["10⁻⁴", "0.01", "1", "100", "10⁴"]);
  assert.ok(logAxis(1e-4, 1e30).ticks.length <= 6);
});
