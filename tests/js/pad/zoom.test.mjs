import assert from "node:assert/strict";
import { test } from "node:test";

import { dragged, factorOf, squaresAt, zoomed } from "../../../static/js/pad/zoom.js";

const PLAIN = { scale: 1, dx: 0, dy: 0 };

test("zooming keeps the place under the pointer where it is, and knows its limits", () => {
  assert.deepEqual(zoomed(PLAIN, 2, [100, 50]), { scale: 2, dx: -100, dy: -50 });
  assert.deepEqual(zoomed({ scale: 2, dx: -100, dy: -50 }, 0.5, [100, 50]), PLAIN);
  assert.equal(zoomed(PLAIN, 1000, [0, 0]).scale, 8);
  assert.equal(zoomed(PLAIN, 0.001, [0, 0]).scale, 0.2);
});

test("one finger moves the sheet, two zoom it about the middle between them", () => {
  assert.deepEqual(dragged(PLAIN, [[10, 10]], [[30, 5]]), { scale: 1, dx: 20, dy: -5 });
  // Twice as far apart, and 10 further down.
  const from = /** @type {[number, number][]} */ ([
    [40, 50],
    [60, 50],
  ]);
  const to = /** @type {[number, number][]} */ ([
    [30, 60],
    [70, 60],
  ]);
  assert.deepEqual(dragged(PLAIN, from, to), { scale: 2, dx: -50, dy: -40 });
});

test("a turn of the wheel zooms as far as a turn should, in pixels and in lines", () => {
  assert.ok(factorOf({ deltaY: -5, deltaMode: 0 }) > 1);
  assert.ok(factorOf({ deltaY: 5, deltaMode: 0 }) < 1);
  assert.equal(factorOf({ deltaY: 3, deltaMode: 1 }), factorOf({ deltaY: 120, deltaMode: 0 }));
});

test("squares of the paper stay of a size that one can see", () => {
  assert.equal(squaresAt(1), 1);
  assert.equal(squaresAt(4), 1);
  assert.equal(squaresAt(0.25), 1);
  for (const scale of [0.2, 0.3, 0.6, 0.75, 1.3, 3, 7]) {
    assert.ok(squaresAt(scale) >= 0.7 && squaresAt(scale) <= 1.42, String(scale));
  }
});
