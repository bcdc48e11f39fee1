/**
 * The page on which samples are reviewed: one after the other by keys or buttons, the next ones at hand already.
 *
 * @typedef {import("./queue.js").Sample} Sample
 * @typedef {{today: number, left: number}} Progress
 * @typedef {Progress & {samples: Sample[]}} Batch
 */
import { messagesOf } from "../../base/announcements.js";
import { find, findAll, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { asApiError, backoff, DEADLINE_MS, jsonRequest, send } from "../../net/http.js";
import { CANNOT_TELL, meaningOf, NO_DIGIT } from "./keys.js";
import { Outbox } from "./outbox.js";
import { advanced, filled, isShort, returned } from "./queue.js";
import { pictureOf, thumbOf } from "./sheet.js";

/** After which it is asked again whether there is anything to review. */
const LOOK_AGAIN_MS = 20_000;
const TRAIL = 6;

const root = find("review");
const messages = messagesOf(find("messages", HTMLTemplateElement));
const token = findIn(root, "[name=csrfmiddlewaretoken]", HTMLInputElement).value;
const first = /** @type {Batch} */ (JSON.parse(find("first").textContent ?? ""));

/** @type {import("./queue.js").Queue} */
let queue = [];
let progress = { today: 0, left: 0 };
/** Answered on this page, the latest last. @type {{sample: Sample, answer: number}[]} */
let trail = [];
let isFetching = false;
let failures = 0;
let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
let shownId = -1;

const outbox = new Outbox({
  onTrouble: (error) => complain(error ? (messages[error.trouble] ?? messages.away) : ""),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

start();

function start() {
  for (const button of findAll(find("keys"), "button[value]", HTMLButtonElement)) {
    if (button.value) button.addEventListener("click", () => answer(Number(button.value)));
  }
  find("undo").addEventListener("click", undo);
  document.addEventListener("keydown", onKey);
  addEventListener("beforeunload", (event) => outbox.isEmpty || event.preventDefault());
  take(first);
  root.classList.add("is-live");
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const meaning = event.defaultPrevented ? null : meaningOf(event);
  if (meaning === null) return;
  event.preventDefault();
  if (meaning === "undo") undo();
  else answer(meaning);
}

/** @param {number} said */
function answer(said) {
  const sample = queue[0];
  if (!sample) return;
  complain("");
  queue = advanced(queue);
  trail = [...trail, { sample, answer: said }];
  progress = { today: progress.today + 1, left: progress.left - 1 };
  outbox.put({
    sample: sample.id,
    change: 1,
    send: () => post(root.dataset.answer, { sample: sample.id, answer: said }),
    taken: (answered) => follow(/** @type {Progress} */ (answered)),
    refused: (error) => {
      trail = trail.filter((entry) => entry.sample.id !== sample.id);
      complain(fill(messages.not_taken, { detail: error.detail }));
      show();
    },
  });
  show();
  fetchMore();
}

/** Take back the last answer: on the page at once, and behind all that is on the way at the server. */
function undo() {
  complain("");
  const last = trail.at(-1)?.sample ?? null;
  if (last) putBack(last, { today: progress.today - 1, left: progress.left + 1 });
  outbox.put({
    sample: null,
    change: -1,
    send: () => post(root.dataset.undo, { sample: last?.id ?? null }),
    taken: (answered) => {
      const { sample, ...now } = /** @type {Progress & {sample: Sample}} */ (answered);
      if (!last) putBack(sample, now);
      follow(now);
    },
    refused: (error) => complain(fill(messages.not_taken, { detail: error.detail })),
  });
}

/**
 * @param {Sample} sample  to be shown once more
 * @param {Progress} now
 */
function putBack(sample, now) {
  trail = trail.filter((entry) => entry.sample.id !== sample.id);
  queue = returned(queue, sample);
  progress = now;
  show();
}

/** @param {Progress} now  as the server knows it: what is on the way is not in it */
function follow(now) {
  const onTheWay = outbox.change;
  progress = { today: now.today + onTheWay, left: now.left - onTheWay };
  show();
}

/** @param {Batch} batch */
function take({ samples, ...now }) {
  queue = filled(queue, samples, outbox.samples);
  follow(now);
  if (queue.length === 0) fetchLater(LOOK_AGAIN_MS);
}

/** @param {number} ms */
function fetchLater(ms) {
  clearTimeout(timer);
  timer = setTimeout(fetchMore, ms);
}

/** See to it that the next samples are at hand before they are needed. */
async function fetchMore() {
  if (isFetching || !isShort(queue)) return;
  isFetching = true;
  const beside = [...queue.map(({ id }) => id), ...outbox.samples];
  try {
    const url = `${root.dataset.next}?beside=${beside.join(",")}`;
    const batch = await send(url, {}, { deadlineMs: DEADLINE_MS.progress, needsLogin: true });
    isFetching = false;
    failures = 0;
    complain("");
    take(/** @type {Batch} */ (batch));
  } catch (error) {
    const told = asApiError(error);
    isFetching = false;
    failures += 1;
    complain(messages[told.trouble] ?? messages.away);
    fetchLater(backoff(failures, LOOK_AGAIN_MS));
    show();
  }
}

function show() {
  const [sample] = queue;
  root.classList.toggle("is-empty", !sample);
  if (sample?.id !== shownId) {
    find("sheet").replaceChildren(...(sample ? pictureOf(sample, messages.unseen) : []));
    shownId = sample?.id ?? -1;
  }
  const nothing = find("nothing");
  nothing.hidden = sample !== undefined;
  nothing.textContent = progress.left > 0 ? messages.fetching : messages.nothing_left;
  find("state").textContent = fill(messages.state, progress);
  showTrail();
}

function showTrail() {
  /** @type {Record<number, string>} */
  const names = { [NO_DIGIT]: messages.none, [CANNOT_TELL]: messages.unsure };
  const last = trail.slice(-TRAIL).reverse();
  find("trail").replaceChildren(
    ...last.map((entry) => thumbOf(entry.sample, names[entry.answer] ?? `${entry.answer}`)),
  );
}

/** @param {string} sentence  what went wrong; "" when all is well */
function complain(sentence) {
  const note = find("trouble");
  if (note.textContent !== sentence) note.textContent = sentence;
}

/**
 * @param {string | undefined} url
 * @param {object} body
 */
function post(url = "", body = {}) {
  const request = jsonRequest(body);
  return send(
    url,
    { ...request, headers: { ...request.headers, "X-CSRFToken": token } },
    { deadlineMs: DEADLINE_MS.progress, needsLogin: true },
  );
}
