/**
 * What every learning page begins with: its state in the address, the reader's drawing, questions to the server.
 *
 * @typedef {import("../net/answers.js").DrawingAnswer} DrawingAnswer
 */

import { Announcer, messagesOf } from "../base/announcements.js";
/**
 * What a play sees of its page: of the state the values that it needs.
 *
 * @template V
 * @typedef {object} Page
 * @property {HTMLElement} root
 * @property {import("../base/types.js").Messages} messages
 * @property {{readonly values: V, set(changes: Partial<V>, options?: {passing?: boolean}): void}} state
 * @property {Questions["about"]} about
 * @property {import("./drawing/drawing.js").DrawingBody} drawing  as the endpoints take it
 * @property {Exercises} exercises  those of the page; a play says when one is to be looked at
 */
import { goLive } from "../base/early.js";
import { find } from "../base/find.js";
import { Questions } from "../net/questions.js";
import { DrawingPanel, drawingBody, drawingField, rememberedDrawing } from "./drawing/drawing.js";
import { Exercises } from "./exercises.js";
import { offerHandout } from "./handout.js";
import { PageState } from "./state.js";

/** @typedef {{d: string}} Drawn  the state of every page holds the drawing */

/**
 * @template V
 * @param {object} page
 * @param {import("./state.js").Fields<V>} page.fields  of the state; "d" is the drawing
 * @param {(values: V & Drawn, changed: Set<string>) => void} [page.onState]  once at first, with all as changed
 * @param {(reading: DrawingAnswer) => void} [page.onReading]  of the drawing
 */
export function openPage({ fields, onState = () => {}, onReading = () => {} }) {
  const root = find("learn");
  const messages = messagesOf(find("messages", HTMLTemplateElement));
  const announcer = new Announcer(root, messages);
  const questions = new Questions(announcer);
  const all = /** @type {import("./state.js").Fields<V & Drawn>} */ ({ ...fields, d: drawingField });
  takeRememberedDrawing();
  const state = new PageState(all, follow);
  const panel = new DrawingPanel(root, messages, (d) => state.set(/** @type {Partial<V & Drawn>} */ ({ d })));
  const read = questions.about(root.dataset.drawingUrl ?? "", (/** @type {DrawingAnswer} */ reading) => {
    panel.showReading(reading);
    onReading(reading);
  });
  offerHandout(root);
  document.getElementById("retry")?.addEventListener("click", () => questions.retryNow());

  /** @type {Page<V & Drawn> & {begin: () => void}} */
  const page = {
    root,
    messages,
    state,
    exercises: new Exercises(root, messages),
    /** Asks of this page; see Questions.about. */
    about: questions.about.bind(questions),
    get drawing() {
      return drawingBody(state.values.d);
    },
    /** Begin, once the page's own script is ready for its state. */
    begin() {
      follow(state.values, new Set(Object.keys(all)));
      goLive();
    },
  };
  return page;

  /**
   * @param {V & Drawn} values
   * @param {Set<string>} changed
   */
  function follow(values, changed) {
    if (changed.has("d")) {
      panel.show(values.d);
      read({ drawing: drawingBody(values.d) });
    }
    onState(values, changed);
  }
}

/** Opened without a drawing, a page gets the one that was last seen in this tab. */
function takeRememberedDrawing() {
  const query = new URLSearchParams(location.search);
  const remembered = rememberedDrawing();
  if (query.has("d") || !remembered) return;
  query.set("d", remembered);
  history.replaceState(null, "", `${location.pathname}?${query}${location.hash}`);
}
