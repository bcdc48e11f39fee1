import assert from "node:assert/strict";
import { test } from "node:test";

import { compared } from "../../../../static/js/learn/formulas/differences.js";

/** @param {string} text */
const whole = (text) => BigInt(text.replace("−", "-").replace(/·.*/, "").replace(".", ""));

test("a difference has two figures and is that of the numbers as they are written", () => {
  const { from, to, gap } = compared(0.000944, 0.000955);
  assert.deepEqual([from, to, gap], ["0.000944", "0.000955", "0.000011"]);
  assert.equal(compared(1409.123, 8.36).difference, "−1400.7630");
});

test("small and large numbers share a power of ten", () => {
  const { from, to, difference } = compared(2.0123e-11, 2.0145e-11);
  assert.deepEqual([from, to, difference], ["2.0123·10⁻¹¹", "2.0145·10⁻¹¹", "0.0022·10⁻¹¹"]);
  assert.equal(compared(3e12, 1e12).difference, "−2.0000·10¹²");
});

test("what is shown adds up, whatever the numbers", () => {
  for (let at = 1; at <= 2000; at += 1) {
    const from = Math.sin(at * 7.1) * 10 ** ((at % 23) - 14);
    const to = from * (1 + Math.cos(at * 3.3) * 10 ** -(at % 11));
    const shown = compared(from, to);
    assert.equal(whole(shown.to) - whole(shown.from), whole(shown.difference), `${from} ${to}`);
    assert.equal(whole(shown.difference) < 0n ? -whole(shown.difference) : whole(shown.difference), whole(shown.gap));
  }
});

test("nothing is negative nothing", () => {
  assert.equal(compared(-1e-13, 0.5).from, "0.0000");
  assert.deepEqual(compared(0, 0).difference, "0.0000");
});
