/**
 * The buttons that change the drawing, and their keys.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 */
import { enable } from "../base/enabled.js";
import { find } from "../base/find.js";
import { listenToKeys, nameKeys } from "../base/keys.js";
import { isBlank } from "../ink/corrections.js";
import { canRedo, canUndo } from "../ink/history.js";

const buttonOf = (/** @type {string} */ id) => find(id, HTMLButtonElement);

/** Whether there is nothing to clear: ink that was removed is still something that was said. @param {Drawing} drawing */
export function isEmpty(drawing) {
  return isBlank(drawing) && drawing.removed.length === 0;
}

export class Tools {
  undo = buttonOf("undo");
  redo = buttonOf("redo");
  clear = buttonOf("clear");
  eraser = buttonOf("eraser");

  /**
   * Let buttons and keys do what they are there for.
   *
   * @param {HTMLElement} root  with the places where keys are named
   * @param {{undo: () => void, redo: () => void, clear: () => void}} does
   */
  offer(root, does) {
    for (const [name, run] of Object.entries(does)) find(name).addEventListener("click", run);
    listenToKeys(does);
    nameKeys(root);
  }

  /**
   * Offer what can be done now.
   *
   * @param {import("../ink/history.js").History<Drawing>} history
   */
  show(history) {
    const { present } = history;
    enable([
      [this.undo, canUndo(history)],
      [this.redo, canRedo(history)],
      [this.clear, !isEmpty(present)],
      [this.eraser, present.strokes.length > 0],
    ]);
  }
}
