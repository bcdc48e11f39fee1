import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { runInNewContext } from "node:vm";

import { there } from "../drawings.mjs";

const SCRIPT = readFileSync(new URL("../../../static/js/keep/service-worker.js", import.meta.url), "utf8");
const SITE = "https://example.org";
const OFFLINE = {
  name: "digitweb /digits/ 2",
  family: "digitweb /digits/ ",
  page: "/digits/",
  files: ["/digits/static/draw.1f.js", "/digits/static/draw.2e.css"],
  shells: { en: "/digits/offline/en/", "zh-hans": "/digits/offline/zh-hans/" },
};

/** @typedef {{waitUntil: (work: Promise<unknown>) => void, respondWith?: (answer: Promise<Response>) => void, request?: object, preloadResponse?: unknown}} Asked */

/** @type {Map<string, Map<string, Response>>} */
let stores;
/** @type {Map<string, (event: Asked) => void>} */
let listeners;
/** @type {string[]} */
let asked;
/** @type {(path: string) => Response | Promise<Response>} */
let site;

/** @param {string | {url: string}} request */
const pathOf = (request) => new URL(typeof request === "string" ? request : request.url, `${SITE}/digits/`).pathname;

/** @param {string | {url: string}} request */
const fetched = async (request) => {
  asked.push(pathOf(request));
  return site(pathOf(request));
};

/** @param {string} name */
async function open(name) {
  const store = stores.get(name) ?? new Map();
  stores.set(name, store);
  return {
    addAll: async (/** @type {(string | {url: string})[]} */ all) => {
      for (const request of all) store.set(pathOf(request), await fetched(request));
    },
    put: async (/** @type {string} */ key, /** @type {Response} */ answer) => store.set(pathOf(key), answer),
    match: async (/** @type {string} */ key) => store.get(pathOf(key))?.clone(),
  };
}

/** A request as a page makes it; Node's own knows no navigation. */
class Asking {
  credentials;

  /** @param {string} url @param {{credentials?: string}} [options] */
  constructor(url, { credentials } = {}) {
    this.url = new URL(url, SITE).href;
    this.credentials = credentials;
    assert.equal(credentials, "omit", "what is kept is asked for by nobody");
  }
}

beforeEach(() => {
  stores = new Map();
  listeners = new Map();
  asked = [];
  site = (path) => new Response(`${path} from the site`, { headers: { "Content-Language": "zh-hans" } });
  const self = {
    OFFLINE,
    skipWaiting: async () => {},
    registration: {},
    addEventListener: (/** @type {string} */ type, /** @type {(event: Asked) => void} */ listener) =>
      listeners.set(type, listener),
  };
  const caches = {
    open,
    keys: async () => [...stores.keys()],
    delete: async (/** @type {string} */ name) => stores.delete(name),
  };
  const location = { origin: SITE };
  runInNewContext(SCRIPT, { self, caches, location, fetch: fetched, Request: Asking, Response, URL, Set, Promise });
});

/** @param {string} type @param {Partial<Asked>} [event] */
async function tell(type, event = {}) {
  /** @type {Promise<unknown>[]} */
  const work = [];
  there(listeners.get(type))({ waitUntil: (more) => work.push(more), ...event });
  await Promise.all(work);
}

/**
 * @param {string} url
 * @param {{mode?: string, method?: string}} [options]
 * @returns {Promise<string | null>}  null where the worker leaves it to the browser
 */
async function answerTo(url, { mode = "cors", method = "GET" } = {}) {
  /** @type {Promise<Response> | undefined} */
  let answer;
  const request = { url: new URL(url, SITE).href, mode, method };
  await tell("fetch", { request, respondWith: (given) => (answer = given) });
  const response = await answer;
  // What the answer set going is done, too.
  await new Promise((resolve) => setImmediate(resolve));
  return response ? response.text() : null;
}

const navigate = { mode: "navigate" };
const refuse = () => Promise.reject(new TypeError("no network"));

test("it keeps the page's files and the page as it is for anybody, in each language", async () => {
  await tell("install");
  assert.deepEqual([...there(stores.get(OFFLINE.name)).keys()], [...OFFLINE.files, ...Object.values(OFFLINE.shells)]);
});

test("with a network the page comes from the site, and without in the language it was in last", async () => {
  await tell("install");
  assert.equal(await answerTo("/digits/?d=w1", navigate), "/digits/ from the site");
  site = refuse;
  assert.equal(await answerTo("/digits/?d=w1", navigate), "/digits/offline/zh-hans/ from the site");
});

test("a site that is down is no network either, and what it says otherwise is passed on", async () => {
  await tell("install");
  site = () => new Response("down", { status: 502 });
  assert.equal(await answerTo("/digits/", navigate), "/digits/offline/en/ from the site");
  site = () => new Response("too many", { status: 429 });
  assert.equal(await answerTo("/digits/", navigate), "too many");
});

test("its files are asked for once", async () => {
  await tell("install");
  asked = [];
  assert.equal(await answerTo("/digits/static/draw.1f.js"), "/digits/static/draw.1f.js from the site");
  assert.deepEqual(asked, []);
});

for (const [url, options] of /** @type {[string, {mode?: string, method?: string}][]} */ ([
  ["/digits/api/v1/recognize", { method: "POST" }],
  ["/digits/api/v1/learn/summary", {}],
  ["/digits/admin/", navigate],
  ["/digits/learn/", navigate],
  ["/digits/given/", navigate],
  ["/digits/", {}],
  ["/digits/", { ...navigate, method: "POST" }],
  ["/digits/static/other.js", {}],
  ["https://elsewhere.example/digits/", navigate],
])) {
  test(`it has nothing to do with ${options.method ?? "GET"} ${url} ${options.mode ?? ""}`, async () => {
    await tell("install");
    asked = [];
    assert.equal(await answerTo(url, options), null);
    assert.deepEqual(asked, []);
  });
}

test("another release takes its place: what the one before kept goes, the language stays, other sites' stay too", async () => {
  const before = await open("digitweb /digits/ 1");
  await before.put("language-of-the-page", new Response("zh-hans"));
  await open("digitweb / 1");
  await open("somebody else's");
  await tell("install");
  await tell("activate");
  assert.deepEqual([...stores.keys()].sort(), ["digitweb / 1", OFFLINE.name, "somebody else's"].sort());
  site = refuse;
  assert.equal(await answerTo("/digits/", navigate), "/digits/offline/zh-hans/ from the site");
});
