import assert from "node:assert/strict";
import { test } from "node:test";

import {
  boundsOf,
  contain,
  curveAt,
  fit,
  IDENTITY,
  inkWidth,
  isVisible,
  midpoint,
  tailOf,
  toDrawing,
  toScreen,
} from "../../../static/js/ink/geometry.js";

/** @typedef {import("../../../static/js/base/types.js").Stroke} Stroke */

/** @param {number[]} actual @param {number[]} expected */
function near(actual, expected) {
  for (const [i, value] of actual.entries())
    assert.ok(Math.abs(value - expected[i]) < 0.01, `${actual} is not ${expected}`);
}

test("a midpoint halves position and pressure", () => {
  assert.deepEqual(midpoint([0, 10, 0.2], [4, 30, 0.6]), [2, 20, 0.4]);
});

test("the first piece of a stroke starts where the pen came down", () => {
  /** @type {Stroke} */
  const stroke = [
    [0, 0, 0.5],
    [10, 0, 0.5],
  ];
  assert.deepEqual(curveAt(stroke, 1), { from: [0, 0, 0.5], control: [0, 0, 0.5], to: [5, 0, 0.5] });
});

test("every piece starts where the one before it ended, and the tail ends where the pen was lifted", () => {
  /** @type {Stroke} */
  const stroke = [
    [0, 0, 0.5],
    [10, 0, 0.5],
    [10, 20, 0.5],
    [4, 26, 0.5],
  ];
  const pieces = [1, 2, 3].map((index) => curveAt(stroke, index));
  assert.deepEqual(pieces[1].from, pieces[0].to);
  assert.deepEqual(pieces[2].from, pieces[1].to);
  assert.deepEqual(tailOf(stroke), { from: pieces[2].to, to: [4, 26, 0.5] });
});

test("a piece bends at the point before, so that neighbours share their tangent", () => {
  /** @type {Stroke} */
  const stroke = [
    [0, 0, 0.5],
    [10, 0, 0.5],
    [10, 20, 0.5],
  ];
  assert.deepEqual(curveAt(stroke, 2), { from: [5, 0, 0.5], control: [10, 0, 0.5], to: [10, 10, 0.5] });
});

test("the tail of a dot is the dot", () => {
  assert.deepEqual(tailOf([[3, 4, 0.5]]), { from: [3, 4, 0.5], to: [3, 4, 0.5] });
});

test("pressure widens the ink within limits, and a plain pen has the plain width", () => {
  assert.equal(inkWidth(10, 0.5), 10);
  assert.equal(inkWidth(10, 0), 6);
  assert.equal(inkWidth(10, 1), 14);
  assert.equal(inkWidth(10, 7), 14);
});

test("bounds hold all the ink, and no ink has no bounds", () => {
  assert.deepEqual(
    boundsOf([
      [[5, 1, 0.5]],
      [
        [-2, 8, 0.5],
        [3, 4, 0.5],
      ],
    ]),
    { left: -2, top: 1, right: 5, bottom: 8 },
  );
  assert.equal(boundsOf([]), null);
});

test("bounds of as many points as the API takes do not exhaust the stack", () => {
  /** @type {Stroke} */
  const stroke = Array.from({ length: 20_000 }, (_, i) => [i, 2 * i, 0.5]);
  assert.deepEqual(boundsOf([stroke]), { left: 0, top: 0, right: 19_999, bottom: 39_998 });
});

test("a drawing that fits the sheet is shown as it was drawn", () => {
  assert.equal(fit({ left: 10, top: 10, right: 90, bottom: 40 }, 100, 50, 20), IDENTITY);
  assert.equal(fit(null, 100, 50), IDENTITY);
});

test("a drawing that is too wide is scaled down and centred, with its margin", () => {
  const bounds = { left: 100, top: 0, right: 500, bottom: 100 };
  const view = fit(bounds, 240, 100, 20);
  assert.equal(view.scale, 0.5);
  assert.deepEqual(toScreen(bounds.left, bounds.top, view), [20, 25]);
  assert.deepEqual(toScreen(bounds.right, bounds.bottom, view), [220, 75]);
});

test("a small drawing outside the sheet is moved into it, not blown up", () => {
  const view = fit({ left: 300, top: 10, right: 310, bottom: 20 }, 100, 100, 10);
  assert.equal(view.scale, 1);
  assert.deepEqual(toScreen(305, 15, view), [50, 50]);
});

test("a dot outside the sheet is moved into it", () => {
  assert.deepEqual(toScreen(300, 300, fit({ left: 300, top: 300, right: 300, bottom: 300 }, 100, 100)), [50, 50]);
});

test("ink a little over the edge counts as visible when slack is given", () => {
  const bounds = { left: -5, top: 0, right: 50, bottom: 104 };
  assert.equal(isVisible(bounds, IDENTITY, 100, 100), false);
  assert.equal(isVisible(bounds, IDENTITY, 100, 100, 5), true);
});

test("from screen to drawing and back is the same place", () => {
  const view = { scale: 0.37, dx: 12.5, dy: -40 };
  near(toScreen(...toDrawing(123, 45, view), view), [123, 45]);
});

test("no function changes the stroke that it is given", () => {
  /** @type {Stroke} */
  const stroke = [
    [0, 0, 0.5],
    [10, 0, 0.5],
    [10, 20, 0.5],
  ];
  for (const value of [stroke, ...stroke]) Object.freeze(value);
  curveAt(stroke, 2);
  tailOf(stroke);
  boundsOf([stroke]);
});

test("a picture is shown as large as it goes, centred, and a small one not out of all proportion", () => {
  assert.deepEqual(contain({ width: 400, height: 100 }, 240, 240, { x: 20, y: 0 }, 3), { scale: 0.5, dx: 20, dy: 95 });
  assert.deepEqual(contain({ width: 10, height: 20 }, 100, 100, { x: 0, y: 0 }, 3), { scale: 3, dx: 35, dy: 20 });
});
