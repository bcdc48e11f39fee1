import assert from "node:assert/strict";
import { test } from "node:test";

import { FeedbackClient, giftRequest } from "../../../static/js/net/feedback.js";
import { bar } from "../drawings.mjs";

const NAME = "n".repeat(43);

/** @type {import("../../../static/js/net/feedback.js").Gift} */
const GIFT = {
  contributor: NAME,
  consent: 1,
  receipt: "signed",
  device: "pen",
  strokes: [
    [
      [1, 2, 0.9],
      [3, 4, 0.1],
    ],
  ],
  digits: [{ said: 7, strokes: [0] }],
};

/** @param {unknown} answer */
function clientWith(answer) {
  /** @type {{url: string, request: RequestInit}[]} */
  const asked = [];
  const client = new FeedbackClient("/feedback", async (url, request = {}) => {
    asked.push({ url: String(url), request });
    return Response.json(answer);
  });
  return { client, asked };
}

/** @param {RequestInit} request */
const sent = ({ body }) => JSON.parse(String(body));

test("a gift is sent as the contract has it, without the pen's pressure", async () => {
  const { client, asked } = clientWith({ id: 12 });
  assert.equal(await client.give(GIFT), 12);
  assert.deepEqual(sent(asked[0].request), {
    ...GIFT,
    strokes: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  });
});

test("of a picture no strokes are sent", () => {
  assert.equal("strokes" in sent(giftRequest({ ...GIFT, strokes: null, digits: [{ image: "data:," }] })), false);
});

test("what is small enough arrives although the page is left; what is not is sent all the same", () => {
  const long = bar(0).concat(...Array.from({ length: 5_000 }, (_, at) => bar(at)));
  assert.equal(giftRequest(GIFT).keepalive, true);
  assert.equal(giftRequest({ ...GIFT, strokes: [long] }).keepalive, false);
});

test("the name stands in a header, never in an address", async () => {
  const { client, asked } = clientWith({ claims: [] });
  await client.given(NAME, null);
  await client.given(NAME, 7);
  await client.exported(NAME);
  await client.takeBack(NAME, 12);
  await client.takeAllBack(NAME);
  assert.deepEqual(
    asked.map(({ url, request }) => [request.method ?? "GET", url]),
    [
      ["GET", "/feedback"],
      ["GET", "/feedback?before=7"],
      ["GET", "/feedback/export"],
      ["DELETE", "/feedback/12"],
      ["DELETE", "/feedback"],
    ],
  );
  for (const { request } of asked) assert.equal(new Headers(request.headers).get("Contributor"), NAME);
});

test("what is refused is told", async () => {
  const problem = { headers: { "Content-Type": "application/problem+json" }, status: 409 };
  const client = new FeedbackClient("/feedback", async () => new Response('{"detail": "Given before."}', problem));
  await assert.rejects(client.give(GIFT), { trouble: "refused", status: 409, detail: "Given before." });
});
