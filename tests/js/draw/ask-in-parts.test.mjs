import assert from "node:assert/strict";
import { test } from "node:test";

import { askInParts } from "../../../static/js/draw/ask-in-parts.js";
import { removeDigit, splitDigit } from "../../../static/js/ink/corrections.js";
import { answerOf, PHOTO, read } from "../drawings.mjs";

/** @typedef {import("../../../static/js/base/types.js").Part} Part */

const { signal } = new AbortController();
const DIGITS = [read(5, [0, 0, 20, 40]), read(0, [30, 0, 20, 40])];

test("a picture is read as a whole before what is cut out of it, which takes its ink", async () => {
  /** @type {Part[]} */
  const asked = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  const ask = askInParts((part) => {
    asked.push(part);
    return new Promise((resolve) => {
      waiting.push(() => resolve(answerOf([])));
    });
  });
  const reading = ask({ drawing: splitDigit(PHOTO, DIGITS, 0, 10), mode: "number" }, signal);
  await Promise.resolve();
  assert.deepEqual(
    asked.map(({ region }) => region),
    [null],
  );

  waiting[0]();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    asked.map(({ region }) => region),
    [null, [0, 0, 10, 40], [10, 0, 10, 40]],
  );

  for (const come of waiting) come();
  await reading;
});

test("what was answered is not asked again while corrections go on", async () => {
  let asked = 0;
  const ask = askInParts(async () => {
    asked += 1;
    return answerOf([]);
  });
  const once = splitDigit(PHOTO, DIGITS, 0, 10);
  await ask({ drawing: once, mode: "number" }, signal);
  assert.equal(asked, 3);
  await ask({ drawing: removeDigit(once, DIGITS, 1), mode: "number" }, signal);
  assert.equal(asked, 3);
  await ask({ drawing: PHOTO, mode: "number" }, signal);
  assert.equal(asked, 4, "Without corrections the whole is asked anew.");
});
