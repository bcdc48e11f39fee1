/**
 * The page on which a person draws: wires the sheet, the history, the reader and the result together.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {import("../base/types.js").Stroke} Stroke
 */

import { Announcer, messagesOf } from "../base/announcements.js";
import { goLive } from "../base/early.js";
import { enable } from "../base/enabled.js";
import { find, findAll, findIn } from "../base/find.js";
import { listenToKeys, nameKeys } from "../base/keys.js";
import { addStroke, BLANK, erase, isBlank } from "../ink/corrections.js";
import { centreOf } from "../ink/cutting.js";
import { begin, beginWith, canRedo, canUndo, commit, redo, undo } from "../ink/history.js";
import { cutOut, inkOf, keepInk, open as openPicture } from "../ink/picture.js";
import { Session } from "../ink/session.js";
import { Reader } from "../net/reader.js";
import { recognize } from "../net/recognize.js";
import { Eraser } from "../pad/eraser.js";
import { Pad } from "../pad/pad.js";
import { askInParts } from "./ask-in-parts.js";
import { Boxes } from "./boxes.js";
import { offerCopy } from "./clipboard.js";
import { Corrector } from "./corrector.js";
import { CutLine } from "./cut-line.js";
import { isAllowed, perform, placeToCut } from "./digit-actions.js";
import { InsideLink } from "./inside-link.js";
import { takePictures } from "./picture-input.js";
import { ResultView } from "./result.js";

/** A stroke whose points have paused for this long is worth reading before the pen is lifted. */
const PAUSE_MS = 150;

const buttonOf = (/** @type {string} */ id) => find(id, HTMLButtonElement);
const root = find("draw");
const canvas = find("pad", HTMLCanvasElement);
const messages = messagesOf(find("messages", HTMLTemplateElement));
const buttons = {
  undo: buttonOf("undo"),
  redo: buttonOf("redo"),
  clear: buttonOf("clear"),
  eraser: buttonOf("eraser"),
};

const session = new Session("digitweb");
let history = begin(BLANK);
let mode = session.restoreMode("number");
/** Where the writer looks, in the drawing's units: the digit there stays selected when the answer changes. */
let gaze = /** @type {[number, number] | null} */ (null);

const announcer = new Announcer(root, messages);
const boxes = new Boxes(find("boxes"), find("marks"), messages, (index) => result.select(index));
const result = new ResultView(root, messages, (index, byPerson) => {
  const digit = result.reading?.digits[index];
  if (byPerson && digit) gaze = centreOf(digit.box);
  mark();
});
const reader = new Reader(askInParts(askPart), {
  onAnswer: (reading, { drawing }) => {
    announcer.complain(null);
    showReading(reading, drawing);
  },
  onTrouble: (error, waitMs, { drawing }) => {
    announcer.trouble(error, waitMs, drawing.picture !== null);
    if (!error.isPassing) showReading(null, drawing);
  },
  onBusy: (isBusy) => root.classList.toggle("is-reading", isBusy),
});
const pad = new Pad(canvas, {
  onGrow: (stroke) => {
    root.classList.remove("is-blank");
    gaze = null;
    if (history.present.picture) result.show(null);
    read(addStroke(history.present, stroke, mode), PAUSE_MS);
  },
  onStroke: (stroke) => change(commit(history, addStroke(history.present, stroke, mode))),
  onErase: eraseOne,
  canTap: (x, y) => boxes.at(x, y) >= 0,
  onTap: (x, y) => {
    const index = boxes.at(x, y);
    if (index < 0) return;
    result.select(index);
    boxes.focus();
  },
  onDrop: () => follow(),
  onView: () => mark(),
});
const eraser = new Eraser(buttons.eraser, canvas, pad, messages, {
  strokes: () => history.present.strokes,
  onErase: eraseOne,
  onWord: (sentence) => announcer.say(sentence),
});
const corrector = new Corrector(root, {
  can: (kind) => isAllowed(kind, result.reading?.digits ?? [], result.selected, mode),
  onDigit: (value) => correct({ kind: "set", value }),
  onChoice: (kind) => (kind === "split" ? askWhereToCut() : correct({ kind })),
});
const insideLink = new InsideLink(find("look-inside", HTMLAnchorElement));
const cutLine = new CutLine(find("cut", HTMLFormElement));

start();

function start() {
  history = begin(session.restoreDrawing());
  session.restorePicture().then(putFirst);
  setMode(mode);
  follow();

  const does = { undo: () => change(undo(history)), redo: () => change(redo(history)), clear };
  for (const [name, run] of Object.entries(does)) find(name).addEventListener("click", run);
  listenToKeys(does);
  nameKeys(root);
  offerCopy(
    find("copy"),
    () => result.reading?.text ?? "",
    (text) => announcer.sayCopied(text),
  );
  find("retry").addEventListener("click", () => reader.retryNow());
  find("slide-on").addEventListener("click", () => pad.slide(1));
  find("slide-back").addEventListener("click", () => pad.slide(-1));
  takePictures(root, takePicture);
  for (const choice of findAll(root, "input[name=mode]", HTMLInputElement))
    choice.addEventListener("change", () => chooseMode(choice.value));
  for (const choice of findAll(root, "input[name=layer]", HTMLInputElement)) {
    choice.addEventListener("change", () => pad.showInk(choice.value === "ink"));
  }
  addEventListener("online", () => reader.retryNow());
  goLive();
}

/**
 * Show the drawing that was restored, or have it to go back to where something was done meanwhile.
 *
 * @param {Drawing | null} drawing
 */
function putFirst(drawing) {
  if (!drawing) return;
  history = beginWith(history, drawing);
  if (canUndo(history)) enableTools();
  else if (!pad.isDrawing) follow();
}

/**
 * Make `next` the state of the drawing.
 *
 * @param {import("../ink/history.js").History<Drawing>} next
 */
function change(next) {
  // The boxes of one picture mean nothing on another.
  if (next.present.picture !== history.present.picture) result.show(null);
  history = next;
  session.keepDrawing(history.present);
  follow();
}

/** Let everything that depends on the drawing follow it. */
function follow() {
  const drawing = history.present;
  cutLine.close();
  if (pad.isDrawing) pad.dropStroke();
  pad.show(drawing);
  root.classList.toggle("is-blank", isBlank(drawing));
  root.classList.toggle("has-picture", drawing.picture !== null);
  if (drawing.strokes.length === 0) eraser.turn(false);
  enableTools();
  read(drawing, 0);
}

/**
 * @param {Drawing} drawing
 * @param {number} delayMs
 */
function read(drawing, delayMs) {
  announcer.cancel();
  if (!isBlank(drawing)) {
    reader.read({ drawing, mode }, delayMs);
    result.await();
    return;
  }
  reader.cancel();
  announcer.complain(null);
  if (result.reading) announcer.sayWhenSettled(() => result.spoken);
  showReading(null, drawing);
}

/**
 * @param {import("../base/types.js").Part} part
 * @param {AbortSignal} signal
 */
async function askPart({ strokes, picture, region, mode }, signal) {
  const blob = picture && (region ? await cutOut(picture, region) : picture.file);
  const include = picture && !region ? ["tiles", "ink"] : ["tiles"];
  const answer = await recognize(root.dataset.recognize ?? "", { strokes, picture: blob, mode, include }, signal);
  if (picture && answer.ink) await keepInk(picture, answer.ink);
  return answer;
}

/**
 * @param {Reading | null} reading
 * @param {Drawing} drawing  that was read
 */
function showReading(reading, drawing) {
  const hadFocus = find("boxes").contains(document.activeElement);
  const selected = gaze && reading ? nearest(reading, gaze) : undefined;
  result.show(reading, { selected, isPicture: drawing.picture !== null });
  root.classList.toggle("has-ink", drawing.picture !== null && inkOf(drawing.picture) !== null);
  if (hadFocus && !reading?.digits.length) buttons.undo.focus();
  if (reading) announcer.sayWhenSettled(() => result.spoken);
}

/**
 * @param {Reading} reading
 * @param {[number, number]} place
 */
function nearest({ digits }, [x, y]) {
  const away = digits.map(({ box }) => Math.hypot(centreOf(box)[0] - x, centreOf(box)[1] - y));
  return away.indexOf(Math.min(...away));
}

/**
 * Correct the selected digit.
 *
 * @param {import("./digit-actions.js").DigitAction} action
 */
function correct(action) {
  const outcome = perform(action, history.present, result.reading?.digits ?? [], result.selected);
  if (!outcome) return;
  gaze = outcome.gaze;
  change(commit(history, outcome.drawing));
}

/** Let the writer say where the selected digit comes apart. */
function askWhereToCut() {
  const digit = result.reading?.digits[result.selected];
  const place = boxes.placeOf(result.selected);
  const suggested = digit ? placeToCut(digit) : null;
  if (suggested === null || !place) return;
  const { scale, dx } = pad.view;
  const focus = document.activeElement;
  cutLine.open(
    place,
    (suggested * scale + dx - place.left) / place.width,
    (part) => correct({ kind: "split", x: (place.left + part * place.width - dx) / scale }),
    () => (focus instanceof HTMLElement && focus.isConnected && focus !== document.body ? focus : boxes).focus(),
  );
}

/** @param {Stroke} stroke */
function eraseOne(stroke) {
  gaze = null;
  change(commit(history, erase(history.present, [stroke])));
}

/** Clear the sheet; while a stroke is under way, take back that stroke only. */
function clear() {
  gaze = null;
  if (pad.isDrawing || isBlank(history.present)) change(history);
  else change(commit(history, BLANK));
}

function enableTools() {
  const { present } = history;
  enable([
    [buttons.undo, canUndo(history)],
    [buttons.redo, canRedo(history)],
    [buttons.clear, !isBlank(present)],
    [buttons.eraser, present.strokes.length > 0],
  ]);
}

/** @param {string} value */
function chooseMode(value) {
  setMode(value);
  session.keepMode(mode);
  // What was corrected in a number means nothing in a single digit.
  if (history.present.pins.length > 0) change(commit(history, { ...history.present, pins: [] }));
  else read(history.present, 0);
}

/** @param {string} value */
function setMode(value) {
  mode = value === "digit" ? "digit" : "number";
  root.dataset.mode = mode;
  const choice = findIn(root, `input[name=mode][value=${mode}]`, HTMLInputElement);
  choice.checked = true;
}

/** @param {File} file */
async function takePicture(file) {
  if (file.size > Number(root.dataset.largestFile)) {
    announcer.complain(messages.picture_413);
    return;
  }
  try {
    const picture = await openPicture(file);
    gaze = null;
    findIn(root, "input[name=layer][value=picture]", HTMLInputElement).checked = true;
    pad.showInk(false);
    change(commit(history, { ...BLANK, picture }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    announcer.complain(messages.picture_415);
  }
}

/** Lay the boxes over the ink and offer what can be done with the selected digit. */
function mark() {
  const { reading, selected } = result;
  const isNumber = mode === "number" || history.present.picture !== null;
  boxes.show(isNumber ? reading : null, selected, pad.view, pad.size);
  corrector.refresh();
  insideLink.show(reading?.digits[selected]);
  find("slide-back").hidden = !pad.slides.back;
  find("slide-on").hidden = !pad.slides.on || mode === "digit";
}
