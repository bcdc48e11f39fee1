import assert from "node:assert/strict";
import { test } from "node:test";

import { bestOf, epochTicks, line, scale, tickLabels, ticks } from "../../../../static/js/admin/training/chart.js";

test("ticks are round and enclose the values", () => {
  assert.deepEqual(tickLabels(ticks(94.3, 96.2)), ["94.0", "94.5", "95.0", "95.5", "96.0", "96.5"]);
  assert.deepEqual(tickLabels(ticks(0, 100)), ["0", "50", "100"]);
});

test("a single value has ticks too", () => {
  for (const value of [0, 0.031, 95.5, 1e-9]) {
    const found = ticks(value, value);
    assert.ok(found.length >= 2 && found[0] <= value && found[found.length - 1] >= value, `${value}: ${found}`);
  }
});

test("epochs are labelled with whole numbers", () => {
  assert.deepEqual(epochTicks(2), [0, 1, 2]);
  assert.deepEqual(epochTicks(0), [0]);
  assert.deepEqual(epochTicks(39, 8), [0, 5, 10, 15, 20, 25, 30, 35]);
});

test("values become pixels", () => {
  const y = scale([0, 10], [100, 0]);
  assert.deepEqual([0, 2.5, 10].map(y), [100, 75, 0]);
  assert.equal(
    line([
      { x: 0, y: 100 },
      { x: 5, y: 75.04 },
    ]),
    "M0.0 100.0L5.0 75.0",
  );
});

test("the best epoch is the one that is kept", () => {
  const epochs = [
    [0.9, 0.5],
    [0.95, 0.4],
    [0.95, 0.3],
    [0.94, 0.1],
  ];
  assert.equal(bestOf(epochs.map(([accuracy, validation_cost], epoch) => ({ epoch, accuracy, validation_cost }))), 2);
  assert.equal(bestOf([]), undefined);
});

test("without validation the latest epoch is the one that is kept", () => {
  const epochs = [0, 1, 2].map((epoch) => ({ epoch, accuracy: null, validation_cost: null }));
  assert.equal(bestOf(epochs), 2);
});
