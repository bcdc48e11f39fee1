import assert from "node:assert/strict";
import { test } from "node:test";

import { epochsOf, pointsOf, valueAt } from "../../../../static/js/admin/comparing/values.js";

const CURVE = { epochs: [0, 1, 2], accuracy: [90, null, 95.555], cost: [0.5, null, 0.25] };

test("all epochs that a version has can be chosen, each once", () => {
  const longer = { epochs: [1, 2, 10], accuracy: [1, 2, 3], cost: [1, 2, 3] };
  assert.deepEqual(epochsOf([longer, CURVE]), [0, 1, 2, 10]);
});

test("an epoch without validation has no point", () => {
  assert.deepEqual(pointsOf(CURVE, "accuracy"), [
    { x: 0, y: 90 },
    { x: 2, y: 95.555 },
  ]);
  assert.equal(valueAt(CURVE, "cost", 1, 0), null);
  assert.equal(valueAt(CURVE, "cost", 7, 0), null);
});

test("a value is said as it was measured and as it is drawn", () => {
  assert.deepEqual(valueAt(CURVE, "accuracy", 0, 0.9), { measured: "90.00\u00a0%", smooth: "90.00\u00a0%" });
  assert.deepEqual(valueAt(CURVE, "cost", 2, 0), { measured: "0.2500", smooth: "0.2500" });
  assert.deepEqual(valueAt(CURVE, "cost", 2, 0.5), { measured: "0.2500", smooth: "0.3333" });
});
