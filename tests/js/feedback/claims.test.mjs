import assert from "node:assert/strict";
import { test } from "node:test";

import { claimOf, correcting } from "../../../static/js/feedback/claims.js";
import { addStroke, mergeDigits, removeDigit, setDigit, splitDigit } from "../../../static/js/ink/corrections.js";
import { bar, boxAt, drawingOf, PHOTO, read, readingOf, stroke, there } from "../drawings.mjs";

/** @typedef {import("../../../static/js/base/types.js").Drawing} Drawing */
/** @typedef {import("../../../static/js/base/types.js").ReadDigit} ReadDigit */

const [A, B, C] = [bar(0), bar(40), bar(80)];
const THREE = drawingOf(A, B, C);
const DIGITS = [read(5, boxAt(0), [A]), read(0, boxAt(40), [B]), read(4, boxAt(80), [C])];
const READING = readingOf(DIGITS, { receipt: "whole" });
const PHOTO_DIGITS = [read(5, [0, 0, 20, 40]), read(0, [30, 0, 20, 40])];

test("a reading that was right is claimed digit by digit, under its receipt", () => {
  assert.deepEqual(claimOf(THREE, READING, "said"), {
    kind: "confirmed",
    receipt: "whole",
    strokes: [A, B, C],
    digits: [
      { said: 5, strokes: [0] },
      { said: 0, strokes: [1] },
      { said: 4, strokes: [2] },
    ],
  });
});

test("of a reading that is given by lot nothing is said", () => {
  const claim = there(claimOf(THREE, READING, "unsaid"));
  assert.equal(claim.kind, "unsaid");
  assert.deepEqual(claim.digits, [{ strokes: [0] }, { strokes: [1] }, { strokes: [2] }]);
});

test("without a receipt or without digits there is nothing to claim", () => {
  assert.equal(claimOf(THREE, readingOf(DIGITS), "said"), null);
  assert.equal(claimOf(THREE, readingOf([], { receipt: "whole" }), "said"), null);
  assert.equal(claimOf(THREE, null, "said"), null);
});

test("a page of more than sixty digits is no claim", () => {
  const bars = Array.from({ length: 61 }, (_, at) => bar(40 * at));
  const digits = bars.map((ink, at) => read(1, boxAt(40 * at), [ink]));
  const claimed = (/** @type {number} */ count) =>
    claimOf(drawingOf(...bars), readingOf(digits.slice(0, count), { receipt: "whole" }), "said");
  assert.equal(claimed(60)?.digits.length, 60);
  assert.equal(claimed(61), null);
});

test("a digit that was set is what was said, the others are as they were shown", () => {
  const drawing = correcting(setDigit(THREE, DIGITS, 1, 7), READING);
  const digits = [DIGITS[0], read(7, boxAt(40), [B], { isByHand: true, pin: drawing.pins[0] }), DIGITS[2]];
  const claim = there(claimOf(drawing, readingOf(digits, { receipt: "rest" }), "said"));
  assert.deepEqual([claim.kind, claim.receipt], ["corrected", "whole"]);
  assert.deepEqual(
    claim.digits.map(({ said }) => said),
    [5, 7, 4],
  );
});

test("a digit that was removed is said to be none, and its ink goes along", () => {
  const drawing = correcting(removeDigit(THREE, DIGITS, 1), READING);
  const claim = there(claimOf(drawing, readingOf([DIGITS[0], DIGITS[2]], { receipt: "rest" }), "said"));
  assert.deepEqual([claim.kind, claim.receipt, claim.strokes], ["corrected", "whole", [A, C, B]]);
  assert.deepEqual(claim.digits, [
    { said: 5, strokes: [0] },
    { said: 4, strokes: [1] },
    { said: "none", strokes: [2] },
  ]);
});

test("a drawing of which all was removed is still a claim", () => {
  const [one] = [drawingOf(A)];
  const reading = readingOf([DIGITS[0]], { receipt: "whole" });
  const drawing = correcting(removeDigit(one, reading.digits, 0), reading);
  assert.deepEqual(claimOf(drawing, null, "said"), {
    kind: "corrected",
    receipt: "whole",
    strokes: [A],
    digits: [{ said: "none", strokes: [0] }],
  });
});

test("a stroke that two digits share is cut, so that each has its own", () => {
  const both = stroke([0, 0], [0, 50], [60, 50], [60, 0]);
  const digits = [read(1, boxAt(0, 0, 10), [both]), read(1, boxAt(50, 0, 10), [both])];
  const claim = there(claimOf(drawingOf(both), readingOf(digits, { receipt: "whole" }), "said"));
  assert.equal(there(claim.strokes).length, 2);
  assert.deepEqual(
    claim.digits.map(({ strokes }) => strokes),
    [[0], [1]],
  );
  assert.deepEqual(there(claim.strokes)[0].at(-1), there(claim.strokes)[1][0], "cut where they meet");
});

test("halves and joined ink are what they were then read as; of what was not read nothing is said", () => {
  const wide = [read(8, boxAt(0, 0, 60), [A, B]), DIGITS[2]];
  const split = correcting(splitDigit(THREE, wide, 0, 20), READING);
  const halves = [read(1, boxAt(0), [A]), { ...read(0, boxAt(40), [B]), digit: null }, DIGITS[2]];
  const claim = there(claimOf(split, readingOf(halves, { receipt: "rest" }), "said"));
  assert.deepEqual(claim.digits, [{ said: 1, strokes: [0] }, { strokes: [1] }, { said: 4, strokes: [2] }]);

  const merged = correcting(mergeDigits(THREE, DIGITS, 0, 1), READING);
  const joined = [read(8, boxAt(0, 0, 60), [A, B]), DIGITS[2]];
  assert.deepEqual(there(claimOf(merged, readingOf(joined), "said")).digits[0], { said: 8, strokes: [0, 1] });
});

test("what was corrected first is what a claim is about, however much is corrected after it", () => {
  const once = correcting(setDigit(THREE, DIGITS, 1, 7), READING);
  const twice = correcting(setDigit(once, DIGITS, 2, 9), readingOf(DIGITS, { receipt: "rest" }));
  assert.equal(there(twice.corrects).receipt, "whole");
  assert.equal(there(claimOf(twice, readingOf(DIGITS), "said")).receipt, "whole", "all was set: nothing was asked");
});

test("where ink was added since, the newest reading of all that is not pinned counts", () => {
  const corrected = correcting(setDigit(THREE, DIGITS, 1, 7), READING);
  const grown = addStroke(corrected, bar(200), "number");
  assert.equal(there(claimOf(grown, readingOf(DIGITS, { receipt: "newest" }), "said")).receipt, "newest");
  assert.equal(there(claimOf(grown, readingOf(DIGITS), "said")).receipt, "whole", "nothing newer was read");
  assert.equal(there(correcting(grown, readingOf(DIGITS, { receipt: "newest" })).corrects).receipt, "newest");
});

test("of a picture it is told where each digit is, and what was removed", () => {
  const reading = readingOf(PHOTO_DIGITS, { receipt: "photo" });
  assert.deepEqual(there(claimOf(PHOTO, reading, "said")), {
    kind: "confirmed",
    receipt: "photo",
    strokes: null,
    digits: [
      { said: 5, region: [0, 0, 20, 40] },
      { said: 0, region: [30, 0, 20, 40] },
    ],
  });
  const drawing = correcting(removeDigit(PHOTO, PHOTO_DIGITS, 0), reading);
  assert.deepEqual(there(claimOf(drawing, readingOf([PHOTO_DIGITS[1]], { receipt: "photo" }), "said")).digits, [
    { said: 0, region: [30, 0, 20, 40] },
    { said: "none", region: [0, 0, 20, 40] },
  ]);
});
