import assert from "node:assert/strict";
import { test } from "node:test";

import { pathsOf } from "../../../../static/js/admin/review/ink.js";

test("ink fills the square but for its margin, in its own shape", () => {
  const box = [
    [10, 20],
    [30, 20],
    [30, 60],
    [10, 60],
  ]; // 20 wide, 40 high
  assert.deepEqual(pathsOf([box]), ["M29 8L71 8L71 92L29 92"]);
});

test("each stroke is a path of its own", () => {
  const paths = pathsOf([
    [
      [0, 0],
      [10, 0],
    ],
    [
      [0, 10],
      [10, 10],
    ],
  ]);
  assert.deepEqual(paths, ["M8 8L92 8", "M8 92L92 92"]);
});

test("a dot is seen, in the middle", () => {
  assert.deepEqual(pathsOf([[[5, 5]]]), ["M50 50L50 50"]);
});

test("a stroke without points is left out", () => {
  assert.deepEqual(pathsOf([[], [[1, 1]]]), ["M50 50L50 50"]);
  assert.deepEqual(pathsOf([]), []);
});
