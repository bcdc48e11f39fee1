import assert from "node:assert/strict";
import { test } from "node:test";

import { typeset } from "../../../../static/js/learn/formulas/formula.js";

const MINUS = '<mo form="prefix">−</mo>';

test("a number is one, and its minus a sign before it", () => {
  assert.equal(typeset("12.5"), "<mn>12.5</mn>");
  assert.equal(typeset("−10"), `${MINUS}<mn>10</mn>`);
  assert.equal(typeset("(−0.2)"), `<mo>(</mo>${MINUS}<mn>0.2</mn><mo>)</mo>`);
  assert.equal(typeset("∞"), "<mo>∞</mo>");
});

test("a power of ten has its exponent above the line", () => {
  assert.equal(typeset("2.5·10⁻¹⁹"), `<mn>2.5</mn><mo>·</mo><msup><mn>10</mn><mrow>${MINUS}<mn>19</mn></mrow></msup>`);
  assert.equal(typeset("1.0·10⁶"), "<mn>1.0</mn><mo>·</mo><msup><mn>10</mn><mrow><mn>6</mn></mrow></msup>");
});

test("nothing but a number gets in", () => {
  assert.equal(typeset("<b>1</b>&"), "<mn>1</mn>");
});
