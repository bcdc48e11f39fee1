import assert from "node:assert/strict";
import { test } from "node:test";

import { begin, beginWith, canRedo, canUndo, commit, redo, undo } from "../../../static/js/ink/history.js";

test("a new history has nothing to undo or redo", () => {
  const history = begin("blank");
  assert.equal(canUndo(history), false);
  assert.equal(canRedo(history), false);
  assert.equal(undo(history), history);
  assert.equal(redo(history), history);
});

test("undo and redo walk through all states and back", () => {
  const history = commit(commit(begin("blank"), "one stroke"), "two strokes");
  const back = undo(undo(history));
  assert.equal(back.present, "blank");
  assert.equal(redo(back).present, "one stroke");
  assert.equal(redo(redo(back)).present, "two strokes");
});

test("a new stroke after undo drops what was undone", () => {
  const history = commit(undo(commit(begin("blank"), "mistake")), "better");
  assert.equal(canRedo(history), false);
  assert.equal(undo(history).present, "blank");
});

test("clearing can be undone like anything else", () => {
  assert.deepEqual(undo(commit(commit(begin([]), ["stroke"]), [])).present, ["stroke"]);
});

test("what comes late is what it began with", () => {
  assert.deepEqual(beginWith(begin("blank"), "picture"), begin("picture"));
  const history = beginWith(commit(commit(begin("blank"), "one stroke"), "two strokes"), "picture");
  assert.equal(history.present, "two strokes");
  assert.equal(undo(history).present, "one stroke");
  assert.equal(undo(undo(history)).present, "picture");
});

test("an old history is never changed", () => {
  const history = commit(begin("blank"), "one stroke");
  const before = structuredClone(history);
  undo(history);
  redo(undo(history));
  commit(history, "two strokes");
  assert.deepEqual(history, before);
});

test("the oldest of very many steps is forgotten", () => {
  let history = begin(0);
  for (let step = 1; step <= 1000; step += 1) history = commit(history, step);
  while (canUndo(history)) history = undo(history);
  assert.equal(history.present, 800);
});
