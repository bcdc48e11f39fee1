import assert from "node:assert/strict";
import { test } from "node:test";

import {
  confidenceIn,
  fill,
  ignoredIn,
  joined,
  nameOf,
  percent,
  spokenIn,
  verdictIn,
} from "../../../static/js/base/texts.js";
import { answerOf, boxAt, read } from "../drawings.mjs";

const MESSAGES = {
  blank: "Nothing yet.",
  recognized: "Recognized.",
  uncertain: "Perhaps {text}.",
  uncertain_some: "Perhaps {text}. Look.",
  not_a_digit: "No digit.",
  not_all_digits: "Not all digits.",
  by_hand: "You set {digits}.",
  empty: "No ink.",
  empty_picture: "No digits in the picture.",
  confidence: "Confidence {confidence}",
  confidence_others: "Others {confidence}",
  sentence: "{words}.",
  corrected: "corrected",
  tab: "{digit}, {position} of {count}, {confidence}",
  tab_shaky: "{digit}, {position} of {count}, look, {confidence}",
  ignored: "Marks left out.",
  ignored_dot: "A point left out.",
  tab_by_hand: "{digit}, {position} of {count}, by hand",
};
const BY_HAND = { isByHand: true, confidence: 1 };
/**
 * @typedef {import("../../../static/js/base/types.js").Reading} Reading
 *
 * @param {string} text
 * @param {Reading["verdict"]} verdict
 * @param {Partial<Reading>} [more]
 * @param {Partial<import("../../../static/js/base/types.js").ReadDigit>} [marks]
 * @returns {Reading}
 */
const readingOf = (text, verdict, more = {}, marks = {}) => ({
  ...answerOf([]),
  text,
  verdict,
  confidence: 0.934,
  isCorrected: false,
  receipt: null,
  isWanted: false,
  digits: [...text].map((one) => read(Number(one), [0, 0, 1, 1], [], marks)),
  ...more,
});
const verdict = (/** @type {Reading | null} */ reading, isPicture = false) => verdictIn(MESSAGES, reading, isPicture);

test("messages are filled by name, and unknown names are left as they are", () => {
  assert.equal(fill("{text}, {confidence} sure, {other}", { text: "42", confidence: "98%" }), "42, 98% sure, {other}");
  assert.equal(fill("{zero}", { zero: 0 }), "0");
});

test("a share is whole percents and never claims certainty", () => {
  assert.equal(percent(0.934, "en"), "93%");
  assert.equal(percent(1, "en"), ">\u00a099%");
  assert.equal(percent(0.995, "en"), ">\u00a099%");
  assert.equal(percent(0.994, "en"), "99%");
  assert.equal(percent(0.005, "en"), "1%");
  assert.equal(percent(0, "en"), "<\u00a01%");
});

test("every verdict has its words, for one digit and for several", () => {
  assert.equal(verdict(null), "Nothing yet.");
  assert.equal(verdict(readingOf("7", "recognized")), "Recognized.");
  assert.equal(verdict(readingOf("7", "uncertain")), "Perhaps 7.");
  assert.equal(verdict(readingOf("71", "uncertain")), "Perhaps 71. Look.");
  assert.equal(verdict(readingOf("7", "not_a_digit")), "No digit.");
  assert.equal(verdict(readingOf("71", "not_a_digit")), "Not all digits.");
  assert.equal(verdict(readingOf("7", "recognized", {}, BY_HAND)), "You set 7.");
});

test("what somebody set is said first, and what the network doubts after it", () => {
  const reading = (/** @type {"recognized" | "uncertain"} */ verdict) => ({
    ...readingOf("507", verdict, { isCorrected: true }),
    digits: [read(5, boxAt(0), [], BY_HAND), read(0, boxAt(40)), read(7, boxAt(80), [], BY_HAND)],
  });
  assert.equal(verdictIn(MESSAGES, reading("recognized"), false, "en"), "You set 5 and 7.");
  assert.equal(verdictIn(MESSAGES, reading("uncertain"), false, "en"), "You set 5 and 7. Perhaps 507. Look.");
  assert.equal(confidenceIn(MESSAGES, reading("recognized"), "en"), "Others 93%");
});

test("nothing found is said with the reason that came, or with a general one", () => {
  assert.equal(verdict(readingOf("", "empty")), "No ink.");
  assert.equal(verdict(readingOf("", "empty"), true), "No digits in the picture.");
  assert.equal(verdict(readingOf("", "empty", { reason: "Too dark." }), true), "Too dark.");
});

test("the confidence says that the reading was corrected", () => {
  assert.equal(confidenceIn(MESSAGES, readingOf("7", "recognized"), "en"), "Confidence 93%");
  assert.equal(
    confidenceIn(MESSAGES, readingOf("7", "recognized", { isCorrected: true }), "en"),
    "Confidence 93% · corrected",
  );
  assert.equal(confidenceIn(MESSAGES, readingOf("7", "recognized", { isCorrected: true }, BY_HAND), "en"), "");
  assert.equal(confidenceIn(MESSAGES, readingOf("", "empty"), "en"), "");
});

test("what is spoken says the number once", () => {
  assert.equal(spokenIn(MESSAGES, readingOf("71", "recognized"), false, "en"), "71. Recognized. Confidence 93%.");
  assert.equal(spokenIn(MESSAGES, readingOf("7", "uncertain"), false, "en"), "Perhaps 7. Confidence 93%.");
  assert.equal(spokenIn(MESSAGES, readingOf("", "empty"), false, "en"), "No ink.");
  assert.equal(spokenIn(MESSAGES, null, false, "en"), "Nothing yet.");
});

test("it is spoken with the full stops of the language, after which Chinese leaves no space", () => {
  const chinese = { ...MESSAGES, recognized: "已识别。", confidence: "置信度 {confidence}", sentence: "{words}。" };
  assert.equal(spokenIn(chinese, readingOf("71", "recognized"), false, "zh-hans"), "71。已识别。置信度 93%。");
});

test("sentences that are missing leave no gap", () => {
  assert.equal(joined("One.", "", "Two."), "One. Two.");
  assert.equal(joined("一。", "C = 2。", ""), "一。C = 2。");
});

test("a digit is named with its place, and whether it was set by hand or is worth a look", () => {
  const digits = [read(5, boxAt(0)), read(0, boxAt(0), [], BY_HAND), { ...read(0, boxAt(0)), digit: null }];
  assert.deepEqual(
    [0, 1, 2].map((at) => nameOf(MESSAGES, digits, at, { locale: "en", isShaky: at > 0 })),
    ["5, 1 of 3, 90%", "0, 2 of 3, by hand", "?, 3 of 3, look, 90%"],
  );
});

test("what was left out is said by its kind, or as marks where there are several kinds, and read out", () => {
  const mark = (/** @type {"dot" | "sign"} */ kind) => ({ kind, box: boxAt(0), strokes: [] });
  const reading = { ...readingOf("35", "recognized"), ignored: [mark("dot"), mark("dot")] };
  assert.equal(ignoredIn(MESSAGES, reading), "A point left out.");
  assert.match(spokenIn(MESSAGES, reading, false, "en"), /A point left out\.$/);
  assert.equal(ignoredIn(MESSAGES, { ...reading, ignored: [mark("dot"), mark("sign")] }), "Marks left out.");
  assert.equal(ignoredIn(MESSAGES, { ...reading, ignored: [] }), "");
  assert.equal(ignoredIn(MESSAGES, null), "");
});
