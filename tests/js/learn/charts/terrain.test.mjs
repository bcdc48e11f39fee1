import assert from "node:assert/strict";
import { test } from "node:test";

import { projection, relief } from "../../../../static/js/learn/charts/terrain.js";

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

test("a map has lines where one band of height meets the next, and stands with its highest v₂ above", () => {
  const { side, opacities } = relief({
    reach: 1,
    grid: [
      [0, 0],
      [1, 1],
    ],
  });
  const rows = Array.from({ length: side }, (_, y) => [...opacities.slice(y * side, (y + 1) * side)]);
  for (const row of rows) assert.equal(new Set(row).size, 1, "It is as high everywhere along v₁.");
  const column = rows.map(([first]) => first);
  const plain = column.map((opacity) => (opacity > 0.4 ? opacity - 0.22 : opacity));
  assert.ok(column.length === 8);
  assert.ok(plain[0] > plain[7], "Above is what is high.");
});
