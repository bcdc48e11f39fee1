import assert from "node:assert/strict";
import { test } from "node:test";

import { bestOf } from "../../../../static/js/admin/training/chart.js";

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
