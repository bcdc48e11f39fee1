import assert from "node:assert/strict";
import { test } from "node:test";

import { looksOf, PHASES } from "../../../../static/js/learn/charts/step-drawing.js";

const checked = (/** @type {number[]} */ exact) => ({ exact, quotients: exact });
const layer = (/** @type {number[]} */ a, /** @type {number[]} */ delta) => ({
  inputs: 2,
  z: a,
  a,
  slope: a,
  back: a,
  b: a,
  delta: checked(delta),
  nabla_b: checked(delta),
});
const STEP = {
  layers: [layer([0.2, 0.9], [0.01, -0.02]), layer([0.7], [-0.1])],
  output_weights: { w: [[2, -4]], nabla_w: { exact: [[-0.5, 0.25]], quotients: [[-0.5, 0.25]] } },
  outputs: [[0.7], [0.8]],
};
const look = (/** @type {import("../../../../static/js/learn/charts/step-drawing.js").Phase} */ phase) =>
  looksOf(STEP, phase, 2);

test("forward the activations are inked as they come", () => {
  assert.deepEqual(look("input").hidden.values, []);
  assert.deepEqual(look("hidden").hidden, { values: [0.2, 0.9], kind: "ink", most: 1 });
  assert.deepEqual(look("hidden").output.values, []);
  assert.deepEqual(look("output").output.values, [0.7]);
  assert.deepEqual(look("output").bars, [0.7]);
});

test("back the errors are coloured by their sign, those of the outputs first", () => {
  assert.deepEqual(look("bp1").output, { values: [-0.1], kind: "sign", most: 0.1 });
  assert.deepEqual(look("bp1").hidden.values, []);
  assert.deepEqual(look("bp2").hidden, { values: [0.01, -0.02], kind: "sign", most: 0.02 });
});

test("the gradient is shown as what the weights will do, and then they have done it", () => {
  assert.deepEqual(look("gradient").edges, { values: [0.5, -0.25], kind: "sign", most: 0.5 });
  assert.deepEqual(look("step").edges, { values: [3, -4.5], kind: "sign", most: 4 });
  assert.deepEqual(look("step").bars, [0.8]);
});

test("every phase has a look", () => {
  for (const phase of PHASES) assert.equal(look(phase).edges.values.length, 2, phase);
});
