import assert from "node:assert/strict";
import { test } from "node:test";

import { BLANK, drawingOfStrokes } from "../../../static/js/ink/corrections.js";
import { IDENTITY } from "../../../static/js/ink/geometry.js";
import { Paper } from "../../../static/js/pad/paper.js";

const SIZE = { width: 400, height: 200 };

/** Ink from one place of a line to another. */
const inkTo = (/** @type {number} */ x) =>
  drawingOfStrokes([
    [
      [20, 100, 0.5],
      [x, 100, 0.5],
    ],
  ]);

function paper() {
  /** @type {Record<string, string>} */
  const style = {};
  /** @type {import("../../../static/js/ink/geometry.js").View[]} */
  const views = [];
  const setProperty = (/** @type {string} */ name, /** @type {string} */ value) => {
    style[name] = value;
  };
  const made = new Paper({ setProperty }, (view) => views.push(view));
  made.size = SIZE;
  return { made, style, views };
}

test("it stays as it lies while all ink can be seen, and shows all again when some cannot", () => {
  const { made } = paper();
  made.follow(inkTo(380), false);
  assert.deepEqual(made.view, IDENTITY);
  made.follow(inkTo(800), false);
  assert.ok(made.view.scale < 1);
  assert.equal(made.hasMoved, false);
});

test("what somebody has moved stays there until the sheet is empty", () => {
  const { made, style, views } = paper();
  made.slide(1);
  assert.deepEqual(made.view, { scale: 1, dx: -240, dy: 0 });
  assert.equal(style["--dx"], "-240px");
  made.follow(inkTo(800), false);
  assert.deepEqual([made.hasMoved, made.view.dx], [true, -240]);
  made.follow(BLANK, false);
  assert.deepEqual([made.hasMoved, made.view], [false, IDENTITY]);
  assert.equal(views.at(-1), IDENTITY);
});

test("it is to be slid to where there is ink beyond an edge, or no more room", () => {
  const { made } = paper();
  assert.deepEqual(made.slides(BLANK), { back: false, on: false });
  assert.deepEqual(made.slides(inkTo(300)), { back: false, on: false });
  assert.deepEqual(made.slides(inkTo(380)), { back: false, on: true });
  made.slide(1);
  assert.deepEqual(made.slides(inkTo(380)), { back: true, on: false });
});
