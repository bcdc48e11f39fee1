import assert from "node:assert/strict";
import { test } from "node:test";

import { agreementIn, barsOf, majorityOf } from "../../../static/js/admin/side-by-side.js";
import { answerOf, boxAt, digit } from "../drawings.mjs";

const messages = {
  agree: "All read {text}.",
  one: "It reads {text}.",
  differ: "They disagree: {readings}.",
  reading_of: "{text} by {versions}",
  nothing: "nothing",
};

const read = (/** @type {number} */ version, /** @type {string} */ text) => ({ ...answerOf([]), version, text });

test("versions that read the same agree", () => {
  assert.equal(agreementIn(messages, [read(1, "5"), read(2, "5")]), "All read 5.");
  assert.equal(agreementIn(messages, [read(1, "5")]), "It reads 5.");
});

test("who reads what is named, the reading of most first", () => {
  const answers = [read(1, "6"), read(2, "5"), read(3, "5"), read(4, "")];
  assert.equal(agreementIn(messages, answers), "They disagree: 5 by 2, 3; 6 by 1; nothing by 4.");
});

test("a version that cannot be loaded has no say", () => {
  assert.equal(agreementIn(messages, [read(1, "5"), { version: 2, error: "gone" }, read(3, "5")]), "All read 5.");
  assert.equal(agreementIn(messages, [{ version: 2, error: "gone" }]), "");
});

test("a majority is more than any other reading has", () => {
  assert.equal(majorityOf([read(1, "5"), read(2, "6"), read(3, "5")]), "5");
  assert.equal(majorityOf([read(1, "5"), read(2, "6")]), null);
  assert.equal(majorityOf([]), null);
});

test("one digit has ten bars, a number one for each digit", () => {
  const probabilities = [0, 0, 0.2, 0, 0, 0, 0, 0.8, 0, 0];
  const seven = { ...digit(7, boxAt(0), [], 0.7), probabilities };
  const bars = barsOf({ digits: [seven] });
  assert.equal(bars.length, 10);
  assert.deepEqual(bars[7], { label: "7", share: 0.8, isBest: true });
  assert.deepEqual(bars[2], { label: "2", share: 0.2, isBest: false });
  assert.deepEqual(
    barsOf({ digits: [seven, { ...seven, digit: 1, confidence: 0.4 }] }).map(({ label, share }) => [label, share]),
    [
      ["7", 0.7],
      ["1", 0.4],
    ],
  );
  assert.deepEqual(barsOf({ digits: [] }), []);
});
