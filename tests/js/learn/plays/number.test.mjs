import assert from "node:assert/strict";
import { test } from "node:test";

import { lanes, likeliest } from "../../../../static/js/learn/plays/number.js";

test("bars that would touch lie below one another", () => {
  assert.deepEqual(
    lanes([
      [0, 1],
      [0.5, 1.5],
      [1, 2],
      [1.6, 3],
    ]),
    [0, 1, 0, 1],
  );
  assert.deepEqual(lanes([]), []);
});

test("of many candidates those are shown that look most like a digit", () => {
  const candidates = Array.from({ length: 20 }, (_, at) => ({ probability: at % 2 ? 0.9 : at / 100 }));
  const shown = likeliest(candidates);
  assert.equal(shown.length, 12);
  assert.deepEqual(
    shown.map(({ probability }) => probability).filter((probability) => probability < 0.9),
    [0.16, 0.18],
  );
  assert.equal(shown[0], candidates[1]);
});
