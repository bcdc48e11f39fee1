import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, drawingIn, withoutDrawing } from "../../../static/js/keep/share.js";
import { decode, encodeStrokes } from "../../../static/js/learn/drawing/codec.js";
import { stroke, there } from "../drawings.mjs";

const PAGE = "https://example.org/digits/";
const SEVEN = [stroke([100, 40.25], [160, 40.25], [135.5, 140])];

/**
 * A line that no straight one can stand for.
 *
 * @param {number} points
 * @param {number} height
 */
const scribble = (points, height) =>
  stroke(
    ...Array.from({ length: points }, (_, at) => /** @type {[number, number]} */ ([at, height * Math.sin(at * 2)])),
  );

test("a drawing comes back from its address where it was drawn", () => {
  const address = there(addressOf(`${PAGE}?d=old&x=1#answer`, SEVEN, "number"));
  assert.match(address, /^https:\/\/example\.org\/digits\/\?d=w[\w-]+$/);
  assert.deepEqual(drawingIn(address), {
    strokes: [stroke([100, 40.5], [160, 40.5], [135.5, 140])],
    mode: "number",
  });
});

test("that it is one digit is said too", () => {
  assert.equal(there(drawingIn(there(addressOf(PAGE, SEVEN, "digit")))).mode, "digit");
});

test("a long number keeps its shape to half a unit, however long it is", () => {
  const strokes = Array.from({ length: 20 }, (_, at) => stroke([at * 90, 20], [at * 90 + 41, 33], [at * 90 + 7, 201]));
  assert.deepEqual(there(drawingIn(there(addressOf(PAGE, strokes, "number")))).strokes, strokes);
});

test("what lies beside the sheet moves the whole", () => {
  const address = there(addressOf(PAGE, [stroke([-30, 10], [20, -5])], "number"));
  assert.deepEqual(there(drawingIn(address)).strokes, [stroke([0, 15], [50, 0])]);
});

test("much ink loses points before it loses its address, which stays short", () => {
  const address = there(addressOf(PAGE, [scribble(2_400, 3)], "number"));
  assert.ok(address.length < 6_100, String(address.length));
  const { length } = there(there(drawingIn(address)).strokes).flat();
  assert.ok(length < 2_400, String(length));
});

test("more ink than an address holds has none", () => {
  assert.equal(addressOf(PAGE, [scribble(9_000, 90)], "number"), null);
  assert.equal(addressOf(PAGE, new Array(101).fill(stroke([1, 1])), "number"), null);
});

test("a digit of a lesson lies on the sheet, as one digit", () => {
  const { strokes, mode } = there(drawingIn(`${PAGE}?d=${encodeStrokes(SEVEN)}`));
  assert.equal(mode, "digit");
  const points = there(strokes).flat();
  assert.equal(Math.max(...points.map(([, y]) => y)) - Math.min(...points.map(([, y]) => y)), 160);
});

test("a lesson takes a whole sheet", () => {
  const text = there(new URL(there(addressOf(PAGE, SEVEN, "number"))).searchParams.get("d"));
  assert.deepEqual(decode(text), {
    strokes: [
      [
        [200, 81],
        [320, 81],
        [271, 280],
      ],
    ],
  });
});

for (const bad of ["", "w", "wAA", "x123", "w%3Cscript%3E", `w${"A".repeat(13_000)}`, "wA_____8", "t_w"]) {
  test(`an address that holds no drawing says so: ${bad.slice(0, 20)}`, () => {
    assert.equal(there(drawingIn(`${PAGE}?d=${bad}`)).strokes, null);
  });
}

test("an address that was cut off is bad, not another drawing", () => {
  const address = there(addressOf(PAGE, SEVEN, "number"));
  assert.equal(there(drawingIn(address.slice(0, -3))).strokes, null);
});

test("most addresses say nothing of a drawing", () => {
  assert.equal(drawingIn(`${PAGE}?mode=digit`), null);
  assert.equal(withoutDrawing(`${PAGE}?d=w12&mode=digit&x=1#end`), `${PAGE}?x=1#end`);
});
