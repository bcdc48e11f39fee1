import assert from "node:assert/strict";
import { test } from "node:test";

import { levelPlaceAt, questionOf, startOf } from "../../../../static/js/learn/plays/descents.js";

/** @type {import("../../../../static/js/learn/plays/descents.js").SurfaceAnswer} */
const SURFACE = {
  name: "bowl",
  formula: "",
  gradient_formula: "",
  reach: 3,
  start: [-2.2, 1.8],
  learning_rates: [0.02, 0.4, 2.05],
  grid: [],
  level_places: [{ v: [0, 0], cost: 0, kind: "lowest" }],
};
const STATE = { sf: "bowl", op: "sgd", es: "step", v1: "", v2: "" };

test("the ball begins where the reader put it, and stays on the surface", () => {
  assert.deepEqual(startOf({ v1: "", v2: "" }, SURFACE), [-2.2, 1.8]);
  assert.deepEqual(startOf({ v1: "1.5", v2: "-9" }, SURFACE), [1.5, -3]);
});

test("a question says all that decides the way", () => {
  assert.deepEqual(questionOf({ ...STATE, v1: "1" }, SURFACE, 0.4), {
    surface: "bowl",
    start: [1, 1.8],
    learning_rate: 0.4,
    steps: 60,
    optimizer: "sgd",
    schedule: "step",
  });
});

test("a ball near a level place is there", () => {
  assert.equal(levelPlaceAt([0.01, -0.02], SURFACE.level_places)?.kind, "lowest");
  assert.equal(levelPlaceAt([0.1, 0], SURFACE.level_places), undefined);
});
