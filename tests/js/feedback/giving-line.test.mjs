import assert from "node:assert/strict";
import { test } from "node:test";

import { noteIn, troubleIn } from "../../../static/js/feedback/giving-line.js";
import { ApiError } from "../../../static/js/net/http.js";
import { drawingOf } from "../drawings.mjs";

const MESSAGES = {
  given: "Given.",
  given_by_lot: "By lot.",
  given_earlier: "The one before.",
  giving: "Giving…",
  taken_back: "Taken back.",
  not_remembered: "No memory.",
  give_away: "Away.",
  give_throttled: "Too much.",
  give_refused: "Not given: {detail}",
  give_broken: "Fault.",
};

/** @param {boolean} isByLot */
const given = (isByLot) => ({ kind: /** @type {const} */ ("given"), id: 1, drawing: drawingOf(), isByLot });

test("what became of a gift is told in a sentence", () => {
  assert.equal(noteIn(MESSAGES, { kind: "none" }, false), "");
  assert.equal(noteIn(MESSAGES, { kind: "giving" }, false), "Giving…");
  assert.equal(noteIn(MESSAGES, given(false), false), "Given.");
  assert.equal(noteIn(MESSAGES, given(true), false), "By lot.");
  assert.equal(noteIn(MESSAGES, given(true), true), "The one before.");
  assert.equal(noteIn(MESSAGES, { kind: "taken" }, false), "Taken back.");
  assert.equal(noteIn(MESSAGES, { kind: "unremembered" }, false), "No memory.");
  assert.equal(noteIn(MESSAGES, { kind: "failed", error: new ApiError("away") }, false), "Away.");
});

test("why something was not given is told as the server says it, where it does", () => {
  assert.equal(troubleIn(MESSAGES, new ApiError("refused", { detail: "Given before." })), "Not given: Given before.");
  assert.equal(troubleIn(MESSAGES, new ApiError("throttled")), "Too much.");
  assert.equal(troubleIn(MESSAGES, new ApiError("broken")), "Fault.");
});
