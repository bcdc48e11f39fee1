/**
 * The slip on which a drawing is shared: its address, to copy or to send, and its picture, to copy.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Messages} Messages
 */
import { find, findIn } from "../base/find.js";
import { keepKeys } from "../feedback/consent-dialog.js";
import { pngOf } from "./pictures.js";
import { addressOf } from "./share.js";

export class ShareSlip {
  #dialog = find("share-slip", HTMLDialogElement);
  #field = findIn(this.#dialog, "input", HTMLInputElement);
  #messages;
  /** @type {Drawing | null} */
  #drawing = null;

  /** @param {Messages} messages */
  constructor(messages) {
    this.#messages = messages;
    keepKeys(this.#dialog);
    this.#part("address").addEventListener("click", () => this.#copyAddress());
    this.#part("picture").addEventListener("click", () => this.#copyPicture());
    this.#part("send").addEventListener("click", () => this.#send());
    this.#field.addEventListener("focus", () => this.#field.select());
  }

  /**
   * @param {Drawing} drawing  with something on it
   * @param {import("../base/types.js").Mode} mode
   */
  open(drawing, mode) {
    this.#drawing = drawing;
    const address = drawing.picture ? null : addressOf(location.href, drawing.strokes, mode);
    this.#field.value = address ?? "";
    for (const name of ["address", "how"]) this.#part(name).hidden = address === null;
    this.#field.hidden = address === null;
    this.#part("send").hidden = address === null || !("share" in navigator);
    const reason = this.#part("too-large");
    reason.hidden = address !== null;
    reason.textContent = drawing.picture ? this.#messages.address_picture : this.#messages.address_long;
    this.#say("");
    this.#dialog.showModal();
  }

  async #copyAddress() {
    try {
      await navigator.clipboard.writeText(this.#field.value);
      this.#say(this.#messages.address_copied);
    } catch {
      // Without HTTPS there is no clipboard object, and a browser may refuse it.
      this.#field.focus();
      this.#field.select();
      const isDone = document.execCommand("copy");
      this.#say(isDone ? this.#messages.address_copied : this.#messages.address_not_copied);
    }
  }

  async #copyPicture() {
    if (!this.#drawing) return;
    try {
      // Some browsers want the item at once, and wait for what is in it.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(this.#drawing) })]);
      this.#say(this.#messages.picture_copied);
    } catch {
      this.#say(this.#messages.picture_not_copied);
    }
  }

  #send() {
    // Whoever sends nothing after all is told by the system's own sheet.
    navigator.share({ title: document.title, url: this.#field.value }).catch(() => {});
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.#part("word").textContent = sentence;
  }

  #part(/** @type {string} */ name) {
    return findIn(this.#dialog, `[data-part="${name}"]`);
  }
}
