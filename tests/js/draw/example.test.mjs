import assert from "node:assert/strict";
import { test } from "node:test";

import { isExample, written } from "../../../static/js/draw/example.js";
import { boundsOf } from "../../../static/js/ink/geometry.js";

test("an example is written in the middle of the sheet, as large as it fits", () => {
  for (const [width, height] of [
    [800, 300],
    [340, 500],
  ]) {
    const bounds = boundsOf(written("504192", { width, height }));
    assert.ok(bounds);
    assert.ok(bounds.left > 0 && bounds.right < width && bounds.top > 0 && bounds.bottom < height);
    assert.ok(Math.abs((bounds.left + bounds.right) / 2 - width / 2) < 1);
    assert.ok(bounds.right - bounds.left > width * 0.4);
  }
});

test("ink of one's own is no example, however much alike", () => {
  assert.equal(isExample(written("5", { width: 100, height: 100 })), false);
});
