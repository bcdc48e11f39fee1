/**
 * The reader's digit at the side of every learning page: the same sheet as the site's own, small, with the tile that
 * the network sees of it. The drawing travels in the address, and stays in the tab's memory for pages opened without it.
 *
 * @typedef {import("../../base/types.js").Drawing} Drawing
 * @typedef {import("../../base/types.js").Stroke} Stroke
 * @typedef {import("./codec.js").Drawn} Drawn
 * @typedef {import("../../net/answers.js").DrawingAnswer} DrawingAnswer
 * @typedef {{strokes: [number, number][][]} | {tile: string}} DrawingBody  as the endpoints take it
 */

import { findAll, findIn } from "../../base/find.js";
import { onSchemeChange } from "../../base/scheme.js";
import { load, save } from "../../base/storage.js";
import { fill, percent } from "../../base/texts.js";
import { BLANK } from "../../ink/corrections.js";
import { PLAIN_PRESSURE } from "../../ink/geometry.js";
import { Pad } from "../../pad/pad.js";
import { paintInk, tilePixels } from "../charts/pixels.js";
import { decode, encodeStrokes } from "./codec.js";
import { exampleOf } from "./examples.js";
import { Reach } from "./reach.js";

const STORAGE_KEY = "digitweb.learn.drawing";
const FIRST_EXAMPLE = 5;

/** Side of the sheet in CSS pixels, as learn.css has it, and of the box on it into which an old drawing is put. */
const SHEET = 168;
const BOX = 116;

/** @type {import("../state.js").Field<string>} */
export const drawingField = {
  fallback: "",
  parse: (text) => (decode(text) ? text : undefined),
  format: String,
};

/** @returns {string}  the drawing that was last seen in this tab, or "" */
export function rememberedDrawing() {
  const text = load("sessionStorage", STORAGE_KEY);
  return typeof text === "string" && decode(text) ? text : "";
}

/**
 * @param {string} text  a drawing as it is in the address; "" for the first example
 * @returns {Drawn}
 */
export function drawnOf(text) {
  return decode(text) ?? /** @type {Drawn} */ (decode(encodeStrokes(exampleOf(FIRST_EXAMPLE))));
}

/**
 * @param {string} text  a drawing as it is in the address
 * @returns {DrawingBody}
 */
export function drawingBody(text) {
  const drawn = drawnOf(text);
  return "strokes" in drawn ? drawn : { tile: btoa(String.fromCharCode(...drawn.tile)) };
}

export class DrawingPanel {
  #root;
  #messages;
  #onDrawing;
  #pad;
  #reach;
  #undoButton;
  #text = "";
  /** @type {string[]} */
  #past = [];
  /** @type {Drawing} */
  #drawing = BLANK;
  /** @type {DrawingAnswer | null} */
  #reading = null;
  /** The sheet was emptied: the next stroke is the first. */
  #isCleared = false;
  /** An example was chosen: the next stroke draws over it. */
  #isExample = false;

  /**
   * @param {HTMLElement} root
   * @param {import("../../base/types.js").Messages} messages
   * @param {(text: string) => void} onDrawing  another drawing, as it goes into the address
   */
  constructor(root, messages, onDrawing) {
    this.#root = root;
    this.#messages = messages;
    this.#onDrawing = onDrawing;
    this.#pad = new Pad(findIn(root, "#pad", HTMLCanvasElement), {
      onGrow: () => {},
      onStroke: (stroke) => this.#add(stroke),
      onErase: () => {},
      canTap: () => false,
      onTap: () => {},
      onDrop: () => this.#pad.show(this.#drawing),
      onView: () => {},
    });
    this.#reach = new Reach(root, messages);
    this.#undoButton = findIn(root, "#undo", HTMLButtonElement);
    this.#undoButton.addEventListener("click", () => this.#undo());
    this.#find("clear").addEventListener("click", () => this.#clear());
    for (const button of findAll(root, "[data-example]")) {
      button.addEventListener("click", () => this.#take(encodeStrokes(exampleOf(Number(button.dataset.example)))));
    }
    document.addEventListener("keydown", (event) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
      if (!isUndo || this.#past.length === 0 || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      this.#undo();
    });
    onSchemeChange(() => this.#paintTile());
  }

  /** @param {string} text  the drawing of the address */
  show(text) {
    // What was just drawn stays as it was drawn: the address keeps it a little smoother.
    if (text !== this.#text || this.#drawing === BLANK) {
      this.#drawing = padDrawing(drawnOf(text));
      this.#pad.show(this.#drawing);
    }
    this.#text = text;
    save("sessionStorage", STORAGE_KEY, text);
    this.#find("own-note").textContent = text ? this.#messages.yours : this.#messages.example;
    this.#undoButton.disabled = this.#past.length === 0;
    for (const link of findAll(document, "a[data-keeps-drawing]", HTMLAnchorElement)) {
      const url = new URL(link.href);
      if (text) url.searchParams.set("d", text);
      else url.searchParams.delete("d");
      link.href = url.href;
    }
  }

  /** @param {DrawingAnswer} reading  of the drawing */
  showReading(reading) {
    this.#reading = reading;
    const share = percent(reading.probabilities[reading.digit], document.documentElement.lang);
    this.#find("own-reading").textContent = fill(this.#messages.reads, { digit: reading.digit, share });
    this.#paintTile();
  }

  #paintTile() {
    if (!this.#reading) return;
    const pixels = tilePixels(this.#reading.tile);
    paintInk(findIn(this.#root, "#own-tile", HTMLCanvasElement), pixels, { width: 28 });
    this.#reach.paint(pixels);
  }

  /** @param {Stroke} stroke */
  #add(stroke) {
    // Over an example one draws anew; to one's own digit a stroke is added.
    const isOwn = this.#text !== "" && !this.#drawing.picture && !this.#isExample;
    const strokes = isOwn || this.#isCleared ? [...this.#drawing.strokes, stroke] : [stroke];
    if (!this.#isCleared) this.#past.push(this.#text);
    this.#isCleared = false;
    this.#isExample = false;
    this.#drawing = { ...BLANK, strokes };
    this.#pad.show(this.#drawing);
    this.#text = encodeStrokes(strokes);
    this.#onDrawing(this.#text);
  }

  /** @param {string} text */
  #take(text) {
    this.#past.push(this.#text);
    this.#isCleared = false;
    this.#isExample = true;
    this.#drawing = BLANK;
    this.#onDrawing(text);
    this.show(text);
  }

  #undo() {
    const text = this.#past.pop();
    if (text === undefined) return;
    this.#isCleared = false;
    this.#drawing = BLANK;
    this.#onDrawing(text);
    this.show(text);
  }

  /** The sheet is empty until a stroke is drawn; what was computed for the old digit stays as long. */
  #clear() {
    if (this.#isCleared) return;
    this.#isCleared = true;
    this.#past.push(this.#text);
    this.#undoButton.disabled = false;
    this.#drawing = { ...BLANK };
    this.#pad.show(this.#drawing);
  }

  #find(/** @type {string} */ id) {
    return findIn(this.#root, `#${id}`);
  }
}

/**
 * @param {Drawn} drawn
 * @returns {Drawing}  for the sheet, in its CSS pixels
 */
function padDrawing(drawn) {
  if ("tile" in drawn) return { ...BLANK, picture: pictureOf(drawn.tile) };
  const points = drawn.strokes.flat();
  const [wide, tall] = [0, 1].map((axis) => Math.max(...points.map((point) => point[axis])));
  const scale = BOX / Math.max(wide, tall, 1);
  const strokes = drawn.strokes.map((stroke) =>
    stroke.map(
      ([x, y]) =>
        /** @type {import("../../base/types.js").Point} */ ([
          (SHEET - wide * scale) / 2 + x * scale,
          (SHEET - tall * scale) / 2 + y * scale,
          PLAIN_PRESSURE,
        ]),
    ),
  );
  return { ...BLANK, strokes };
}

/** @param {Uint8Array} tile */
function pictureOf(tile) {
  const small = document.createElement("canvas");
  small.style.color = "#6b7280";
  document.body.append(small);
  paintInk(small, tile, { width: 28 });
  small.remove();
  const image = document.createElement("canvas");
  image.width = image.height = SHEET;
  const context = /** @type {CanvasRenderingContext2D} */ (image.getContext("2d"));
  context.drawImage(small, 0, 0, SHEET, SHEET);
  return { file: new Blob(), image, width: SHEET, height: SHEET };
}
