/**
 * Keeps the page to draw on for when there is no network, and nothing else: no answer of the API, no lesson, nothing of
 * anybody. The site serves it from where its pages begin, and puts before it what is to be kept.
 *
 * With a network, pages come from the site as ever; files whose names are hashes of what is in them come from here.
 * Another release is another script: its files are fetched whole before the ones of this release go.
 *
 * @typedef {object} Offline
 * @property {string} name  of the cache: of the release and its files
 * @property {string} family  how the names of all caches of this site begin
 * @property {string} page  address of the page to draw on
 * @property {string[]} files  what it is made of
 * @property {Record<string, string>} shells  addresses of the page without anything of anybody, by language
 *
 * @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} LifeEvent
 * @typedef {LifeEvent & {request: Request, preloadResponse?: Promise<Response | undefined>, respondWith: (answer: Promise<Response>) => void}} AskedEvent
 *
 * @typedef {object} Worker  what there is in a service worker beside what pages have
 * @property {Offline} OFFLINE
 * @property {() => Promise<void>} skipWaiting
 * @property {{navigationPreload?: {enable: () => Promise<void>}}} registration
 * @property {(type: string, listener: (event: never) => void) => void} addEventListener
 */

/** Remembers in which language the page was last, under an address that is asked of nobody. */
const LANGUAGE = "language-of-the-page";

/** What a proxy answers for a site that is down. */
const AWAY = new Set([502, 503, 504]);

class Keeper {
  #offline;
  #files;

  /** @param {Offline} offline */
  constructor(offline) {
    this.#offline = offline;
    this.#files = new Set(offline.files);
  }

  /** Fetch all that is to be kept. */
  async fill() {
    const cache = await this.#cache();
    await cache.addAll(this.#offline.files);
    const pages = Object.values(this.#offline.shells);
    // Without cookies: the page as it is for anybody.
    await cache.addAll(pages.map((page) => new Request(page, { credentials: "omit", cache: "reload" })));
  }

  /** Delete what earlier releases kept, but for the language. */
  async forgetOthers() {
    const { name: own, family } = this.#offline;
    const others = (await caches.keys()).filter((name) => name.startsWith(family) && name !== own);
    for (const name of others) {
      const language = await languageIn(name);
      if (language) await this.keepLanguage(language);
      await caches.delete(name);
    }
  }

  /**
   * @param {Request} request
   * @returns {"page" | "file" | null}  null for what comes from the site and is no business of ours
   */
  kindOf({ method, mode, url }) {
    const { origin, pathname, search } = new URL(url);
    if (method !== "GET" || origin !== location.origin) return null;
    if (mode === "navigate") return pathname === this.#offline.page ? "page" : null;
    return this.#files.has(pathname) && search === "" ? "file" : null;
  }

  /** @param {AskedEvent} event */
  async pageFor(event) {
    try {
      const answer = (await event.preloadResponse) ?? (await fetch(event.request));
      const language = answer.headers.get("Content-Language");
      if (answer.ok && language) event.waitUntil(this.keepLanguage(language));
      return AWAY.has(answer.status) ? ((await this.#shell()) ?? answer) : answer;
    } catch (error) {
      const kept = await this.#shell();
      if (kept) return kept;
      throw error;
    }
  }

  /** @param {Request} request */
  async fileFor(request) {
    const cache = await this.#cache();
    return (await cache.match(request.url)) ?? fetch(request);
  }

  /** @param {string} language */
  async keepLanguage(language) {
    const cache = await this.#cache();
    if (language in this.#offline.shells) await cache.put(LANGUAGE, new Response(language));
  }

  async #shell() {
    const { name, shells } = this.#offline;
    const page = shells[(await languageIn(name)) ?? ""] ?? Object.values(shells)[0];
    const cache = await this.#cache();
    return page ? cache.match(page) : undefined;
  }

  #cache() {
    return caches.open(this.#offline.name);
  }
}

/** @param {string} name  of a cache */
async function languageIn(name) {
  const cache = await caches.open(name);
  const kept = await cache.match(LANGUAGE);
  return kept ? kept.text() : null;
}

/** @param {Worker} worker */
function begin(worker) {
  const keeper = new Keeper(worker.OFFLINE);
  worker.addEventListener("install", (/** @type {LifeEvent} */ event) => {
    event.waitUntil(keeper.fill().then(() => worker.skipWaiting()));
  });
  worker.addEventListener("activate", (/** @type {LifeEvent} */ event) => {
    event.waitUntil(Promise.all([keeper.forgetOthers(), worker.registration.navigationPreload?.enable()]));
  });
  worker.addEventListener("fetch", (/** @type {AskedEvent} */ event) => {
    const kind = keeper.kindOf(event.request);
    if (kind === "page") event.respondWith(keeper.pageFor(event));
    if (kind === "file") event.respondWith(keeper.fileFor(event.request));
  });
}

begin(/** @type {Worker} */ (/** @type {unknown} */ (self)));
