import assert from "node:assert/strict";
import { test } from "node:test";

import { CANNOT_TELL, meaningOf, NO_DIGIT } from "../../../../static/js/admin/review/keys.js";

const PLAIN = { altKey: false, ctrlKey: false, metaKey: false, repeat: false };
const meaning = (/** @type {string} */ key, held = {}) => meaningOf({ ...PLAIN, key, ...held });

test("digits are answers", () => {
  assert.deepEqual(
    [..."0123456789"].map((key) => meaning(key)),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

test("N is no digit, U and ? are cannot tell, in either case", () => {
  assert.deepEqual(
    ["n", "N"].map((key) => meaning(key)),
    [NO_DIGIT, NO_DIGIT],
  );
  assert.deepEqual(
    ["u", "U", "?"].map((key) => meaning(key)),
    [CANNOT_TELL, CANNOT_TELL, CANNOT_TELL],
  );
});

test("Z, Backspace and Ctrl+Z undo", () => {
  assert.deepEqual(
    ["z", "Z", "Backspace"].map((key) => meaning(key)),
    ["undo", "undo", "undo"],
  );
  assert.equal(meaning("z", { ctrlKey: true }), "undo");
  assert.equal(meaning("z", { metaKey: true }), "undo");
});

test("a browser's own keys are left alone", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    assert.deepEqual(
      ["1", "n", "Backspace"].map((key) => meaning(key, held)),
      [null, null, null],
    );
  }
  assert.deepEqual(
    ["Tab", "Enter", " ", "F5", "a", "constructor"].map((key) => meaning(key)),
    new Array(6).fill(null),
  );
});

test("a key that is held down answers once", () => {
  assert.equal(meaning("7", { repeat: true }), null);
});
