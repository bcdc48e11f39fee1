import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, Hand, placeOf } from "../../../static/js/pad/hand.js";

/**
 * @param {Partial<import("../../../static/js/base/types.js").Contact>} changes
 * @returns {import("../../../static/js/base/types.js").Contact}
 */
const contact = (changes) => ({
  type: "pointerdown",
  id: 1,
  isPrimary: true,
  device: "touch",
  button: 0,
  buttons: 1,
  at: 0,
  places: [{ x: 0, y: 0, pressure: 0.5 }],
  ...changes,
});

test("a contact is where it was last", () => {
  const one = contact({
    places: [
      { x: 9, y: 9, pressure: 0.5 },
      { x: 3, y: 4, pressure: 0.5 },
    ],
  });
  assert.deepEqual(placeOf(one), [3, 4]);
  assert.equal(distance(one, contact({})), 5);
});

test("fingers count from down to up", () => {
  const hand = new Hand();
  hand.follow(contact({}));
  hand.follow(contact({ id: 2, isPrimary: false }));
  hand.follow(contact({ id: 2, isPrimary: false, type: "pointermove" }));
  assert.equal(hand.fingers, 2);
  hand.follow(contact({ id: 2, isPrimary: false, type: "pointercancel" }));
  hand.follow(contact({ type: "pointerup" }));
  assert.equal(hand.fingers, 0);
  hand.follow(contact({ device: "mouse" }));
  assert.equal(hand.fingers, 0);
});

test("a first finger is alone, also when the end of another was not heard", () => {
  const hand = new Hand();
  hand.follow(contact({ id: 1 }));
  hand.follow(contact({ id: 5 }));
  assert.equal(hand.fingers, 1);
});

test("a hand holds a pen for a second after the pen was there", () => {
  const hand = new Hand();
  assert.equal(hand.holdsPen(0), false);
  hand.follow(contact({ device: "pen", at: 5_000 }));
  assert.deepEqual(
    [5_000, 6_000, 6_001].map((at) => hand.holdsPen(at)),
    [true, true, false],
  );
});
