/**
 * The playground: the site's sheet, and what each of several versions makes of the drawing.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Stroke} Stroke
 * @typedef {import("./side-by-side.js").VersionAnswer} VersionAnswer
 */

import { messagesOf } from "../base/announcements.js";
import { goLive } from "../base/early.js";
import { enable } from "../base/enabled.js";
import { find, findAll, findIn } from "../base/find.js";
import { listenToKeys, nameKeys } from "../base/keys.js";
import { fill } from "../base/texts.js";
import { addStroke, BLANK, isBlank } from "../ink/corrections.js";
import { begin, canRedo, canUndo, commit, redo, undo } from "../ink/history.js";
import { Session } from "../ink/session.js";
import { DEADLINE_MS, send } from "../net/http.js";
import { Reader } from "../net/reader.js";
import { requestFor } from "../net/recognize.js";
import { Pad } from "../pad/pad.js";
import { agreementIn, majorityOf, showAnswer } from "./side-by-side.js";

/** A stroke whose points have paused for this long is worth reading before the pen is lifted. */
const PAUSE_MS = 150;

/** Part of the sheet that an example fills. */
const EXAMPLE_SIZE = 0.7;

const buttonOf = (/** @type {string} */ id) => find(id, HTMLButtonElement);
const root = find("playground");
const messages = messagesOf(find("messages", HTMLTemplateElement));
const examples = /** @type {Record<string, Stroke[]>} */ (JSON.parse(find("examples").textContent ?? "{}"));
const token = findIn(root, "[name=csrfmiddlewaretoken]", HTMLInputElement).value;
const cards = findAll(find("cards"), ":scope > *");
const locale = document.documentElement.lang;

const session = new Session("digitweb.playground");
let history = begin(BLANK);
let mode = session.restoreMode("digit");

const pad = new Pad(find("pad", HTMLCanvasElement), {
  onGrow: (stroke) => {
    root.classList.add("has-ink");
    read(addStroke(history.present, stroke, mode), PAUSE_MS);
  },
  onStroke: (stroke) => change(commit(history, addStroke(history.present, stroke, mode))),
  onErase: () => undefined,
  canTap: () => false,
  onTap: () => undefined,
  onDrop: () => follow(),
  onView: () => undefined,
});
const reader = new Reader(ask, {
  onAnswer: (answers) => show(answers, agreementIn(messages, answers)),
  onTrouble: ({ trouble, detail }) => {
    find("agreement").textContent = fill(messages[trouble] ?? messages.away, { detail });
    root.classList.add("has-trouble");
  },
  onBusy: (isBusy) => root.classList.toggle("is-reading", isBusy),
});

start();

function start() {
  const does = { undo: () => change(undo(history)), redo: () => change(redo(history)), clear };
  for (const [name, run] of Object.entries(does)) find(name).addEventListener("click", run);
  listenToKeys(does);
  nameKeys(root);
  for (const choice of findAll(root, "input[name=mode]", HTMLInputElement))
    choice.addEventListener("change", () => chooseMode(choice.value));
  for (const button of findAll(root, ".playground-examples button", HTMLButtonElement)) {
    button.addEventListener("click", () => drawExample(button.value));
  }
  addEventListener("online", () => reader.retryNow());
  // The ink has the colour of the theme, which the admin lets one choose.
  new MutationObserver(() => pad.show(history.present)).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  history = begin(session.restoreDrawing());
  setMode(mode);
  follow();
  goLive();
}

/** @param {import("../ink/history.js").History<Drawing>} next */
function change(next) {
  history = next;
  session.keepDrawing(history.present);
  follow();
}

/** Let everything that depends on the drawing follow it. */
function follow() {
  if (pad.isDrawing) pad.dropStroke();
  pad.show(history.present);
  root.classList.toggle("has-ink", !isBlank(history.present));
  enableTools();
  read(history.present, 0);
}

/**
 * @param {Drawing} drawing
 * @param {number} delayMs
 */
function read(drawing, delayMs) {
  if (!isBlank(drawing)) {
    reader.read(drawing, delayMs);
    return;
  }
  reader.cancel();
  show([], messages.blank);
}

/**
 * @param {Drawing} drawing
 * @param {AbortSignal} signal
 * @returns {Promise<VersionAnswer[]>}
 */
async function ask({ strokes }, signal) {
  const request = requestFor({ strokes, picture: null, mode, include: [] });
  const body = await send(
    root.dataset.read ?? "",
    { ...request, headers: { ...request.headers, "X-CSRFToken": token } },
    { deadlineMs: DEADLINE_MS.reading, needsLogin: true, signal },
  );
  return /** @type {{answers: VersionAnswer[]}} */ (body).answers;
}

/**
 * @param {VersionAnswer[]} answers  none where nothing is drawn
 * @param {string} sentence
 */
function show(answers, sentence) {
  root.classList.remove("has-trouble");
  find("agreement").textContent = sentence;
  const majority = majorityOf(answers);
  for (const card of cards) {
    const answer = answers.find(({ version }) => String(version) === card.dataset.version);
    showAnswer(card, answer, { messages, majority, locale });
  }
}

/** Clear the sheet; while a stroke is under way, take back that stroke only. */
function clear() {
  change(pad.isDrawing || isBlank(history.present) ? history : commit(history, BLANK));
}

function enableTools() {
  enable([
    [buttonOf("undo"), canUndo(history)],
    [buttonOf("redo"), canRedo(history)],
    [buttonOf("clear"), !isBlank(history.present)],
  ]);
}

/** @param {string} value */
function chooseMode(value) {
  setMode(value);
  session.keepMode(mode);
  read(history.present, 0);
}

/** @param {string} value */
function setMode(value) {
  mode = value === "number" ? "number" : "digit";
  root.dataset.mode = mode;
  findIn(root, `input[name=mode][value=${mode}]`, HTMLInputElement).checked = true;
}

/** @param {string} digit */
function drawExample(digit) {
  const strokes = examples[digit];
  const { width, height } = pad.size;
  const [xs, ys] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const scale =
    (EXAMPLE_SIZE * Math.min(width, height)) /
    Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const [dx, dy] = [
    width / 2 - (scale * (Math.max(...xs) + Math.min(...xs))) / 2,
    height / 2 - (scale * (Math.max(...ys) + Math.min(...ys))) / 2,
  ];
  const placed = strokes.map((stroke) =>
    stroke.map(
      ([x, y, pressure]) =>
        /** @type {import("../base/types.js").Point} */ ([x * scale + dx, y * scale + dy, pressure]),
    ),
  );
  change(commit(history, { ...BLANK, strokes: placed }));
}
