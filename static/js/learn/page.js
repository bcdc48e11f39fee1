/**
 * What every learning page begins with: its state in the address, the reader's drawing, questions to the server.
 *
 * @typedef {import("./state.js").Field<any>} Field
 */
import { Voice, messagesOf } from "../voice.js";
import { Inquiries } from "./api.js";
import { DrawingPanel, drawingBody, drawingField, rememberedDrawing } from "./drawing.js";
import { PageState } from "./state.js";

/**
 * @param {object} [page]
 * @param {Record<string, Field>} [page.fields]  of the state, by their names in the address; "d" is the drawing
 * @param {(values: Record<string, any>, changed: Set<string>) => void} [page.onState]  once at first, with all as changed
 * @param {(reading: {tile: string, digit: number, probabilities: number[]}) => void} [page.onReading]  of the drawing
 */
export function openPage({ fields = {}, onState = () => {}, onReading = () => {} } = {}) {
  const root = /** @type {HTMLElement} */ (document.getElementById("learn"));
  const messages = messagesOf(/** @type {HTMLTemplateElement} */ (document.getElementById("messages")));
  const voice = new Voice(root, messages);
  const inquiries = new Inquiries(voice);
  const all = { ...fields, d: drawingField };
  takeRememberedDrawing();
  const state = new PageState(all, follow);
  const panel = new DrawingPanel(root, messages, (d) => state.set({ d }));
  const read = inquiries.about(root.dataset.drawingUrl ?? "", (reading) => {
    panel.showReading(reading);
    onReading(reading);
  });
  document.getElementById("retry")?.addEventListener("click", () => inquiries.retryNow());

  const page = {
    root,
    messages,
    state,
    voice,
    /** Asks of this page; see Inquiries.about. */
    about: inquiries.about.bind(inquiries),
    /** The reader's drawing as the endpoints take it. */
    get drawing() {
      return drawingBody(state.values.d);
    },
    /** Begin, once the page's own script is ready for its state. */
    begin() {
      follow(state.values, new Set(Object.keys(all)));
    },
  };
  return page;

  /**
   * @param {Record<string, any>} values
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
