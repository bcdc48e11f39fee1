import assert from "node:assert/strict";
import { test } from "node:test";

import { newtonStep } from "../../../../static/js/learn/plays/solve.js";

test("a step of Newton's method takes a matrix, and the cube of the unknowns", () => {
  const step = newtonStep(23_860);
  assert.equal(step.entries, 569_299_600);
  assert.equal(step.gigabytes.toFixed(2), "4.55");
  assert.equal(step.products.toExponential(2), "4.53e+12");
});
