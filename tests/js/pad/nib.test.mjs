import assert from "node:assert/strict";
import { test } from "node:test";

import { nibFrom } from "../../../static/js/pad/nib.js";

test("a width that was kept is used again, and anything else is the plain one", () => {
  assert.equal(nibFrom("broad"), "broad");
  assert.equal(nibFrom("huge"), "medium");
  assert.equal(nibFrom(null), "medium");
});
