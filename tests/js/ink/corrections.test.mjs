import assert from "node:assert/strict";
import { test } from "node:test";

import { isAllowed, perform } from "../../../static/js/draw/digit-actions.js";
import {
  addStroke,
  BLANK,
  erase,
  isCorrected,
  mergeDigits,
  pinsFrom,
  removeDigit,
  savedPins,
  setDigit,
  splitDigit,
  withoutCorrections,
} from "../../../static/js/ink/corrections.js";
import { bar, boxAt, drawingOf, PHOTO, read, stroke, there } from "../drawings.mjs";

const [A, B, C] = [bar(0), bar(40), bar(80)];
const THREE = drawingOf(A, B, C);
const DIGITS = [read(5, boxAt(0), [A]), read(0, boxAt(40), [B]), read(4, boxAt(80), [C])];
const PHOTO_DIGITS = [read(5, [0, 0, 20, 40]), read(0, [30, 0, 20, 40])];

test("a digit that is set by hand is pinned with its ink, and remembers how it was read", () => {
  const { pins, strokes } = setDigit(THREE, DIGITS, 1, 7);
  assert.deepEqual([pins.length, pins[0].strokes, pins[0].digit], [1, [B], 7]);
  assert.equal(pins[0].seen?.digit, 0);
  assert.deepEqual(strokes, [A, B, C]);
});

test("a digit without ink, as of an answer that the drawing has outrun, cannot be corrected", () => {
  const digits = [DIGITS[0], read(0, boxAt(40), []), read(4, boxAt(80), [])];
  assert.equal(setDigit(THREE, digits, 1, 7), THREE);
  assert.equal(mergeDigits(THREE, digits, 1, 2), THREE);
  assert.equal(splitDigit(THREE, digits, 1, 50), THREE);
});

test("setting a digit twice leaves one correction", () => {
  const once = setDigit(THREE, DIGITS, 1, 7);
  const digits = [DIGITS[0], { ...DIGITS[1], digit: 7, pin: once.pins[0], isByHand: true }, DIGITS[2]];
  assert.deepEqual(
    setDigit(once, digits, 1, 8).pins.map((pin) => pin.digit),
    [8],
  );
});

test("a split makes two digits of the strokes on either side", () => {
  const digits = [read(8, boxAt(0, 0, 60), [A, B]), DIGITS[2]];
  const { pins, strokes } = splitDigit(THREE, digits, 0, 20);
  assert.deepEqual(
    pins.map((pin) => pin.strokes),
    [[A], [B]],
  );
  assert.deepEqual(strokes, [A, B, C]);
});

test("a split cuts a stroke in the drawing too, in its place", () => {
  const both = stroke([0, 0], [0, 50], [30, 50], [30, 0]);
  const drawing = drawingOf(both, C);
  const { pins, strokes } = splitDigit(drawing, [read(8, boxAt(0, 0, 30), [both]), DIGITS[2]], 0, 15);
  assert.deepEqual(strokes, [...pins[0].strokes, ...pins[1].strokes, C]);
});

test("a split beside the ink changes nothing", () => {
  assert.equal(splitDigit(THREE, DIGITS, 1, 500), THREE);
  assert.equal(splitDigit(PHOTO, PHOTO_DIGITS, 0, 500), PHOTO);
});

test("a split digit that was set by hand is read anew", () => {
  const drawing = setDigit(THREE, [read(8, boxAt(0), [A, B]), DIGITS[2]], 0, 3);
  const digits = [{ ...read(3, boxAt(0), [A, B]), pin: drawing.pins[0], isByHand: true }, DIGITS[2]];
  const split = splitDigit(drawing, digits, 0, 20);
  assert.deepEqual(
    split.pins.map((pin) => [pin.strokes, pin.digit]),
    [
      [[A], null],
      [[B], null],
    ],
  );
});

test("joined digits are one group, in the order drawn", () => {
  assert.deepEqual(
    mergeDigits(THREE, DIGITS, 1, 0).pins.map((pin) => pin.strokes),
    [[A, B]],
  );
});

test("a removed mark takes its ink and its correction away", () => {
  const drawing = removeDigit(setDigit(THREE, DIGITS, 1, 7), DIGITS, 1);
  assert.deepEqual([drawing.strokes, drawing.pins], [[A, C], []]);
});

test("a stroke that two digits share is cut before one of them is pinned", () => {
  const both = stroke([0, 0], [0, 50], [40, 50], [40, 0]);
  const digits = [read(1, boxAt(0, 0, 5), [both]), read(7, boxAt(35, 0, 5), [both])];
  const { strokes, pins } = setDigit(drawingOf(both), digits, 1, 4);
  assert.equal(strokes.length, 2);
  assert.deepEqual(pins[0].strokes, [strokes[1]]);
});

test("writing on keeps corrections", () => {
  const drawing = addStroke(setDigit(THREE, DIGITS, 1, 7), bar(120), "number");
  assert.deepEqual([drawing.strokes.length, drawing.pins[0].strokes, drawing.pins[0].digit], [4, [B], 7]);
});

test("a late bar across a corrected digit joins it", () => {
  const split = splitDigit(THREE, [read(8, boxAt(0, 0, 60), [A, B]), DIGITS[2]], 0, 20);
  const late = stroke([38, 50], [42, 50]);
  const { pins } = addStroke(split, late, "number");
  assert.deepEqual(
    pins.map((pin) => pin.strokes),
    [[A], [B, late]],
  );
});

test("a stroke above or far beside a corrected digit does not join it", () => {
  const drawing = setDigit(THREE, DIGITS, 1, 7);
  for (const far of [stroke([38, -90], [42, -60]), stroke([42, 50], [72, 50])]) {
    assert.deepEqual(addStroke(drawing, far, "number").pins[0].strokes, [B]);
  }
});

test("in one digit every stroke belongs to it", () => {
  const drawing = setDigit(drawingOf(A), [DIGITS[0]], 0, 7);
  assert.deepEqual(addStroke(drawing, C, "digit").pins[0].strokes, [A, C]);
});

test("a stroke over a picture starts a new drawing", () => {
  assert.deepEqual(addStroke(PHOTO, A, "number"), drawingOf(A));
});

test("erasing a stroke of a corrected digit keeps the rest of it, and has it read anew", () => {
  const drawing = setDigit(THREE, [read(8, boxAt(0), [A, B]), DIGITS[2]], 0, 3);
  const { pins } = erase(drawing, [A]);
  assert.deepEqual([pins[0].strokes, pins[0].digit, pins[0].seen], [[B], 3, null]);
});

test("erasing what is not there changes nothing", () => {
  assert.equal(erase(THREE, [bar(500)]), THREE);
});

test("a digit of a picture is pinned by its region", () => {
  const set = setDigit(PHOTO, PHOTO_DIGITS, 0, 7);
  assert.deepEqual([set.pins[0].region, set.pins[0].digit], [[0, 0, 20, 40], 7]);
  const gone = removeDigit(PHOTO, PHOTO_DIGITS, 1);
  assert.deepEqual([gone.pins[0].region, gone.pins[0].isDropped], [[30, 0, 20, 40], true]);
});

test("a box in a picture is cut in two regions and joined to one", () => {
  const split = splitDigit(PHOTO, PHOTO_DIGITS, 0, 8);
  assert.deepEqual(
    split.pins.map((pin) => pin.region),
    [
      [0, 0, 8, 40],
      [8, 0, 12, 40],
    ],
  );
  const digits = split.pins.map((pin) => read(1, there(pin.region), [], { pin }));
  assert.deepEqual(
    mergeDigits(split, digits, 0, 1).pins.map((pin) => pin.region),
    [[0, 0, 20, 40]],
  );
});

test("nothing that is given is changed", () => {
  const before = structuredClone(THREE);
  for (const change of [setDigit, splitDigit, mergeDigits, removeDigit])
    change(THREE, DIGITS, 1, change === mergeDigits ? 2 : 41);
  addStroke(THREE, bar(120), "number");
  assert.deepEqual(THREE, before);
});

test("corrections are saved by the strokes' places and come back", () => {
  const drawing = setDigit(splitDigit(THREE, [read(8, boxAt(0, 0, 60), [A, B]), DIGITS[2]], 0, 20), DIGITS, 2, 9);
  const saved = JSON.parse(JSON.stringify(savedPins(drawing)));
  const pins = pinsFrom(saved, drawing);
  assert.deepEqual(
    pins.map((pin) => [pin.strokes, pin.digit]),
    [
      [[A], null],
      [[B], null],
      [[C], 9],
    ],
  );
});

test("corrections of a picture are saved by their places and come back", () => {
  const drawing = removeDigit(setDigit(PHOTO, PHOTO_DIGITS, 0, 9), PHOTO_DIGITS, 1);
  const saved = JSON.parse(JSON.stringify(savedPins(drawing)));
  assert.deepEqual(
    pinsFrom(saved, drawing).map((pin) => [pin.region, pin.digit, pin.isDropped, pin.strokes]),
    [
      [PHOTO_DIGITS[0].box, 9, false, []],
      [PHOTO_DIGITS[1].box, null, true, []],
    ],
  );
});

test("corrections of a picture mean nothing on strokes, nor the other way round", () => {
  assert.deepEqual(pinsFrom(savedPins(setDigit(PHOTO, PHOTO_DIGITS, 0, 9)), THREE), []);
  assert.deepEqual(pinsFrom(savedPins(setDigit(THREE, DIGITS, 0, 9)), PHOTO), []);
});

test("anything else in storage is no correction", () => {
  for (const value of [
    null,
    7,
    [null],
    [{}],
    [{ strokes: [], digit: 1 }],
    [{ strokes: [9], digit: 1 }],
    [{ strokes: ["length"], digit: 1 }],
    [{ strokes: [0], digit: 10 }],
  ]) {
    assert.deepEqual(pinsFrom(value, THREE), []);
  }
  for (const region of [null, 7, [0, 0, 20], [0, 0, 0, 40], [0, 0, "20", 40]]) {
    assert.deepEqual(pinsFrom([{ strokes: [], region, digit: 1, isDropped: false }], PHOTO), []);
  }
});

test("there is a neighbour to join on the right, on the left, or none", () => {
  const can = (/** @type {number} */ index) => [
    isAllowed("before", DIGITS, index, "number"),
    isAllowed("after", DIGITS, index, "number"),
  ];
  assert.deepEqual([0, 1, 2, -1].map(can), [
    [false, true],
    [true, true],
    [true, false],
    [false, false],
  ]);
});

test("one digit is neither split nor joined, and a bar has no two sides", () => {
  const wide = [read(8, boxAt(0, 0, 60), [A, B])];
  assert.deepEqual([isAllowed("split", wide, 0, "number"), isAllowed("split", wide, 0, "digit")], [true, false]);
  assert.equal(isAllowed("split", DIGITS, 0, "number"), false);
  assert.equal(isAllowed("set", wide, 0, "digit"), true);
});

test("ink that was erased since it was read is not corrected", () => {
  assert.equal(perform({ kind: "set", value: 3 }, drawingOf(A), DIGITS, 1), null);
  assert.equal(perform({ kind: "after" }, drawingOf(A), DIGITS, 0), null);
});

test("after a correction one looks where it was", () => {
  assert.deepEqual(perform({ kind: "set", value: 3 }, THREE, DIGITS, 1)?.gaze, [50, 50]);
  assert.deepEqual(perform({ kind: "after" }, THREE, DIGITS, 0)?.gaze, [30, 50]);
});

test("a removed digit stays known as ink that is none; a picture keeps its place alone", () => {
  const once = removeDigit(THREE, DIGITS, 1);
  assert.deepEqual([once.strokes, once.removed, isCorrected(once)], [[A, C], [[B]], true]);
  const twice = removeDigit(once, [DIGITS[0], DIGITS[2]], 0);
  assert.deepEqual([twice.strokes, twice.removed], [[C], [[B], [A]]]);
  assert.deepEqual(removeDigit(PHOTO, PHOTO_DIGITS, 0).removed, []);
  assert.equal(removeDigit(THREE, [read(5, boxAt(0), [])], 0), THREE, "no ink, nothing to remove");
});

test("a drawing keeps what it began with, whatever is done to it; another one begins anew", () => {
  const begun = addStroke(BLANK, A, "number");
  const grown = addStroke(begun, B, "number");
  assert.equal(begun.origin, A);
  assert.equal(erase(grown, [A]).origin, A);
  assert.equal(setDigit(grown, DIGITS.slice(0, 2), 1, 7).origin, A);
  assert.equal(addStroke(PHOTO, C, "number").origin, C);
  assert.equal(PHOTO.origin, PHOTO.picture);
});

test("ink on a sheet of which all was removed is a new drawing", () => {
  const empty = removeDigit(drawingOf(A), [DIGITS[0]], 0);
  const next = addStroke(empty, B, "number");
  assert.deepEqual([next.removed, next.origin, isCorrected(next)], [[], B, false]);
});

test("what is added to a corrected drawing outgrows the reading that was corrected", () => {
  const corrects = { receipt: "whole", isWanted: false, isOutgrown: false };
  const grown = addStroke({ ...setDigit(THREE, DIGITS, 1, 7), corrects }, bar(200), "number");
  assert.deepEqual(grown.corrects, { ...corrects, isOutgrown: true });
  assert.equal(addStroke(THREE, bar(200), "number").corrects, null);
});

test("all corrections can be taken back, and without any the drawing is the same", () => {
  const corrected = { ...removeDigit(setDigit(THREE, DIGITS, 1, 7), DIGITS, 0), corrects: null };
  const plain = withoutCorrections(corrected);
  assert.deepEqual([plain.pins, plain.removed, plain.strokes], [[], [], corrected.strokes]);
  assert.equal(withoutCorrections(plain), plain);
});
