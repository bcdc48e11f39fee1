import assert from "node:assert/strict";
import { test } from "node:test";

import { decode, encodeStrokes, encodeTile, thinned, toBase64 } from "../../../../static/js/learn/drawing/codec.js";

const strokesIn = (/** @type {string} */ text) => {
  const drawn = decode(text);
  assert.ok(drawn && "strokes" in drawn);
  return drawn.strokes;
};

const SEVEN = [
  [
    [10, 20],
    [60, 20],
    [35, 120],
  ],
];

test("strokes come back on a grid of a thousand", () => {
  assert.deepEqual(strokesIn(encodeStrokes(SEVEN)), [
    [
      [0, 0],
      [500, 0],
      [250, 1000],
    ],
  ]);
});

test("several strokes, and a dot, come back", () => {
  const text = encodeStrokes([
    [
      [0, 0],
      [100, 50],
    ],
    [[50, 100]],
  ]);
  assert.deepEqual(strokesIn(text), [
    [
      [0, 0],
      [1000, 500],
    ],
    [[500, 1000]],
  ]);
  assert.deepEqual(strokesIn(encodeStrokes([[[7, 7]]])), [[[0, 0]]]);
});

test("a round stroke stays round, and short", () => {
  const circle = [Array.from({ length: 90 }, (_, at) => [Math.cos(at / 14) * 40, Math.sin(at / 14) * 40])];
  const text = encodeStrokes(circle);
  for (const [x, y] of strokesIn(text)[0]) {
    const radius = Math.hypot(x - 500, y - 500);
    assert.ok(Math.abs(radius - 500) < 3, `${x} ${y}`);
  }
  assert.ok(text.length < 200, String(text.length));
});

test("points on a straight line are left out, corners stay", () => {
  assert.deepEqual(
    thinned([
      [0, 0],
      [10, 0],
      [20, 0],
      [20, 10],
    ]),
    [
      [0, 0],
      [20, 0],
      [20, 10],
    ],
  );
});

test("a tile comes back pixel for pixel", () => {
  const tile = new Uint8Array(784);
  tile[0] = 3;
  tile.fill(200, 300, 310);
  tile[783] = 255;
  assert.deepEqual(decode(encodeTile(tile)), { tile });
});

test("anything else is no drawing", () => {
  const forged = (/** @type {number[]} */ bytes) => `s${toBase64(bytes)}`;
  const bad = [
    "",
    "s",
    "x12",
    "s***",
    "t0",
    "t AAAA",
    "s".padEnd(20_000, "A"),
    forged([0, 0]), // a stroke without points
    forged([2, 0, 0]), // a point is missing
    forged([1, 1, 0]), // left of the grid
    forged([1, 0xd2, 0x0f + 1, 0]), // right of the grid
    forged([0x80]), // a number that does not end
    forged([0x80, 0x80, 0x80, 0x01]), // a number that is too long
    `t${toBase64([255, 0, 200])}`, // 201 pixels
    `t${toBase64([0, 255, 0, 255, 0, 255, 0, 19])}`, // blank
    `t${toBase64([0, 0])}`, // a run of none
  ];
  for (const text of bad) assert.equal(decode(text), null, text.slice(0, 30));
});
