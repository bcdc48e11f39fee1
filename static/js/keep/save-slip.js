/**
 * The slip on which somebody says as what a drawing is saved.
 *
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Mode} Mode
 * @typedef {import("../base/types.js").Picture} Picture
 */
import { make } from "../base/dom.js";
import { find, findIn } from "../base/find.js";
import { keepKeys } from "../feedback/consent-dialog.js";
import { jsonOf, jsonOfPicture, nameOf, svgOf } from "./files.js";
import { pngOf } from "./pictures.js";

/** How long a browser may take to begin to save. */
const SAVED_MS = 60_000;

export class SaveSlip {
  #dialog = find("save-slip", HTMLDialogElement);
  #onSaved;
  /** @type {{drawing: Drawing, mode: Mode, text: string} | null} */
  #subject = null;

  /** @param {(name: string) => void} onSaved */
  constructor(onSaved) {
    this.#onSaved = onSaved;
    keepKeys(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#save(this.#dialog.returnValue));
  }

  /** @param {{drawing: Drawing, mode: Mode, text: string}} subject  text: the answer, after which the file is named */
  open(subject) {
    this.#subject = subject;
    // Of a photograph there are no lines.
    findIn(this.#dialog, "button[value=svg]").hidden = subject.drawing.picture !== null;
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
  }

  /** @param {string} kind */
  async #save(kind) {
    if (!this.#subject || !["png", "svg", "json"].includes(kind)) return;
    const name = nameOf(this.#subject.text, kind);
    hand(await fileOf(kind, this.#subject), name);
    this.#onSaved(name);
  }
}

/**
 * @param {string} kind
 * @param {{drawing: Drawing, mode: Mode}} subject
 * @returns {Promise<Blob>}
 */
async function fileOf(kind, { drawing, mode }) {
  if (kind === "png") return pngOf(drawing);
  if (kind === "svg") return new Blob([svgOf(drawing.strokes)], { type: "image/svg+xml" });
  const json = drawing.picture
    ? jsonOfPicture(new Uint8Array(await drawing.picture.file.arrayBuffer()), drawing.picture.file.type, mode)
    : jsonOf(drawing.strokes, mode);
  return new Blob([json], { type: "application/json" });
}

/**
 * Have the browser save a file.
 *
 * @param {Blob} file
 * @param {string} name
 */
function hand(file, name) {
  const url = URL.createObjectURL(file);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVED_MS);
}
