import assert from "node:assert/strict";
import { test } from "node:test";

import { isWithin, partsWithin } from "../../../../static/js/learn/charts/clipping.js";

const BOX = { left: 0, right: 10, top: 0, bottom: 10 };

/** @typedef {import("../../../../static/js/learn/charts/clipping.js").Place} Place */

test("a line in the box stays as it is", () => {
  const line = /** @type {Place[]} */ ([
    [0, 0],
    [5, 10],
    [10, 3],
  ]);
  assert.deepEqual(partsWithin(line, BOX), [line]);
});

test("a line that leaves and comes back is two, each cut at the edge", () => {
  const line = /** @type {Place[]} */ ([
    [1, 5],
    [2, -5],
    [3, -50],
    [4, 5],
  ]);
  const [first, second, ...others] = partsWithin(line, BOX);
  assert.deepEqual(others, []);
  assert.deepEqual(first, [
    [1, 5],
    [1.5, 0],
  ]);
  assert.equal(second[0][1], 0);
  assert.deepEqual(second[1], [4, 5]);
});

test("a line that only passes through has the part between two edges", () => {
  assert.deepEqual(
    partsWithin(
      [
        [-10, 4],
        [30, 4],
      ],
      BOX,
    ),
    [
      [
        [0, 4],
        [10, 4],
      ],
    ],
  );
});

test("a line outside is not there", () => {
  assert.deepEqual(
    partsWithin(
      [
        [-10, 11],
        [30, 11],
      ],
      BOX,
    ),
    [],
  );
  assert.equal(isWithin([-1, 5], BOX), false);
  assert.equal(isWithin([10, 10], BOX), true);
});
