import assert from "node:assert/strict";
import { test } from "node:test";

import { confidenceFormula } from "../../../../static/js/learn/formulas/confidence.js";

const OUTPUTS = [0.0382, 0.9618];

test("outputs become a probability by the temperature", () => {
  assert.equal(
    confidenceFormula({ outputs: OUTPUTS, temperature: 0.5 }, 1),
    "p_{1} = {a_{1}^{1 / T}}/{∑_k a_k^{1 / T}} ≈ {0.9618^{1 / 0.5000}}/{0.9265} ≈ 0.998",
  );
});

test("at the temperature 1 outputs of sigmoid neurons are scaled to sum to 1", () => {
  assert.match(
    confidenceFormula({ outputs: [0.5, 0.5, 1], temperature: 1 }, 2),
    /\{1\.0000\^\{1 \/ 1\}\}\/\{2\} ≈ 0\.500$/,
  );
});

test("an output that is nothing has no logarithm, and a tiny probability", () => {
  assert.match(confidenceFormula({ outputs: [0, 1], temperature: 2 }, 0), /≈ 1\.1 · 10\^\{−19\}$/);
  assert.match(confidenceFormula({ outputs: [1e-7, 1], temperature: 2 }, 0), /\{\(1\.0 · 10\^\{−7\}\)\^\{1 \/ 2\}\}/);
});
