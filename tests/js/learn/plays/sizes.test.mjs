import assert from "node:assert/strict";
import { test } from "node:test";

import { hiddenSizes } from "../../../../static/js/learn/plays/sizes.js";

test("layers that are not there have no size", () => {
  const values = { hl: 2, h1: 30, h2: 20, h3: 10 };
  assert.deepEqual(hiddenSizes(values), [30, 20]);
  assert.deepEqual(hiddenSizes({ ...values, hl: 0 }), []);
});
