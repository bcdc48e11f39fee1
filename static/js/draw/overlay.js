/**
 * What lies over the ink and goes with the sheet: the boxes of the digits, the line that cuts one, the buttons that
 * move the paper, and the way from the selected digit into the network.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 * @typedef {import("../base/types.js").Mode} Mode
 */
import { find } from "../base/find.js";
import { Boxes } from "./boxes.js";
import { CutLine } from "./cut-line.js";
import { placeToCut } from "./digit-actions.js";
import { InsideLink } from "./inside-link.js";

export class Overlay {
  #list = find("boxes");
  #cutLine = new CutLine(find("cut", HTMLFormElement));
  #insideLink = new InsideLink(find("look-inside", HTMLAnchorElement));
  #boxes;
  #result;
  #pad;

  /**
   * @param {Messages} messages
   * @param {import("./result.js").ResultView} result
   * @param {import("../pad/pad.js").Pad} pad
   */
  constructor(messages, result, pad) {
    this.#boxes = new Boxes(this.#list, find("marks"), messages, (index) => result.select(index));
    this.#result = result;
    this.#pad = pad;
    find("slide-on").addEventListener("click", () => pad.slide(1));
    find("slide-back").addEventListener("click", () => pad.slide(-1));
    find("whole").addEventListener("click", () => pad.showAll());
  }

  /** Whether one of the boxes has the focus. */
  get hasFocus() {
    return this.#list.contains(document.activeElement);
  }

  /**
   * Lay everything where it belongs now.
   *
   * @param {Mode} mode
   * @param {boolean} isPicture
   */
  show(mode, isPicture) {
    const { reading, selected } = this.#result;
    const { view, size, slides, hasMoved } = this.#pad;
    const isNumber = mode === "number" || isPicture;
    this.#boxes.show(isNumber ? reading : null, selected, view, size);
    this.#insideLink.show(reading?.digits[selected]);
    find("slide-back").hidden = !slides.back;
    find("slide-on").hidden = !slides.on || mode === "digit";
    find("whole").hidden = !hasMoved;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {boolean}  whether a digit's box is there
   */
  has(x, y) {
    return this.#boxes.at(x, y) >= 0;
  }

  /**
   * Select the digit whose box is there, if one is.
   *
   * @param {number} x
   * @param {number} y
   */
  press(x, y) {
    const index = this.#boxes.at(x, y);
    if (index < 0) return;
    this.#result.select(index);
    this.#boxes.focus();
  }

  /**
   * Let the writer say where the selected digit comes apart.
   *
   * @param {(x: number) => void} onCut  in the drawing's units
   */
  askWhereToCut(onCut) {
    const { reading, selected } = this.#result;
    const digit = reading?.digits[selected];
    const place = this.#boxes.placeOf(selected);
    const suggested = digit ? placeToCut(digit) : null;
    if (suggested === null || !place) return;
    const { scale, dx } = this.#pad.view;
    const focus = document.activeElement;
    this.#cutLine.open(
      place,
      (suggested * scale + dx - place.left) / place.width,
      (part) => onCut((place.left + part * place.width - dx) / scale),
      () =>
        (focus instanceof HTMLElement && focus.isConnected && focus !== document.body ? focus : this.#boxes).focus(),
    );
  }

  /** Leave the line that cuts, if it is there. */
  closeCut() {
    this.#cutLine.close();
  }
}
