import assert from "node:assert/strict";
import { test } from "node:test";

import { isOver } from "../../../../static/js/learn/plays/training.js";

test("a training is over when nothing more will come", () => {
  const states = /** @type {const} */ (["waiting", "running", "finished", "interrupted"]);
  assert.deepEqual(
    states.map((state) => isOver({ state })),
    [false, false, true, true],
  );
});
