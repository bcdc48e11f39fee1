import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { figure, mathml, operand } from "../../../../static/js/learn/formulas/mathml.js";

for (const { name, block } of [
  { name: "mathml.json", block: false },
  { name: "mathml-blocks.json", block: true },
]) {
  const cases = JSON.parse(readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8"));
  for (const [notation, expected] of cases) {
    test(`reads ${notation || "nothing"}${block ? ", a block," : ""} as the server does`, () => {
      if (expected.startsWith("<")) assert.equal(mathml(notation, { block }), expected);
      else assert.throws(() => mathml(notation, { block }), { message: expected });
    });
  }
}

test("numbers have a real minus sign and no negative zero", () => {
  assert.equal(figure(-1.23456), "−1.235");
  assert.equal(figure(-0), "0.000");
  assert.equal(figure(2), "2.000");
  assert.equal(figure(Infinity), "∞");
});

test("very small numbers keep their size", () => {
  assert.equal(figure(0.00002), "2.0·10⁻⁵");
  assert.equal(figure(-0.00002), "−2.0·10⁻⁵");
});

test("a negative operand stands in parentheses", () => {
  assert.equal(operand(-1, 1), "(−1.0)");
  assert.equal(operand(1, 1), "1.0");
});
