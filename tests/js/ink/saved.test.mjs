import assert from "node:assert/strict";
import { test } from "node:test";

import { addStroke, BLANK, drawingOfPicture, erase } from "../../../static/js/ink/corrections.js";
import { begin, canUndo, commit, redo, undo } from "../../../static/js/ink/history.js";
import { drawingFrom, drawingWithPicture, savedSteps, stepsFrom } from "../../../static/js/ink/saved.js";
import { stroke } from "../drawings.mjs";

/** @typedef {import("../../../static/js/base/types.js").Picture} Picture */

const ONE = stroke([10, 10], [10, 90]);
const TWO = stroke([40, 10], [70, 10], [50, 90]);
const PICTURE = /** @type {Picture} */ (/** @type {unknown} */ ({ file: new Blob(), width: 9, height: 9 }));
const WITNESS = { receipt: "r", isWanted: false, isOutgrown: false };

/** @param {unknown} value  as storage keeps it */
const stored = (value) => JSON.parse(JSON.stringify(value));

/** As the page does: a stroke, another, and the first one erased. */
function drawn() {
  const first = commit(begin(BLANK), addStroke(BLANK, ONE, "number"));
  const second = commit(first, addStroke(first.present, TWO, "number"));
  return commit(second, erase(second.present, [ONE]));
}

/** @param {import("../../../static/js/ink/saved.js").Steps} steps */
function restored(steps) {
  return stepsFrom(stored(savedSteps(steps)), drawingFrom(stored({ strokes: steps.present.strokes })));
}

test("what can be undone and redone comes back", () => {
  const before = undo(drawn());
  let after = restored(before);
  assert.deepEqual(after.present.strokes, [ONE, TWO]);
  assert.deepEqual(redo(after).present.strokes, [TWO]);
  after = undo(after);
  assert.deepEqual(after.present.strokes, [ONE]);
  assert.deepEqual(undo(after).present, BLANK);
});

test("a stroke is the same one in every state", () => {
  const after = restored(drawn());
  const earlier = undo(after).present;
  assert.equal(earlier.strokes[1], after.present.strokes[0]);
});

test("each stroke is kept once", () => {
  const { more } = savedSteps(drawn());
  assert.deepEqual(more, [ONE]);
});

test("corrections and removed ink of each state come back", () => {
  const pin = { strokes: [ONE], region: null, digit: 7, isDropped: false, seen: null };
  const start = commit(begin(BLANK), addStroke(BLANK, ONE, "number"));
  const corrected = { ...start.present, pins: [pin], removed: [[TWO]], corrects: WITNESS };
  const before = commit(commit(start, corrected), BLANK);
  const { pins, removed, corrects } = undo(restored(before)).present;
  assert.deepEqual([pins[0].digit, pins[0].strokes, removed, corrects], [7, [ONE], [[TWO]], WITNESS]);
});

test("steps to other paper are left out: only the picture that is shown is kept", () => {
  const picture = drawingOfPicture(PICTURE);
  const region = /** @type {[number, number, number, number]} */ ([1, 1, 4, 4]);
  const pin = { strokes: [], region, digit: 3, isDropped: false, seen: null };
  const before = commit(commit(drawn(), picture), { ...picture, pins: [pin] });
  const kept = stored(savedSteps(before));
  assert.equal(kept.past.length, 1);
  const present = drawingWithPicture(PICTURE, { pins: kept.past[0].pins });
  const after = stepsFrom(kept, present);
  assert.equal(undo(after).present.picture, PICTURE);
  assert.equal(canUndo(undo(after)), false, "what was drawn before is gone");
  assert.deepEqual(stepsFrom(kept, BLANK), begin(BLANK), "before the picture is there, nothing can be undone");
});

test("no more steps are kept than a tab has room for", () => {
  let steps = begin(BLANK);
  for (let at = 0; at < 90; at += 1) steps = commit(steps, addStroke(steps.present, stroke([at, 1]), "number"));
  assert.equal(savedSteps(steps).past.length, 40);
});

for (const [name, value] of Object.entries({
  nothing: null,
  "another drawing's": { ...savedSteps(drawn()), points: 77 },
  "strokes that are not there": { ...savedSteps(drawn()), past: [{ strokes: [99], pins: [], removed: [] }] },
  "no list": { ...savedSteps(drawn()), future: "x" },
  "no step": { ...savedSteps(drawn()), past: [null] },
})) {
  test(`what is no history leads nowhere: ${name}`, () => {
    const { present } = drawn();
    assert.deepEqual(stepsFrom(value, present), begin(present));
  });
}
