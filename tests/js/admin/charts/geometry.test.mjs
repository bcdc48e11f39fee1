import assert from "node:assert/strict";
import { test } from "node:test";

import {
  epochTicks,
  line,
  nearest,
  scale,
  smoothed,
  tickLabels,
  ticks,
} from "../../../../static/js/admin/charts/geometry.js";

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

test("smoothing starts at the first value, whatever its weight", () => {
  const points = [4, 2, 2].map((y, x) => ({ x, y }));
  assert.deepEqual(smoothed(points, 0), points);
  const found = smoothed(points, 0.5);
  assert.deepEqual(
    found.map(({ x }) => x),
    [0, 1, 2],
  );
  assert.equal(found[0].y, 4);
  assert.ok(Math.abs(found[1].y - (4 * 0.25 + 2 * 0.5) / 0.75) < 1e-12, `${found[1].y}`);
  assert.ok(Math.abs(found[2].y - (4 * 0.125 + 2 * 0.25 + 2 * 0.5) / 0.875) < 1e-12, `${found[2].y}`);
});

test("what stays the same is the same when smoothed", () => {
  const level = Array.from({ length: 50 }, (_, x) => ({ x, y: 97.25 }));
  for (const { y } of smoothed(level, 0.95)) assert.ok(Math.abs(y - 97.25) < 1e-9, `${y}`);
  assert.deepEqual(smoothed([], 0.9), []);
});

test("the nearest value is found, also beyond the ends", () => {
  assert.deepEqual(
    [-5, 0.4, 2.9, 99].map((wanted) => nearest([0, 1, 4], wanted)),
    [0, 0, 2, 2],
  );
  assert.equal(nearest([0, 1], 0.5), 0);
});
