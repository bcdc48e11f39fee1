import assert from "node:assert/strict";
import { test } from "node:test";

import { figureOf, jsonOf, jsonOfPicture, nameOf, svgOf } from "../../../static/js/keep/files.js";
import { requestFor } from "../../../static/js/net/recognize.js";
import { stroke } from "../drawings.mjs";

test("lines of one width are one path each, as smooth as on the sheet, on white paper", () => {
  assert.equal(
    svgOf([stroke([10, 10], [20, 10], [20, 30]), stroke([40, 20])]),
    [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-14 -14 78 68" width="78" height="68">',
      '  <rect x="-14" y="-14" width="78" height="68" fill="#ffffff"/>',
      '  <g fill="none" stroke="#1b2c54" stroke-linecap="round" stroke-linejoin="round">',
      '    <path stroke-width="6" d="M10 10Q10 10 15 10Q20 10 20 20L20 30"/>',
      '    <path stroke-width="6" d="M40 20L40 20"/>',
      "  </g>",
      "</svg>",
      "",
    ].join("\n"),
  );
});

test("a pen that was pressed harder makes a wider line", () => {
  /** @type {import("../../../static/js/base/types.js").Stroke} */
  const pressed = [
    [0, 0, 0.5],
    [10, 0, 1],
    [20, 0, 0],
  ];
  assert.deepEqual(
    figureOf([pressed]).pieces.map(({ width }) => width),
    [6, 8.4, 3.6],
  );
});

test("the strokes are saved as the API takes them", () => {
  const strokes = [stroke([1.5, 2], [3, 4])];
  const { body } = requestFor({ strokes, picture: null, mode: "digit", include: [] });
  const { include: _, ...question } = JSON.parse(String(body));
  assert.deepEqual(JSON.parse(jsonOf(strokes, "digit")), question);
  assert.ok(jsonOf(strokes, "digit").endsWith("}\n"));
});

test("a picture is saved as the API takes it, however large", () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at % 251);
  const { image, mode } = JSON.parse(jsonOfPicture(bytes, "image/jpeg", "number"));
  assert.equal(mode, "number");
  assert.equal(image, `data:image/jpeg;base64,${Buffer.from(bytes).toString("base64")}`);
});

test("a file is named after the answer, and after nothing else", () => {
  assert.equal(nameOf("504192", "svg"), "digitweb-504192.svg");
  assert.equal(nameOf("", "png"), "digitweb.png");
  assert.equal(nameOf("../5?", "png"), "digitweb-5.png");
  assert.equal(nameOf("1".repeat(300), "json").length, 54);
});
