import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { load, save, strokesFrom } from "../../../static/js/base/storage.js";

const provide = (/** @type {() => Partial<Storage> | undefined} */ getter) =>
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, get: getter });

afterEach(() => provide(() => undefined));

test("what was saved is loaded", () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const setItem = (/** @type {string} */ key, /** @type {string} */ value) => {
    kept.set(key, value);
  };
  provide(() => ({ getItem: (key) => kept.get(key) ?? null, setItem }));
  assert.equal(save("sessionStorage", "strokes", [[[1, 2, 0.5]]]), true);
  assert.deepEqual(load("sessionStorage", "strokes"), [[[1, 2, 0.5]]]);
  assert.equal(load("sessionStorage", "nothing"), null);
});

test("blocked storage is no memory, and no error", () => {
  provide(() => {
    throw new Error("SecurityError");
  });
  assert.equal(load("sessionStorage", "strokes"), null);
  assert.equal(save("sessionStorage", "strokes", []), false);
});

test("a value that is not JSON is no memory", () => {
  provide(() => ({ getItem: () => "{broken" }));
  assert.equal(load("sessionStorage", "strokes"), null);
});

test("strokes that were kept are strokes again", () => {
  assert.deepEqual(strokesFrom([[[1, 2, 0.5]]]), [[[1, 2, 0.5]]]);
});

test("anything else is an empty drawing", () => {
  for (const value of [null, "7", {}, [[]], [[[1, 2]]], [[[1, "2", 0.5]]], [[[1, null, 0.5]]], [7]]) {
    assert.deepEqual(strokesFrom(value), [], JSON.stringify(value));
  }
});
