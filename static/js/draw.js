/**
 * The page on which a person draws: wires the sheet, the history, the reader and the result together.
 *
 * @typedef {import("./pad.js").Drawing} Drawing
 * @typedef {import("./geometry.js").Stroke} Stroke
 */
import { recognize } from "./api.js";
import { begin, canRedo, canUndo, commit, redo, undo } from "./history.js";
import { showMarks } from "./marks.js";
import { Pad } from "./pad.js";
import { open as openPicture } from "./picture.js";
import { Reader } from "./reader.js";
import { ResultView, fill } from "./result.js";
import { load, save, strokesFrom } from "./storage.js";

/** A stroke whose points have paused for this long is worth reading before the pen is lifted. */
const PAUSE_MS = 150;

/** An answer that has stood for this long is announced; the ones on the way to it are not. */
const SETTLED_MS = 900;

const MODE_KEY = "digitweb.mode";
const STROKES_KEY = "digitweb.strokes";

/** @type {Drawing} */
const BLANK = { strokes: [], picture: null };

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const root = find("draw");
const messages = messagesOf(/** @type {HTMLTemplateElement} */ (find("messages")));
const buttons = {
  undo: /** @type {HTMLButtonElement} */ (find("undo")),
  redo: /** @type {HTMLButtonElement} */ (find("redo")),
  clear: /** @type {HTMLButtonElement} */ (find("clear")),
};

let history = begin(BLANK);
let mode = restoreMode();
let announcement = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

const result = new ResultView(root, messages, () => mark());
const reader = new Reader((question, signal) => recognize(root.dataset.recognize ?? "", question, { signal }), {
  onAnswer: (answer) => {
    say(null);
    result.show(answer);
    announceWhenSettled();
  },
  onTrouble: (error, waitMs) => {
    const seconds = Math.ceil(waitMs / 1000);
    say(fill(messages[error.trouble], { detail: error.detail, seconds }), { canRetry: error.trouble === "away" });
    if (error.trouble === "refused") result.show(null);
  },
  onBusy: (isBusy) => root.classList.toggle("is-reading", isBusy),
});
const pad = new Pad(/** @type {HTMLCanvasElement} */ (find("pad")), {
  onGrow: (stroke) => {
    root.classList.remove("is-blank");
    if (history.present.picture) result.show(null);
    read({ strokes: [...strokesBesides(), stroke], picture: null }, PAUSE_MS);
  },
  onStroke: (stroke) => change(commit(history, { strokes: [...strokesBesides(), stroke], picture: null })),
  onView: () => mark(),
});

start();

function start() {
  const strokes = strokesFrom(load("sessionStorage", STROKES_KEY));
  if (strokes.length > 0) history = begin({ strokes, picture: null });
  setMode(mode);
  change(history);

  buttons.undo.addEventListener("click", () => change(undo(history)));
  buttons.redo.addEventListener("click", () => change(redo(history)));
  buttons.clear.addEventListener("click", clear);
  find("retry").addEventListener("click", () => reader.retryNow());
  find("copy").addEventListener("click", copy);
  find("picture").addEventListener("change", takePicture);
  if (/^(Mac|iP)/.test(navigator.platform)) nameMacKeys();
  for (const choice of root.querySelectorAll("input[name=mode]")) choice.addEventListener("change", chooseMode);
  document.addEventListener("keydown", onKey);
  document.addEventListener("copy", onCopy);
  addEventListener("online", () => reader.retryNow());
}

/**
 * Make `next` the state of the drawing and let everything that depends on it follow.
 *
 * @param {import("./history.js").History<Drawing>} next
 */
function change(next) {
  // The boxes of one picture mean nothing on another.
  if (next.present.picture !== history.present.picture) result.show(null);
  history = next;
  const drawing = history.present;
  if (pad.isDrawing) pad.dropStroke();
  pad.show(drawing);
  root.classList.toggle("is-blank", isBlank(drawing));
  root.classList.toggle("has-picture", drawing.picture !== null);
  save("sessionStorage", STROKES_KEY, drawing.strokes);
  enable();
  read(drawing, 0);
}

/**
 * @param {Drawing} drawing
 * @param {number} delayMs
 */
function read(drawing, delayMs) {
  clearTimeout(announcement);
  if (!isBlank(drawing)) {
    reader.read({ strokes: drawing.strokes, picture: drawing.picture?.file ?? null, mode }, delayMs);
    result.await();
    return;
  }
  reader.cancel();
  say(null);
  if (result.answer) announceWhenSettled();
  result.show(null);
}

/** Clear the sheet; while a stroke is under way, take back that stroke only. */
function clear() {
  if (pad.isDrawing || isBlank(history.present)) change(history);
  else change(commit(history, BLANK));
}

/** The strokes that a new one joins: none when it replaces a picture. */
function strokesBesides() {
  return history.present.picture ? [] : history.present.strokes;
}

/** @param {Drawing} drawing */
function isBlank({ strokes, picture }) {
  return strokes.length === 0 && picture === null;
}

function enable() {
  const focused = document.activeElement;
  buttons.undo.disabled = !canUndo(history);
  buttons.redo.disabled = !canRedo(history);
  buttons.clear.disabled = isBlank(history.present);
  // A disabled button loses the focus, and whoever uses the keyboard their place.
  const tools = Object.values(buttons);
  if (tools.some((button) => button === focused && button.disabled)) tools.find((button) => !button.disabled)?.focus();
}

/** @param {Event} event */
function chooseMode(event) {
  setMode(/** @type {HTMLInputElement} */ (event.target).value);
  save("localStorage", MODE_KEY, mode);
  read(history.present, 0);
}

/** @param {string} value */
function setMode(value) {
  mode = value === "digit" ? "digit" : "number";
  root.dataset.mode = mode;
  const choice = /** @type {HTMLInputElement} */ (root.querySelector(`input[name=mode][value=${mode}]`));
  choice.checked = true;
}

/** @returns {import("./api.js").Mode} */
function restoreMode() {
  return load("localStorage", MODE_KEY) === "digit" ? "digit" : "number";
}

/** @param {Event} event */
async function takePicture(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const file = input.files?.[0];
  if (!file) return;
  try {
    const picture = await openPicture(file);
    change(commit(history, { strokes: [], picture }));
    pad.refit();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    say(messages.not_a_picture);
  } finally {
    // The same file may be chosen again.
    input.value = "";
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const withCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (event.altKey || event.defaultPrevented) return;
  if (key === "escape" && !withCommand) clear();
  else if (withCommand && key === "z") change(event.shiftKey ? redo(history) : undo(history));
  else if (withCommand && key === "y" && !event.shiftKey) change(redo(history));
  else return;
  event.preventDefault();
}

function nameMacKeys() {
  for (const key of root.querySelectorAll("[data-modifier]")) key.textContent = "⌘";
  for (const button of Object.values(buttons)) button.title = button.title.replaceAll("Ctrl+", "⌘");
}

async function copy() {
  const text = result.answer?.text ?? "";
  // Without HTTPS the browser has no clipboard object; the old command ends in `onCopy`.
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else document.execCommand("copy");
  announce(fill(messages.copied, { text }));
  find("copy").classList.add("is-done");
  setTimeout(() => find("copy").classList.remove("is-done"), 1_500);
}

/** @param {ClipboardEvent} event */
function onCopy(event) {
  const text = result.answer?.text ?? "";
  if (text === "" || !getSelection()?.isCollapsed) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}

/** Write the answer under the ink when there is more than one digit to tell apart. */
function mark() {
  const digits = result.answer?.digits ?? [];
  const worthIt = digits.length > 1 || history.present.picture !== null;
  showMarks(find("marks"), worthIt ? digits : [], result.selected, pad.view, pad.size);
}

/**
 * @param {string | null} trouble  what went wrong, or null when all is well
 * @param {{canRetry?: boolean}} [options]
 */
function say(trouble, { canRetry = false } = {}) {
  const note = find("trouble");
  root.classList.toggle("has-trouble", trouble !== null);
  find("retry").hidden = !canRetry;
  if (note.textContent !== (trouble ?? "")) note.textContent = trouble ?? "";
}

function announceWhenSettled() {
  clearTimeout(announcement);
  announcement = setTimeout(() => announce(result.spoken), SETTLED_MS);
}

/** @param {string} sentence */
function announce(sentence) {
  const region = find("announcement");
  if (region.textContent !== sentence) region.textContent = sentence;
}

/**
 * @param {HTMLTemplateElement} template
 * @returns {Record<string, string>}
 */
function messagesOf(template) {
  const entries = /** @type {HTMLElement[]} */ ([...template.content.querySelectorAll("[data-message]")]);
  return Object.fromEntries(entries.map((entry) => [entry.dataset.message, entry.textContent.trim()]));
}
