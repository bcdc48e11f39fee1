import assert from "node:assert/strict";
import { test } from "node:test";

import { underNames } from "../../../static/js/api-docs/description.js";

test("endpoints stand under the names of their tags, those without one first", () => {
  const description = {
    paths: { "/learn": { get: { tags: ["learn"] } }, "/read": { post: {} }, "/new": { get: { tags: ["new"] } } },
  };
  const named = underNames(description, [
    { key: "", name: "Reading", about: "Most need it" },
    { key: "learn", name: "Learning", about: "For the course" },
  ]);
  assert.deepEqual(named.tags, [
    { name: "Reading", description: "Most need it" },
    { name: "Learning", description: "For the course" },
  ]);
  assert.deepEqual(named.paths["/read"].post.tags, ["Reading"]);
  assert.deepEqual(named.paths["/learn"].get.tags, ["Learning"]);
  assert.deepEqual(named.paths["/new"].get.tags, ["new"], "One that nobody has named yet keeps its own.");
});
