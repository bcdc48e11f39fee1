import assert from "node:assert/strict";
import { test } from "node:test";

import { correcting } from "../../../static/js/feedback/claims.js";
import { Giver } from "../../../static/js/feedback/giver.js";
import { addStroke, BLANK, removeDigit, setDigit } from "../../../static/js/ink/corrections.js";
import { ApiError } from "../../../static/js/net/http.js";
import { bar, boxAt, drawingOf, PHOTO, read, readingOf } from "../drawings.mjs";

/** @typedef {import("../../../static/js/net/feedback.js").Gift} Gift */

const [A, B] = [bar(0), bar(40)];
const DIGITS = [read(5, boxAt(0), [A]), read(0, boxAt(40), [B])];
const READING = readingOf(DIGITS, { receipt: "whole" });
const WANTED = { ...READING, isWanted: true };

/**
 * A giver with its server and its person.
 *
 * @param {{isAgreed?: boolean, isByLot?: boolean, answer?: {byLot: boolean} | null, remembers?: boolean}} [options]
 */
function setUp({ isAgreed = true, isByLot = true, answer = null, remembers = true } = {}) {
  const consent = /** @type {import("../../../static/js/feedback/consent.js").Consent} */ (
    /** @type {unknown} */ ({
      edition: 1,
      name: "name",
      isGiven: isAgreed,
      isByLot,
      /** @param {boolean} byLot */
      agree(byLot) {
        Object.assign(this, remembers ? { isGiven: true, isByLot: byLot } : {});
        return remembers;
      },
    })
  );
  /** @type {Gift[]} */
  const gifts = [];
  /** @type {(Gift | number)[]} */
  const log = [];
  /** @type {{trouble: ApiError | null, isGone: boolean, asked: number}} */
  const server = { trouble: null, isGone: false, asked: 0 };
  const fail = () => {
    if (server.trouble) throw server.trouble;
  };
  const giver = new Giver({
    consent,
    client: {
      give: async (gift) => {
        fail();
        log.push(gift);
        return gifts.push(gift);
      },
      takeBack: async (_name, id) => {
        fail();
        if (server.isGone) throw new ApiError("refused", { status: 404 });
        log.push(id);
      },
    },
    device: () => "pen",
    cut: async (_picture, region) => `data:,${region.join()}`,
    askConsent: async () => {
      server.asked += 1;
      return answer;
    },
    onChange: () => {},
  });
  return { giver, gifts, log, server, consent };
}

test("nothing is asked of nothing, and of a reading whether it was right", () => {
  const { giver } = setUp();
  assert.equal(giver.question, "none");
  giver.show(READING, drawingOf(A, B));
  assert.equal(giver.question, "asked");
});

test("nothing leaves before somebody agreed: no is no, and may be asked again", async () => {
  const { giver, gifts, server } = setUp({ isAgreed: false, answer: null });
  const drawing = drawingOf(A, B);
  giver.show(WANTED, drawing);
  await giver.give();
  await giver.finish(drawing);
  assert.deepEqual([gifts.length, server.asked, giver.question], [0, 1, "asked"]);
});

test("who agrees gives what was shown, and is not asked again", async () => {
  const { giver, gifts, server } = setUp({ isAgreed: false, answer: { byLot: false } });
  giver.show(READING, drawingOf(A, B));
  await giver.give();
  giver.show(READING, drawingOf(A, B));
  await giver.give();
  assert.equal(server.asked, 1);
  assert.deepEqual(gifts[0], {
    contributor: "name",
    consent: 1,
    receipt: "whole",
    device: "pen",
    strokes: [A, B],
    digits: [
      { said: 5, strokes: [0] },
      { said: 0, strokes: [1] },
    ],
  });
});

test("a browser that remembers nothing gives nothing", async () => {
  const { giver, gifts } = setUp({ isAgreed: false, answer: { byLot: true }, remembers: false });
  giver.show(READING, drawingOf(A, B));
  await giver.give();
  assert.deepEqual([gifts.length, giver.note.kind], [0, "unremembered"]);
});

test("what is given is not asked about, until it is taken back", async () => {
  const { giver, log } = setUp();
  const drawing = drawingOf(A, B);
  giver.show(READING, drawing);
  await giver.give();
  assert.deepEqual([giver.question, giver.note.kind, giver.id], ["none", "given", 1]);
  await giver.give();
  await giver.takeBack();
  assert.deepEqual([giver.question, giver.note.kind, giver.id], ["asked", "taken", null]);
  assert.equal(log.at(-1), 1);
  assert.equal(log.length, 2, "given once, taken back once");
});

test("a correction is given when the drawing is done with, once", async () => {
  const { giver, gifts } = setUp({ isByLot: false });
  const drawing = correcting(setDigit(drawingOf(A, B), DIGITS, 1, 7), READING);
  giver.show(readingOf([DIGITS[0], read(7, boxAt(40), [B])], { isCorrected: true }), drawing);
  assert.equal(giver.question, "corrected");
  await Promise.all([giver.finish(drawing), giver.finish(drawing)]);
  giver.show(null, BLANK);
  await giver.finish(drawing);
  assert.equal(gifts.length, 1);
  assert.deepEqual(
    gifts[0].digits.map(({ said }) => said),
    [5, 7],
  );
  assert.equal(giver.note.kind, "given", "what became of it stands under the blank sheet");
});

test("a correction that has not been read yet is not given", async () => {
  const { giver, gifts } = setUp();
  const plain = drawingOf(A, B);
  giver.show(READING, plain);
  await giver.finish(correcting(setDigit(plain, DIGITS, 1, 7), READING));
  assert.deepEqual(gifts, []);
});

for (const [isByLot, isWanted, given] of [
  [true, true, 1],
  [false, true, 0],
  [true, false, 0],
]) {
  test(`by lot ${isByLot}, wanted ${isWanted}: ${given} given of which nothing was said`, async () => {
    const { giver, gifts } = setUp({ isByLot: Boolean(isByLot) });
    const drawing = drawingOf(A, B);
    giver.show({ ...READING, isWanted: Boolean(isWanted) }, drawing);
    await giver.finish(drawing);
    assert.equal(gifts.length, given);
    assert.deepEqual(
      gifts.flatMap(({ digits }) => digits.map((digit) => "said" in digit)),
      new Array(2 * Number(given)).fill(false),
    );
  });
}

test("what was confirmed is not given once more by lot, though it went on", async () => {
  const { giver, gifts } = setUp();
  const drawing = drawingOf(A);
  giver.show(readingOf([DIGITS[0]], { receipt: "one" }), drawing);
  await giver.give();
  const grown = addStroke(drawing, B, "number");
  giver.show(WANTED, grown);
  await giver.finish(grown);
  assert.equal(gifts.length, 1);
});

test("what is given of a drawing that went on takes the place of what was given before", async () => {
  const { giver, log } = setUp();
  const drawing = drawingOf(A);
  giver.show(readingOf([DIGITS[0]], { receipt: "one" }), drawing);
  await giver.give();
  giver.show(READING, addStroke(drawing, B, "number"));
  assert.equal(giver.question, "asked");
  await giver.give();
  assert.deepEqual(
    log.map((entry) => (typeof entry === "number" ? entry : entry.receipt)),
    ["one", 1, "whole"],
  );
});

test("of another drawing nothing is taken back", async () => {
  const { giver, log } = setUp();
  giver.show(READING, drawingOf(A, B));
  await giver.give();
  giver.show(READING, drawingOf(A.slice(), B));
  await giver.give();
  assert.equal(log.filter((entry) => typeof entry === "number").length, 0);
});

test("what was taken back is given again by hand alone", async () => {
  const { giver, gifts } = setUp();
  const drawing = correcting(removeDigit(drawingOf(A, B), DIGITS, 1), READING);
  giver.show(readingOf([DIGITS[0]]), drawing);
  await giver.finish(drawing);
  await giver.takeBack();
  giver.show(readingOf([DIGITS[0]]), drawing);
  await giver.finish(drawing);
  assert.equal(gifts.length, 1);
  await giver.give();
  assert.equal(gifts.length, 2);
});

test("what went wrong is told, and can be tried again", async () => {
  const { giver, gifts, server } = setUp();
  giver.show(READING, drawingOf(A, B));
  server.trouble = new ApiError("away");
  await giver.give();
  assert.deepEqual([giver.note.kind, giver.question, giver.isGiving], ["failed", "asked", false]);
  server.trouble = null;
  await giver.give();
  assert.deepEqual([giver.note.kind, gifts.length], ["given", 1]);
});

test("an earlier claim that is gone already is no reason to give nothing; one that stays is", async () => {
  const { giver, gifts, server } = setUp();
  const drawing = drawingOf(A);
  giver.remember(drawing, 40);
  giver.show(READING, addStroke(drawing, B, "number"));
  server.trouble = new ApiError("away");
  await giver.give();
  assert.deepEqual([giver.note.kind, gifts.length], ["failed", 0]);
  Object.assign(server, { trouble: null, isGone: true });
  await giver.give();
  assert.deepEqual([giver.note.kind, gifts.length], ["given", 1]);
});

test("a drawing that was given before a reload is still given", () => {
  const { giver } = setUp();
  const drawing = drawingOf(A, B);
  giver.remember(drawing, 40);
  giver.show(READING, drawing);
  assert.deepEqual([giver.question, giver.note.kind, giver.id], ["none", "given", 40]);
});

test("while another drawing is there, the note says of which it speaks", async () => {
  const { giver } = setUp();
  const drawing = drawingOf(A);
  giver.show(readingOf([DIGITS[0]], { receipt: "one" }), drawing);
  await giver.give();
  assert.equal(giver.isNoteOfEarlier, false);
  await giver.finish(drawing);
  giver.show(null, BLANK);
  assert.equal(giver.isNoteOfEarlier, false, "a blank sheet is no other drawing");
  const next = drawingOf(B);
  giver.show(READING, next);
  assert.deepEqual([giver.note.kind, giver.isNoteOfEarlier, giver.question], ["given", true, "asked"]);
  await giver.finish(next);
  assert.equal(giver.note.kind, "none");
});

test("of a picture the cut-outs are given, and none that is larger than is taken", async () => {
  const { giver, gifts } = setUp();
  giver.show(readingOf([read(5, [0, 0, 20, 40]), read(0, [30, 0, 20, 40])], { receipt: "photo" }), PHOTO);
  await giver.give();
  assert.deepEqual([gifts[0].device, gifts[0].strokes], ["picture", null]);
  assert.deepEqual(gifts[0].digits, [
    { said: 5, image: "data:,0,0,20,40" },
    { said: 0, image: "data:,30,0,20,40" },
  ]);
});
