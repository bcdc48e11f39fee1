import assert from "node:assert/strict";
import { test } from "node:test";

import { projection } from "../../../../static/js/learn/charts/terrain.js";

const SIDE = 9;
const axis = Array.from({ length: SIDE }, (_, at) => (at / (SIDE - 1)) * 6 - 3);
const SURFACES = {
  bowl: (/** @type {number} */ x, /** @type {number} */ y) => x * x + y * y,
  saddle: (/** @type {number} */ x, /** @type {number} */ y) => x * x - y * y,
  "far corner": (/** @type {number} */ x, /** @type {number} */ y) => (x - 3) ** 2 + (y + 3) ** 2,
};

for (const [name, cost] of Object.entries(SURFACES)) {
  test(`nothing of the landscape is cut off: ${name}`, () => {
    const surface = { reach: 3, grid: axis.map((y) => axis.map((x) => cost(x, y))) };
    for (const [width, height] of [
      [500, 320],
      [320, 210],
      [300, 600],
    ]) {
      const project = projection(surface, width, height);
      const places = axis.flatMap((x) => axis.map((y) => project(x, y)));
      for (const [x, y] of places) {
        assert.ok(x >= 0 && x <= width, `x = ${x} of ${width}`);
        assert.ok(y >= 0 && y <= height, `y = ${y} of ${height}`);
      }
      const wide = Math.max(...places.map(([x]) => x)) - Math.min(...places.map(([x]) => x));
      const tall = Math.max(...places.map(([, y]) => y)) - Math.min(...places.map(([, y]) => y));
      assert.ok(wide > 0.85 * width || tall > 0.8 * height, "It fills the picture in one direction.");
    }
  });
}
