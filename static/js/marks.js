/**
 * The answer written under the ink, digit by digit, as a teacher would with a red pencil. Only a picture
 * of what the result already says in words, hence hidden from screen readers.
 */
import { toScreen } from "./geometry.js";

/** Height that a label needs below its digit, in CSS pixels. */
const LABEL = 30;

/**
 * @param {HTMLElement} list
 * @param {import("./api.js").Digit[]} digits
 * @param {number} selected
 * @param {import("./geometry.js").View} view
 * @param {{width: number, height: number}} sheet
 */
export function showMarks(list, digits, selected, view, sheet) {
  const marks = digits.map((digit, index) => {
    const [x, y, width, height] = digit.box;
    const [left, bottom] = toScreen(x, y + height, view);
    const mark = document.createElement("li");
    mark.textContent = String(digit.digit);
    mark.className = index === selected ? "selected" : "";
    mark.style.left = `${left}px`;
    mark.style.top = `${Math.min(bottom + 8, sheet.height - LABEL)}px`;
    mark.style.width = `${width * view.scale}px`;
    return mark;
  });
  list.replaceChildren(...marks);
}
