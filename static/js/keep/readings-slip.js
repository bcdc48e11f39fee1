/**
 * The slip with the last readings: one brings its drawing back, each can be deleted, and all.
 *
 * @typedef {import("./readings.js").Kept} Kept
 * @typedef {import("../base/types.js").Messages} Messages
 */
import { find, findIn } from "../base/find.js";
import { fill } from "../base/texts.js";
import { keepKeys } from "../feedback/consent-dialog.js";
import { areKept, choose, forgetReading, forgetReadings, keptReadings } from "./readings.js";

export class ReadingsSlip {
  #dialog = find("readings-slip", HTMLDialogElement);
  #list = findIn(this.#dialog, "ol");
  #choice = findIn(this.#dialog, "input[type=checkbox]", HTMLInputElement);
  #entry = find("reading-entry", HTMLTemplateElement);
  #messages;
  #listener;

  /**
   * @param {Messages} messages
   * @param {object} listener
   * @param {(kept: Kept) => void} listener.onOpen
   * @param {(id: string | null) => void} listener.onForget  one of them, or null for all
   */
  constructor(messages, listener) {
    this.#messages = messages;
    this.#listener = listener;
    keepKeys(this.#dialog);
    this.#part("delete-all").addEventListener("click", () => this.#deleteAll());
    this.#choice.addEventListener("change", () => choose(this.#choice.checked));
  }

  async open() {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    this.#choice.checked = areKept();
    this.#part("word").textContent = "";
    this.#list.replaceChildren(...(await keptReadings()).map((kept) => this.#item(kept, format)));
    this.#showWhetherAny();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  /**
   * @param {Kept} kept
   * @param {Intl.DateTimeFormat} format
   */
  #item(kept, format) {
    const item = /** @type {DocumentFragment} */ (this.#entry.content.cloneNode(true));
    const moment = new Date(kept.at);
    const words = { text: kept.text, when: format.format(moment) };
    const row = findIn(item, "li");
    const open = findIn(item, ".keep-open", HTMLButtonElement);
    open.setAttribute("aria-label", fill(this.#messages.reading_open, words));
    open.addEventListener("click", () => {
      this.#dialog.close();
      this.#listener.onOpen(kept);
    });
    findIn(item, "img", HTMLImageElement).src = kept.image;
    const text = findIn(item, ".keep-text");
    text.textContent = words.text;
    text.classList.toggle("is-unsure", kept.verdict !== "recognized");
    const time = findIn(item, "time", HTMLTimeElement);
    time.dateTime = moment.toISOString();
    time.textContent = words.when;
    const remove = findIn(item, ".keep-delete", HTMLButtonElement);
    remove.title = fill(this.#messages.reading_delete, words);
    remove.setAttribute("aria-label", remove.title);
    remove.addEventListener("click", () => this.#delete(kept.id, row));
    return row;
  }

  /**
   * @param {string} id
   * @param {HTMLElement} row
   */
  async #delete(id, row) {
    await forgetReading(id);
    this.#listener.onForget(id);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#told();
    // The focus stays in the list for as long as there is one.
    if (next) findIn(next, ".keep-delete").focus();
    else findIn(this.#dialog, "h2").focus();
  }

  async #deleteAll() {
    await forgetReadings();
    this.#listener.onForget(null);
    this.#list.replaceChildren();
    findIn(this.#dialog, "h2").focus();
    this.#told();
  }

  #told() {
    this.#part("word").textContent = this.#messages.reading_deleted;
    this.#showWhetherAny();
  }

  #showWhetherAny() {
    const isEmpty = this.#list.children.length === 0;
    this.#part("none").hidden = !isEmpty;
    this.#part("delete-all").hidden = isEmpty;
    this.#list.hidden = isEmpty;
  }

  #part(/** @type {string} */ name) {
    return findIn(this.#dialog, `[data-part="${name}"]`);
  }
}
