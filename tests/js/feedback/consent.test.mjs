import assert from "node:assert/strict";
import { test } from "node:test";

import { Consent, newName } from "../../../static/js/feedback/consent.js";

/** @param {{isFull?: boolean}} [options] */
function memory({ isFull = false } = {}) {
  /** @type {Map<string, unknown>} */
  const kept = new Map();
  return {
    load: (/** @type {string} */ key) => kept.get(key) ?? null,
    save: (/** @type {string} */ key, /** @type {unknown} */ value) => {
      if (!isFull) kept.set(key, value);
      return !isFull;
    },
  };
}

test("nobody agrees by saying nothing", () => {
  const consent = new Consent(1, memory());
  assert.deepEqual([consent.isGiven, consent.isByLot, consent.name], [false, false, null]);
});

test("who agrees gets a name, and is known by it wherever this browser shows the page", () => {
  const shared = memory();
  const consent = new Consent(1, shared);
  assert.equal(consent.agree(true), true);
  const elsewhere = new Consent(1, shared);
  assert.match(String(consent.name), /^[A-Za-z0-9_-]{43}$/);
  assert.deepEqual([elsewhere.isGiven, elsewhere.isByLot, elsewhere.name], [true, true, consent.name]);
});

test("whether drawings are given by lot is a choice of its own, and no new name", () => {
  const consent = new Consent(1, memory());
  consent.agree(false);
  const { name } = consent;
  assert.deepEqual([consent.isGiven, consent.isByLot], [true, false]);
  consent.agree(true);
  assert.deepEqual([consent.isByLot, consent.name], [true, name]);
});

test("what was agreed to is one text: another edition has to be asked for anew", () => {
  const shared = memory();
  new Consent(1, shared).agree(true);
  const next = new Consent(2, shared);
  assert.deepEqual([next.isGiven, next.isByLot], [false, false]);
  assert.notEqual(next.name, null, "what was given is still found");
});

test("who withdraws keeps the name, to find what was given; who forgets has none", () => {
  const consent = new Consent(1, memory());
  consent.agree(true);
  const { name } = consent;
  consent.withdraw();
  assert.deepEqual([consent.isGiven, consent.isByLot, consent.name], [false, false, name]);
  consent.agree(false);
  assert.equal(consent.name, name);
  consent.forget();
  assert.deepEqual([consent.isGiven, consent.name], [false, null]);
});

test("a browser without a memory cannot agree", () => {
  const consent = new Consent(1, memory({ isFull: true }));
  assert.equal(consent.agree(true), false);
  assert.equal(consent.isGiven, false);
});

for (const choice of ["yes", 1, true, [], { edition: "1" }]) {
  test(`${JSON.stringify(choice)} in the storage is nobody's consent`, () => {
    const shared = memory();
    new Consent(1, shared).agree(true);
    shared.save("digitweb.consent", choice);
    assert.equal(new Consent(1, shared).isGiven, false);
  });
}

test("a name that was tampered with is none", () => {
  const shared = memory();
  const consent = new Consent(1, shared);
  consent.agree(true);
  shared.save("digitweb.contributor", "me");
  assert.deepEqual([consent.name, consent.isGiven], [null, false]);
});

test("names are random and go through headers as they are", () => {
  const names = new Set(Array.from({ length: 200 }, newName));
  assert.equal(names.size, 200);
  for (const name of names) assert.match(name, /^[A-Za-z0-9_-]{43}$/);
});
