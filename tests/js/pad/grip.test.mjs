import assert from "node:assert/strict";
import { test } from "node:test";

import { Grip } from "../../../static/js/pad/grip.js";
import { Hand } from "../../../static/js/pad/hand.js";

const PLAIN = { scale: 1, dx: 0, dy: 0 };

/** @typedef {import("../../../static/js/base/types.js").Contact} Contact */

/** A grip and its hand, which tell what the sheet does at each contact. */
function gripped() {
  const hand = new Hand();
  const grip = new Grip(hand);
  return (
    /** @type {Contact["type"]} */ type,
    /** @type {number} */ id,
    /** @type {[number, number]} */ [x, y],
    { isFree = true, device = "touch", button = 0 } = {},
  ) => {
    const isPrimary = id === 1;
    const places = [{ x, y, pressure: 0.5 }];
    /** @type {Contact} */
    const contact = { type, id, isPrimary, device, button, buttons: 1, at: 5000, places };
    hand.follow(contact);
    return grip.follow(contact, PLAIN, isFree);
  };
}

test("two fingers that come together hold the sheet, until one of them leaves", () => {
  const at = gripped();
  assert.equal(at("pointerdown", 1, [100, 100]), null);
  assert.deepEqual(at("pointerdown", 2, [200, 100]), PLAIN);
  assert.deepEqual(at("pointermove", 2, [300, 100]), { scale: 2, dx: -100, dy: -100 });
  assert.equal(at("pointerup", 2, [300, 100]), null);
  assert.equal(at("pointermove", 1, [150, 150]), null);
});

test("nobody takes hold of a sheet that is drawn on", () => {
  const at = gripped();
  at("pointerdown", 1, [100, 100], { isFree: false });
  assert.equal(at("pointerdown", 2, [200, 100], { isFree: false }), null);
  assert.equal(at("pointermove", 2, [300, 100], { isFree: false }), null);
});

test("the wheel's button moves the sheet, the others do not", () => {
  const at = gripped();
  const mouse = { device: "mouse" };
  assert.equal(at("pointerdown", 1, [10, 10], { ...mouse, button: 0 }), null);
  at("pointerup", 1, [10, 10], mouse);
  assert.deepEqual(at("pointerdown", 1, [10, 10], { ...mouse, button: 1 }), PLAIN);
  assert.deepEqual(at("pointermove", 1, [30, 15], mouse), { scale: 1, dx: 20, dy: 5 });
});
