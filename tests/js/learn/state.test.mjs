import assert from "node:assert/strict";
import { test } from "node:test";

import { choice, number, readState, text, writeState } from "../../../static/js/learn/state.js";

const FIELDS = {
  w: number(2, { min: 0, max: 10, step: 0.5 }),
  m: choice("gradient", ["gradient", "occlusion"]),
  p: text("", /^\d+\.\d+$/),
};

test("what was written is read", () => {
  /** @type {import("../../../static/js/learn/state.js").ValuesOf<typeof FIELDS>} */
  const values = { w: 3.5, m: "occlusion", p: "3.4" };
  assert.equal(writeState(FIELDS, values), "?w=3.5&m=occlusion&p=3.4");
  assert.deepEqual(readState(FIELDS, "?w=3.5&m=occlusion&p=3.4"), values);
});

test("what is as ever is left out", () => {
  assert.equal(writeState(FIELDS, readState(FIELDS, "")), "");
});

test("what cannot be is as if it were not there", () => {
  for (const query of ["w=11", "w=-1", "w=x", "w=1e1", "w=", "w=NaN", "m=both", "p=3", "p=3.4x", "z=1"]) {
    assert.deepEqual(readState(FIELDS, query), readState(FIELDS, ""), query);
  }
});

test("numbers between two steps go to the next", () => {
  assert.equal(readState(FIELDS, "w=3.4").w, 3.5);
});
