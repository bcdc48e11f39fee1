import assert from "node:assert/strict";
import { test } from "node:test";

import { judged } from "../../../../static/js/learn/plays/rules.js";

const DIGITS = [
  { label: 9, passes: { loop: true, top: true, stem: false }, read: 9 },
  { label: 9, passes: { loop: false, top: true, stem: true }, read: 4 },
  { label: 4, passes: { loop: true, top: true, stem: true }, read: 4 },
  { label: 0, passes: { loop: true, top: false, stem: false }, read: 0 },
];

test("a digit that passes all rules is called a nine", () => {
  assert.deepEqual(judged(DIGITS, ["loop"]), {
    called: [true, false, true, true],
    nines: 2,
    found: 1,
    others: 2,
    wrong: 2,
    misread: 1,
  });
  assert.deepEqual(judged(DIGITS, ["loop", "stem"]).called, [false, false, true, false]);
});

test("without a rule nothing is called a nine", () => {
  assert.deepEqual(judged(DIGITS, []).called, [false, false, false, false]);
});
