import assert from "node:assert/strict";
import { test } from "node:test";

import { confidenceNumbers } from "../../../../static/js/learn/formulas/confidence.js";

test("outputs become a probability by the temperature", () => {
  assert.deepEqual(confidenceNumbers({ outputs: [0.0382, 0.9618], temperature: 0.5 }, 1), {
    unit: 1,
    a: "0.9618",
    T: "0.5000",
    sum: "0.9265",
    p: "0.998",
  });
});

test("at the temperature 1 outputs of sigmoid neurons are scaled to sum to 1", () => {
  assert.deepEqual(confidenceNumbers({ outputs: [0.5, 0.5, 1], temperature: 1 }, 2), {
    unit: 2,
    a: "1.0000",
    T: "1",
    sum: "2",
    p: "0.500",
  });
});

test("an output that is nothing has no logarithm, and a tiny probability", () => {
  assert.equal(confidenceNumbers({ outputs: [0, 1], temperature: 2 }, 0).p, "1.1·10⁻¹⁹");
  assert.equal(confidenceNumbers({ outputs: [1e-7, 1], temperature: 2 }, 0).a, "(1.0·10⁻⁷)");
});
