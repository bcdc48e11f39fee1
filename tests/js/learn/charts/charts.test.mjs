import assert from "node:assert/strict";
import { test } from "node:test";

import { ticksTo } from "../../../../static/js/learn/charts/charts.js";

test("ticks are round numbers from 0", () => {
  assert.deepEqual(ticksTo(1.03), [0, 0.5, 1]);
  assert.deepEqual(ticksTo(10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticksTo(0.083), [0, 0.05]);
});
