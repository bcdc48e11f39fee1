/**
 * The page on which a person draws: wires the sheet, the history, the reader and the result together.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {import("../base/types.js").Stroke} Stroke
 */

import { Announcer, messagesOf } from "../base/announcements.js";
import { goLive } from "../base/early.js";
import { find, findAll, findIn } from "../base/find.js";
import { joined } from "../base/texts.js";
import { correcting } from "../feedback/claims.js";
import {
  addStroke,
  BLANK,
  drawingOfPicture,
  drawingOfStrokes,
  erase,
  isBlank,
  isReplacedByInk,
  withoutCorrections,
} from "../ink/corrections.js";
import { centreOf } from "../ink/cutting.js";
import { begin, beginWith, canUndo, commit, redo, undo } from "../ink/history.js";
import { inkOf, open as openPicture } from "../ink/picture.js";
import { Session } from "../ink/session.js";
import { keepMessages, offerKeeping } from "../keep/keeping.js";
import { drawingIn, withoutDrawing } from "../keep/share.js";
import { Reader } from "../net/reader.js";
import { Eraser } from "../pad/eraser.js";
import { offerNibs } from "../pad/nib.js";
import { Pad } from "../pad/pad.js";
import { askInParts } from "./ask-in-parts.js";
import { asking } from "./asking.js";
import { offerCopy } from "./clipboard.js";
import { Corrector } from "./corrector.js";
import { isAllowed, perform } from "./digit-actions.js";
import { markShown, offerExamples } from "./example.js";
import { offerGiving } from "./giving.js";
import { ModeChoice } from "./mode-choice.js";
import { Overlay } from "./overlay.js";
import { takePictures } from "./picture-input.js";
import { nearestDigit, ResultView } from "./result.js";
import { isEmpty, Tools } from "./tools.js";

/** A stroke whose points have paused for this long is worth reading before the pen is lifted. */
const PAUSE_MS = 150;

const root = find("draw");
const canvas = find("pad", HTMLCanvasElement);
const messages = messagesOf(find("messages", HTMLTemplateElement));

const session = new Session("digitweb");
let history = begin(BLANK);
const choice = new ModeChoice(root, session.restoreMode("number"));
/** Where the writer looks, in the drawing's units: the digit there stays selected when the answer changes. */
let gaze = /** @type {[number, number] | null} */ (null);
let device = session.restoreDevice();

const tools = new Tools();
const announcer = new Announcer(root, messages);
const giving = offerGiving(root, messages, {
  device: () => device,
  say: (sentence, isOfShown) => {
    if (isOfShown) announcer.cancel();
    announcer.say(sentence);
  },
  onClaim: (claim) => session.keepClaim(claim),
});
const keeping = offerKeeping(session, {
  now: () => ({ drawing: history.present, mode: choice.mode, text: result.reading?.text ?? "" }),
  put: (drawing, asMode) => {
    gaze = null;
    setMode(asMode);
    replace(drawing);
  },
  takePicture,
  say: (sentence) => announcer.say(sentence),
});
const result = new ResultView(root, messages, (index, byPerson) => {
  const digit = result.reading?.digits[index];
  if (byPerson && digit) gaze = centreOf(digit.box);
  mark();
});
const reader = new Reader(askInParts(asking(root.dataset.recognize ?? "", giving.sender)), {
  onAnswer: (reading, { drawing }) => {
    announcer.complain(null);
    showReading(reading, drawing);
  },
  onTrouble: (error, waitMs, { drawing }) => {
    announcer.trouble(error, waitMs, drawing.picture !== null);
    if (error.trouble === "away" && !navigator.onLine) announcer.complain(keepMessages.offline, { canRetry: true });
    if (!error.isPassing) showReading(null, drawing);
  },
  onBusy: (isBusy) => root.classList.toggle("is-reading", isBusy),
});
const pad = new Pad(canvas, {
  zooms: true,
  onGrow: (stroke) => {
    root.classList.remove("is-blank");
    gaze = null;
    if (isReplacedByInk(history.present)) giving.finish(history.present);
    if (history.present.picture) result.show(null);
    read(addStroke(history.present, stroke, choice.mode), PAUSE_MS);
  },
  onStroke: (stroke, pointer) => {
    device = session.keepDevice(pointer);
    change(commit(history, addStroke(history.present, stroke, choice.mode)));
  },
  onErase: eraseOne,
  canTap: (x, y) => overlay.has(x, y),
  onTap: (x, y) => overlay.press(x, y),
  onDrop: () => follow(),
  onView: () => mark(),
});
const eraser = new Eraser(tools.eraser, canvas, pad, messages, {
  strokes: () => history.present.strokes,
  onErase: eraseOne,
  onWord: (sentence) => announcer.say(sentence),
});
const corrector = new Corrector(root, {
  can: (kind) => isAllowed(kind, result.reading?.digits ?? [], result.selected, choice.mode),
  onDigit: (value) => correct({ kind: "set", value }),
  onChoice: (kind) => (kind === "split" ? overlay.askWhereToCut((x) => correct({ kind, x })) : correct({ kind })),
  onYes: () => giving.give(),
});
const overlay = new Overlay(messages, result, pad);

start();

function start() {
  history = session.restoreSteps(session.restoreDrawing());
  const claim = session.restoreClaim();
  giving.remember(history.present, claim);
  keeping.remember(history.present);
  session.restorePicture().then((drawing) => putFirst(drawing, claim));
  choice.show();
  if (!takeAddress()) follow();

  tools.offer(root, { undo: () => change(undo(history)), redo: () => change(redo(history)), clear });
  offerCopy(
    find("copy"),
    () => result.reading?.text ?? "",
    (text) => announcer.sayCopied(text),
  );
  find("retry").addEventListener("click", () => reader.retryNow());
  offerNibs(find("nib", HTMLButtonElement), pad, messages, (sentence) => announcer.say(sentence));
  offerExamples(root, () => pad.size, takeExample);
  takePictures(root, takePicture);
  choice.offer(followMode);
  for (const layer of findAll(root, "input[name=layer]", HTMLInputElement)) {
    layer.addEventListener("change", () => pad.showInk(layer.value === "ink"));
  }
  addEventListener("online", () => reader.retryNow());
  goLive();
}

/** Take the drawing of the address, in the place of what was on the sheet; from then on it is as any other. */
function takeAddress() {
  const shared = drawingIn(location.href);
  if (!shared) return false;
  globalThis.history.replaceState(null, "", withoutDrawing(location.href));
  setMode(shared.strokes ? shared.mode : choice.mode);
  // Whoever drew it is somebody else.
  markShown(shared.strokes ?? []);
  change(commit(history, shared.strokes ? drawingOfStrokes(shared.strokes) : BLANK));
  if (!shared.strokes) announcer.complain(keepMessages.address_bad);
  return true;
}

/**
 * Show the drawing that was restored, or have it to go back to where something was done meanwhile.
 *
 * @param {Drawing | null} drawing
 * @param {number | null} claim  as which it was given
 */
function putFirst(drawing, claim) {
  if (!drawing) return;
  giving.remember(drawing, claim);
  keeping.remember(drawing);
  const isUntouched = !canUndo(history);
  history = isUntouched ? session.restoreSteps(drawing) : beginWith(history, drawing);
  if (!isUntouched) tools.show(history);
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
  session.keepSteps(history);
  follow();
}

/** Let everything that depends on the drawing follow it. */
function follow() {
  const drawing = history.present;
  overlay.closeCut();
  if (pad.isDrawing) pad.dropStroke();
  pad.show(drawing);
  root.classList.toggle("is-blank", isBlank(drawing));
  root.classList.toggle("has-picture", drawing.picture !== null);
  if (drawing.strokes.length === 0) eraser.turn(false);
  tools.show(history);
  keeping.show(drawing);
  read(drawing, 0);
}

/**
 * @param {Drawing} drawing
 * @param {number} delayMs
 */
function read(drawing, delayMs) {
  announcer.cancel();
  if (!isBlank(drawing)) {
    reader.read({ drawing, mode: choice.mode }, delayMs);
    result.await();
    return;
  }
  reader.cancel();
  announcer.complain(null);
  if (result.reading) announcer.sayWhenSettled(() => result.spoken);
  showReading(null, drawing);
}

/**
 * @param {Reading | null} reading
 * @param {Drawing} drawing  that was read
 */
function showReading(reading, drawing) {
  const hadFocus = overlay.hasFocus;
  const selected = gaze && reading ? nearestDigit(reading.digits, gaze) : undefined;
  result.show(reading, { selected, isPicture: drawing.picture !== null });
  root.classList.toggle("has-ink", drawing.picture !== null && inkOf(drawing.picture) !== null);
  giving.show(reading, drawing);
  if (reading?.text) keeping.note(reading, drawing);
  if (hadFocus && !reading?.digits.length) tools.undo.focus();
  if (reading) announcer.sayWhenSettled(() => joined(result.spoken, giving.spoken));
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
  change(commit(history, correcting(outcome.drawing, result.reading)));
}

/** @param {Stroke} stroke */
function eraseOne(stroke) {
  gaze = null;
  change(commit(history, erase(history.present, [stroke])));
}

/** @param {Stroke[]} strokes */
function takeExample(strokes) {
  gaze = null;
  const drawing = strokes.reduce((before, stroke) => addStroke(before, stroke, choice.mode), BLANK);
  change(commit(history, drawing));
  tools.clear.focus({ preventScroll: true });
}

/** Clear the sheet; while a stroke is under way, take back that stroke only. */
function clear() {
  gaze = null;
  if (pad.isDrawing || isEmpty(history.present)) change(history);
  else replace(BLANK);
}

/** Put another drawing in the place of one that is done with. @param {Drawing} drawing */
function replace(drawing) {
  giving.finish(history.present);
  change(commit(history, drawing));
}

/** Read in the mode that the writer has chosen. */
function followMode() {
  session.keepMode(choice.mode);
  // What was corrected in a number means nothing in a single digit.
  const plain = withoutCorrections(history.present);
  if (plain !== history.present) change(commit(history, plain));
  else read(history.present, 0);
}

/** @param {import("../base/types.js").Mode} mode  of a drawing that comes from elsewhere */
function setMode(mode) {
  choice.mode = mode;
  session.keepMode(mode);
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
    replace(drawingOfPicture(picture));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    announcer.complain(messages.picture_415);
  }
}

/** Lay the boxes over the ink and offer what can be done with the selected digit. */
function mark() {
  overlay.show(choice.mode, history.present.picture !== null);
  corrector.refresh();
}
