import assert from "node:assert/strict";
import { test } from "node:test";

import { askInParts } from "../../../static/js/draw/ask-in-parts.js";
import { compose, inReadingOrder, partsOf, shaky } from "../../../static/js/draw/reading.js";
import {
  addStroke,
  BLANK,
  mergeDigits,
  removeDigit,
  setDigit,
  splitDigit,
} from "../../../static/js/ink/corrections.js";
import { answerOf, bar, boxAt, digit, drawingOf, PHOTO, read } from "../drawings.mjs";

const [A, B, C] = [bar(0), bar(40), bar(80)];
const THREE = drawingOf(A, B, C);
const WHOLE = answerOf([digit(5, boxAt(0), [0]), digit(0, boxAt(40), [1]), digit(4, boxAt(80), [2])]);
/** @param {import("../../../static/js/base/types.js").Drawing} drawing @param {import("../../../static/js/base/types.js").Answer[]} answers */
const readingOf = (drawing, answers) => compose(drawing, partsOf(drawing, "number"), answers);
const DIGITS = readingOf(THREE, [WHOLE]).digits;

test("an uncorrected drawing is one question, and its answer stays as it is", () => {
  assert.deepEqual(
    partsOf(THREE, "number").map((part) => [part.strokes, part.mode]),
    [[[A, B, C], "number"]],
  );
  const reading = readingOf(THREE, [{ ...WHOLE, confidence: 0.42, verdict: "uncertain" }]);
  assert.deepEqual(
    [reading.text, reading.confidence, reading.verdict, reading.isCorrected],
    ["504", 0.42, "uncertain", false],
  );
  assert.deepEqual(
    reading.digits.map((one) => one.ink),
    [[A], [B], [C]],
  );
});

test("nothing drawn is no question", () => {
  assert.deepEqual(partsOf(BLANK, "number"), []);
});

test("a digit set by hand asks about the others only", () => {
  const drawing = setDigit(THREE, DIGITS, 1, 7);
  assert.deepEqual(
    partsOf(drawing, "number").map((part) => part.strokes),
    [[A, C]],
  );
  const rest = answerOf([digit(5, boxAt(0), [0]), digit(4, boxAt(80), [1])]);
  const reading = readingOf(drawing, [rest]);
  assert.equal(reading.text, "574");
  assert.deepEqual(
    reading.digits.map((one) => one.isByHand),
    [false, true, false],
  );
  assert.deepEqual(
    reading.digits.map((one) => one.strokes),
    [[0], [1], [2]],
  );
  assert.equal(reading.digits[1].tile, "data:,0", "the tile is what the network saw");
  assert.equal(reading.confidence.toFixed(4), "0.8100");
});

test("the parts of a split are asked about as one digit each", () => {
  const drawing = splitDigit(THREE, [read(8, boxAt(0, 0, 60), [A, B]), DIGITS[2]], 0, 20);
  assert.deepEqual(
    partsOf(drawing, "number").map((part) => [part.strokes, part.mode]),
    [
      [[C], "number"],
      [[A], "digit"],
      [[B], "digit"],
    ],
  );
  const single = (/** @type {number} */ value) => answerOf([digit(value, boxAt(999), [0])]);
  const reading = readingOf(drawing, [answerOf([digit(4, boxAt(80), [0])]), single(1), single(7)]);
  assert.equal(reading.text, "174");
  assert.deepEqual(reading.digits[1].box, [40, 0, 0, 100]);
  assert.deepEqual(reading.timings_ms, { preprocess: 3, network: 6 });
});

test("a reading is as doubtful as its weakest part, but not for what was set by hand", () => {
  const joined = mergeDigits(THREE, DIGITS, 0, 1);
  const rest = answerOf([digit(4, boxAt(80), [0])]);
  const doubtful = answerOf([digit(8, boxAt(0), [0], 0.3)], { verdict: "not_a_digit" });
  assert.equal(readingOf(joined, [rest, doubtful]).verdict, "not_a_digit");
  const digits = readingOf(joined, [rest, doubtful]).digits;
  assert.equal(readingOf(setDigit(joined, digits, 0, 8), [rest]).verdict, "recognized");
});

test("a group in which no digit is found is shown as one without a digit", () => {
  const joined = mergeDigits(THREE, DIGITS, 0, 1);
  const none = answerOf([], { verdict: "not_a_digit" });
  const reading = readingOf(joined, [answerOf([digit(4, boxAt(80), [0])]), none]);
  assert.deepEqual([reading.text, reading.digits.map((one) => one.digit)], ["4", [null, 4]]);
});

test("when all is set by hand nothing is asked", () => {
  let drawing = drawingOf(A);
  drawing = setDigit(drawing, [DIGITS[0]], 0, 6);
  assert.deepEqual(partsOf(drawing, "number"), []);
});

test("regions of a picture take the place of the digits in them", () => {
  const whole = answerOf([digit(8, [10, 0, 40, 40]), digit(4, [60, 0, 20, 40])]);
  const split = splitDigit(PHOTO, readingOf(PHOTO, [whole]).digits, 0, 30);
  assert.deepEqual(
    partsOf(split, "number").map((part) => [part.region, part.mode]),
    [
      [null, "number"],
      [[10, 0, 20, 40], "digit"],
      [[30, 0, 20, 40], "digit"],
    ],
  );
  const one = (/** @type {number} */ value) => answerOf([digit(value, [0, 0, 5, 5])]);
  assert.equal(readingOf(split, [whole, one(3), one(1)]).text, "314");
});

test("what was taken out of a picture stays out", () => {
  const whole = answerOf([digit(8, [10, 0, 40, 40]), digit(4, [60, 0, 20, 40])]);
  const gone = removeDigit(PHOTO, readingOf(PHOTO, [whole]).digits, 0);
  assert.equal(readingOf(gone, [whole]).text, "4");
});

test("a picture is no longer doubtful when its doubtful digit was set by hand", () => {
  const whole = answerOf([digit(8, [10, 0, 40, 40], [], 0.4), digit(4, [60, 0, 20, 40])], { verdict: "uncertain" });
  const set = setDigit(PHOTO, readingOf(PHOTO, [whole]).digits, 0, 3);
  assert.deepEqual([readingOf(set, [whole]).text, readingOf(set, [whole]).verdict], ["34", "recognized"]);
});

test("a corrected reading is recognized only where it is as sure as a whole of its kind has to be", () => {
  const drawing = setDigit(THREE, DIGITS, 1, 7);
  const rest = (/** @type {number} */ sure) =>
    answerOf([digit(5, boxAt(0), [0], sure), digit(4, boxAt(80), [1], sure)]);
  assert.equal(readingOf(drawing, [rest(0.99)]).verdict, "recognized");
  const doubtful = readingOf(drawing, [rest(0.7)]);
  assert.deepEqual([doubtful.verdict, doubtful.confidence.toFixed(2)], ["uncertain", "0.49"]);
  assert.deepEqual(shaky(doubtful), [true, false, true]);
});

test("a whole that was doubted for more than its digits stays doubted when one of them is corrected", () => {
  const sure = [digit(8, [10, 0, 40, 40], [], 0.99), digit(4, [60, 0, 20, 40], [], 0.99)];
  const whole = answerOf(sure, { confidence: 0.4, verdict: "uncertain" });
  const reading = readingOf(setDigit(PHOTO, readingOf(PHOTO, [whole]).digits, 0, 3), [whole]);
  assert.equal(reading.verdict, "uncertain");
  assert.ok(reading.confidence < 0.5);
});

test("rows are read from top to bottom, also when they slope", () => {
  const boxes = [
    [0, 0],
    [40, 15],
    [80, 30],
    [0, 130],
    [40, 145],
    [80, 160],
  ];
  const digits = boxes.map(([x, y], name) => ({ name, box: boxAt(x, y) }));
  const shuffled = [4, 0, 5, 2, 1, 3].map((at) => digits[at]);
  assert.deepEqual(
    inReadingOrder(shuffled).map((one) => one.name),
    [0, 1, 2, 3, 4, 5],
  );
});

test("the digits to look at are those below the threshold, at least the weakest, never those set by hand", () => {
  const digits = [0.99, 0.5, 0.9].map((confidence) => read(7, boxAt(0), [], { confidence }));
  assert.deepEqual(shaky({ verdict: "uncertain", digits }), [false, true, false]);
  assert.deepEqual(shaky({ verdict: "uncertain", digits: digits.slice(2) }), [true]);
  assert.deepEqual(shaky({ verdict: "recognized", digits }), [false, false, false]);
  assert.deepEqual(
    shaky({ verdict: "uncertain", digits: [{ ...digits[0], confidence: 0.1, isByHand: true }, digits[1]] }),
    [false, true],
  );
});

const signal = new AbortController().signal;

test("a part that is known is not asked about again", async () => {
  /** @type {import("../../../static/js/base/types.js").Stroke[][]} */
  const asked = [];
  const ask = askInParts(async (part) => {
    asked.push(part.strokes);
    return answerOf(part.strokes.map((_, at) => digit(1, boxAt(40 * at), [at])));
  });
  const drawing = mergeDigits(THREE, DIGITS, 0, 1);
  await ask({ drawing, mode: "number" }, signal);
  await ask({ drawing: addStroke(drawing, bar(200), "number"), mode: "number" }, signal);
  assert.deepEqual(
    asked.map((strokes) => strokes.length),
    [1, 2, 2],
  );
});

test("a stroke that has grown is asked about again", async () => {
  let asked = 0;
  const ask = askInParts(async () => {
    asked += 1;
    return answerOf([digit(1, boxAt(80), [0])]);
  });
  const live = bar(200);
  const drawing = setDigit(THREE, DIGITS, 0, 7);
  await ask({ drawing: addStroke(drawing, live, "number"), mode: "number" }, signal);
  live.push([210, 10, 0.5]);
  await ask({ drawing: addStroke(drawing, live, "number"), mode: "number" }, signal);
  assert.equal(asked, 2);
});

test("without corrections the same drawing is asked about each time", async () => {
  let asked = 0;
  const ask = askInParts(async () => {
    asked += 1;
    return WHOLE;
  });
  await ask({ drawing: THREE, mode: "number" }, signal);
  await ask({ drawing: THREE, mode: "number" }, signal);
  assert.equal(asked, 2);
});

test("a drawing set by hand altogether has a reading without a question", async () => {
  const ask = askInParts(async () => assert.fail("nothing is to be asked"));
  const drawing = setDigit(drawingOf(A), [DIGITS[0]], 0, 6);
  const reading = await ask({ drawing, mode: "number" }, signal);
  assert.deepEqual([reading.text, reading.verdict], ["6", "recognized"]);
});

test("the receipt is that of what was read as a whole, never that of one corrected digit", () => {
  const whole = readingOf(THREE, [{ ...WHOLE, receipt: "whole", wanted: true }]);
  assert.deepEqual([whole.receipt, whole.isWanted], ["whole", true]);
  const split = splitDigit(drawingOf(A, B), [read(8, boxAt(0, 0, 60), [A, B])], 0, 20);
  const halves = ["left", "right"].map((receipt) => ({ ...answerOf([digit(1, boxAt(0), [0])]), receipt }));
  const reading = readingOf(split, halves);
  assert.deepEqual([reading.digits.length, reading.receipt, reading.isWanted], [2, null, false]);
});
