import assert from "node:assert/strict";
import { test } from "node:test";

import { boxAround, boxOf, cutInk, cutStroke, ownInk, strokeNear, suggestCut } from "../../../static/js/ink/cutting.js";
import { bar, boxAt, stroke, there } from "../drawings.mjs";

test("a box holds all the ink", () => {
  assert.deepEqual(boxOf([stroke([10, 20], [40, 5]), bar(50, 10, 30)]), [10, 5, 40, 25]);
  assert.deepEqual(boxAround([0, 0, 10, 10], [20, -5, 10, 10]), [0, -5, 30, 15]);
});

test("a stroke is cut on the line, and both pieces have the point there", () => {
  assert.deepEqual(cutStroke(stroke([0, 0], [10, 20]), 5), [stroke([0, 0], [5, 10]), stroke([5, 10], [10, 20])]);
});

test("a stroke that does not cross the line stays itself", () => {
  const whole = stroke([0, 0], [4, 20], [5, 30]);
  assert.equal(cutStroke(whole, 5)[0], whole);
  assert.equal(cutStroke(whole, 5).length, 1);
});

test("a stroke is cut at every crossing and loses no ink", () => {
  const pieces = cutStroke(stroke([0, 0], [10, 0], [0, 10], [10, 10]), 5);
  assert.equal(pieces.length, 4);
  for (const [index, piece] of pieces.slice(1).entries()) assert.deepEqual(piece[0], pieces[index].at(-1));
});

test("pressure is mixed where a stroke is cut", () => {
  assert.equal(
    cutStroke(
      [
        [0, 0, 0.2],
        [10, 0, 0.4],
      ],
      5,
    )[0][1][2].toFixed(3),
    "0.300",
  );
});

test("strokes on either side of a cut stay whole", () => {
  const [one, other] = [bar(0), bar(20)];
  const { left, right, pieces } = cutInk([one, other], 10);
  assert.deepEqual([left, right, pieces.size], [[one], [other], 0]);
});

test("a bar that reaches over the cut a little goes with its digit", () => {
  const [body, top, other] = [bar(0), stroke([0, 0], [22, 0]), bar(40)];
  const { left, right, pieces } = cutInk([body, top, other], 20);
  assert.deepEqual([left, right, pieces.size], [[body, top], [other], 0]);
});

test("one stroke that is two digits comes apart", () => {
  const both = stroke([0, 0], [0, 100], [40, 100], [40, 0]);
  const { left, right, pieces } = cutInk([both], 20);
  assert.deepEqual(left, [stroke([0, 0], [0, 100], [20, 100])]);
  assert.deepEqual(right, [stroke([20, 100], [40, 100], [40, 0])]);
  assert.deepEqual(pieces.get(both), [...left, ...right]);
});

test("whatever is cut has ink on both sides", () => {
  // Nine tenths of the stroke lie left of the cut: it would stay whole if that left ink on the other side.
  const { left, right } = cutInk([stroke([0, 0], [0, 300], [0, 0], [30, 0])], 25);
  assert.ok(left.length > 0 && right.length > 0);
});

test("the suggested cut is in the gap between two strokes", () => {
  const cut = there(suggestCut([stroke([0, 0], [20, 100]), stroke([60, 0], [80, 100])]));
  assert.ok(cut > 20 && cut < 60, String(cut));
});

test("the suggested cut is where one line links two digits", () => {
  /** @param {number} x @returns {[number, number][]} */
  const loops = (x) => [
    [x, 0],
    [x + 30, 50],
    [x, 100],
    [x - 30, 50],
    [x, 0],
  ];
  const cut = there(suggestCut([stroke(...loops(30), [30, 100], ...loops(130))]));
  assert.ok(cut > 60 && cut < 100, String(cut));
});

test("no cut is suggested where there is no ink", () => {
  assert.equal(suggestCut([]), null);
});

test("a dot and a vertical line have no two sides", () => {
  assert.equal(suggestCut([stroke([5, 5])]), null);
  assert.equal(suggestCut([bar(5)]), null);
});

test("the nearest stroke within reach is found, between its points too", () => {
  const strokes = [bar(0), bar(30), stroke([100, 100])];
  assert.equal(strokeNear(strokes, 22, 50, 16), 1);
  assert.equal(strokeNear(strokes, 108, 94, 16), 2);
  assert.equal(strokeNear(strokes, 60, 50, 16), -1);
  assert.equal(strokeNear([], 0, 0, 16), -1);
});

test("of two strokes upon each other the newer is found", () => {
  assert.equal(strokeNear([bar(0), bar(0)], 2, 50, 16), 1);
});

test("ink that belongs to one digit is its own", () => {
  const [one, two] = [bar(0), bar(40)];
  const { inks, pieces } = ownInk([
    { box: boxAt(0), ink: [one] },
    { box: boxAt(40), ink: [two] },
  ]);
  assert.deepEqual([inks, pieces.size], [[[one], [two]], 0]);
});

test("a stroke that digits share is cut half-way between their boxes", () => {
  const shared = stroke([0, 0], [20, 50], [60, 50], [80, 0], [140, 50]);
  const { inks, pieces } = ownInk([
    { box: [100, 0, 40, 50], ink: [shared] },
    { box: [0, 0, 20, 50], ink: [shared] },
    { box: [50, 0, 30, 50], ink: [shared] },
  ]);
  assert.deepEqual(
    inks.map((ink) => boxOf(ink)[0]),
    [90, 0, 35],
  );
  assert.deepEqual(
    inks.map((ink) => boxOf(ink)[2]),
    [50, 35, 55],
  );
  assert.equal(there(pieces.get(shared)).length, 3);
});
