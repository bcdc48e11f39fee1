import assert from "node:assert/strict";
import { test } from "node:test";

import { requestFor } from "../../../static/js/net/recognize.js";

/** @type {import("../../../static/js/net/recognize.js").Question} */
const QUESTION = {
  strokes: [
    [
      [1, 2, 0.9],
      [3, 4, 0.1],
    ],
    [[5, 6, 0.5]],
  ],
  picture: null,
  mode: "number",
};

/** @param {RequestInit} request  with JSON */
const sent = ({ body }) => {
  assert.ok(typeof body === "string");
  return JSON.parse(body);
};

/** @param {RequestInit} request  with a form */
const formOf = ({ body }) => {
  assert.ok(body instanceof FormData);
  return body;
};

test("strokes are sent as the contract has them, without the pen's pressure", () => {
  const request = requestFor(QUESTION);
  assert.equal(new Headers(request.headers).get("Content-Type"), "application/json");
  assert.deepEqual(sent(request), {
    strokes: [
      [
        [1, 2],
        [3, 4],
      ],
      [[5, 6]],
    ],
    mode: "number",
    include: ["tiles"],
  });
});

test("a picture is sent as a form with its own bytes", async () => {
  const request = requestFor({ strokes: [], picture: new Blob(["bytes"], { type: "image/png" }), mode: "digit" });
  assert.equal(new Headers(request.headers).get("Content-Type"), null, "the browser adds the boundary");
  const image = formOf(request).get("image");
  assert.ok(image instanceof Blob);
  assert.equal(await image.text(), "bytes");
  assert.equal(formOf(request).get("mode"), "digit");
  assert.deepEqual(formOf(request).getAll("include"), ["tiles"]);
});

test("what is asked for beside the answer is sent in both forms", () => {
  const include = ["tiles", "ink"];
  assert.deepEqual(sent(requestFor({ ...QUESTION, include })).include, include);
  assert.deepEqual(formOf(requestFor({ ...QUESTION, picture: new Blob([]), include })).getAll("include"), include);
});

test("with what it was drawn is sent in both forms, and by whom only if that is named", () => {
  const contributor = "n".repeat(43);
  assert.equal(sent(requestFor({ ...QUESTION, device: "pen" })).device, "pen");
  assert.equal("contributor" in sent(requestFor({ ...QUESTION, device: "pen", contributor: null })), false);
  assert.equal(sent(requestFor({ ...QUESTION, contributor })).contributor, contributor);
  const form = formOf(requestFor({ ...QUESTION, picture: new Blob([]), device: "picture", contributor }));
  assert.deepEqual([form.get("device"), form.get("contributor")], ["picture", contributor]);
});
