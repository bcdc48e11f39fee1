/** The learning curves of versions over each other: smoothing, and the values of the epoch under the pointer. */
import { messagesOf } from "../../base/announcements.js";
import { make } from "../../base/dom.js";
import { find, findAll, findIn } from "../../base/find.js";
import { fill, joined } from "../../base/texts.js";
import { nearest } from "../charts/geometry.js";
import { Overlay } from "./overlay.js";
import { epochsOf, pointsOf, valueAt } from "./values.js";

/** @typedef {import("./values.js").Figure} Figure */

const FIGURES = /** @type {const} */ (["accuracy", "cost"]);

const curves = /** @type {import("./values.js").Curve[]} */ (JSON.parse(find("curves-data").textContent));
const messages = messagesOf(find("messages", HTMLTemplateElement));
const epochs = epochsOf(curves);
const smoothing = find("curves-smoothing", HTMLInputElement);
const choice = find("curves-epoch", HTMLInputElement);
const rows = findAll(find("curves-values"), "tr");
const charts = FIGURES.map((figure) => ({ figure, svg: find(`curves-${figure}`, SVGSVGElement) }));
const overlays = charts.map(({ figure, svg }) => {
  const points = curves.map((curve) => pointsOf(curve, figure));
  return { svg, overlay: new Overlay(svg, points, epochs[epochs.length - 1]) };
});

function show() {
  const [weight, epoch] = [smoothing.valueAsNumber, epochs[choice.valueAsNumber]];
  for (const { overlay } of overlays) overlay.draw(weight, epoch);
  find("curves-smoothing-value").textContent = weight.toFixed(2);
  find("curves-epoch-value").textContent = String(epoch);
  for (const [index, row] of rows.entries()) showValues(row, index, epoch, weight);
  choice.setAttribute("aria-valuetext", spoken(epoch, weight));
}

/** @param {HTMLElement} row @param {number} index @param {number} epoch @param {number} weight */
function showValues(row, index, epoch, weight) {
  for (const figure of FIGURES) {
    const value = valueAt(curves[index], figure, epoch, weight);
    const note = value && weight > 0 ? [make("small", {}, fill(messages.smoothed, { value: value.smooth }))] : [];
    findIn(row, `[data-figure="${figure}"]`).replaceChildren(value?.measured ?? "–", ...note);
  }
}

/** @param {number} epoch @param {number} weight */
function spoken(epoch, weight) {
  const sentences = rows.flatMap((row, index) => {
    const [accuracy, cost] = FIGURES.map((figure) => valueAt(curves[index], figure, epoch, weight)?.measured);
    const version = findIn(row, "th").textContent.trim();
    return accuracy && cost ? [fill(messages.values, { version, accuracy, cost })] : [];
  });
  return joined(fill(messages.epoch, { epoch }), ...sentences);
}

/** @param {number} epoch */
function choose(epoch) {
  choice.valueAsNumber = nearest(epochs, epoch);
  show();
}

choice.max = String(epochs.length - 1);
choice.valueAsNumber = epochs.length - 1;
find("curves-picture").hidden = true;
find("curves").hidden = false;
for (const control of [smoothing, choice]) control.addEventListener("input", show);
for (const { svg, overlay } of overlays)
  for (const type of /** @type {const} */ (["pointerdown", "pointermove"]))
    svg.addEventListener(type, (event) => choose(overlay.epochUnder(event)));
new ResizeObserver(show).observe(find("curves"));
