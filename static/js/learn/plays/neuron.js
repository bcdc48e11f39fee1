/**
 * One neuron: its weights times what it sees, and the two formulas with these very numbers.
 *
 * @typedef {import("../../net/answers.js").InsideAnswer} InsideAnswer
 * @typedef {import("../../net/answers.js").LayerAnswer} Layer
 * @typedef {import("../../net/answers.js").NeuronAnswer} Neuron
 * @typedef {{neuron: Neuron, layer: Layer, isLast: boolean}} Shown  the layer that it is in
 */

import { findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { isSigned, largest, mosaic, paintActivations, paintSigned, unpacked } from "../charts/pixels.js";
import { DIGITS } from "../charts/shares.js";
import { confidenceNumbers } from "../formulas/confidence.js";
import { formula } from "../formulas/formula.js";
import { figure, operand } from "../formulas/numbers.js";

/** Of weighted inputs and activations. */
const PLACES = 3;

export class NeuronView {
  #panel;
  #messages;
  #row;
  #column;
  /** @type {Shown | null} */
  #shown = null;

  /**
   * @param {HTMLElement} panel
   * @param {import("../../base/types.js").Messages} messages
   * @param {(place: [number, number], passing: boolean) => void} onPlace  another place on the feature map was chosen
   */
  constructor(panel, messages, onPlace) {
    this.#panel = panel;
    this.#messages = messages;
    this.#row = findIn(panel, "[data-part=row]", HTMLInputElement);
    this.#column = findIn(panel, "[data-part=column]", HTMLInputElement);
    const inputs = [this.#row, this.#column];
    for (const input of inputs) {
      input.addEventListener("change", () => {
        if (inputs.every((each) => each.validity.valid && each.value !== ""))
          onPlace([Number(this.#row.value), Number(this.#column.value)], false);
      });
    }
    const map = this.#part("map");
    map.addEventListener("click", (event) => {
      if (!this.#shown) return;
      const { left, top, width, height } = map.getBoundingClientRect();
      const { layout } = this.#shown.layer;
      const at = (/** @type {number} */ part, /** @type {number} */ count) =>
        Math.min(Math.max(Math.floor(part * count), 0), count - 1);
      onPlace(
        [at((event.clientY - top) / height, layout.height), at((event.clientX - left) / width, layout.width)],
        false,
      );
    });
  }

  /**
   * @param {Neuron} neuron
   * @param {InsideAnswer | null} inside
   */
  show(neuron, inside) {
    const layer = inside?.layers[neuron.layer];
    if (!inside || !layer) return;
    const isLast = neuron.layer === inside.layers.length - 1;
    this.#shown = { neuron, layer, isLast };
    this.#panel.hidden = false;
    findIn(this.#panel, "#neuron-title").textContent = this.#title(neuron, isLast);
    this.#part("sees").textContent = this.#sees(neuron);
    this.#showPlace(neuron, layer);
    this.#part("formulas").replaceChildren(
      ...formulas(neuron),
      ...(isLast ? [formula("confidence", confidenceNumbers(inside, neuron.unit))] : []),
    );
    this.repaint();
  }

  repaint() {
    if (!this.#shown) return;
    const { neuron, layer } = this.#shown;
    const { layout, weights, inputs, products } = neuron;
    for (const [name, values] of Object.entries({ weights, products })) {
      const picture = mosaic(values, layout);
      paintSigned(this.#canvas(name), picture.values, { width: picture.width });
    }
    const seen = mosaic(inputs, layout);
    const look = { width: seen.width, most: largest(inputs), isSigned: isSigned(inputs) };
    paintActivations(this.#canvas("inputs"), seen.values, look);
    this.#paintMap(neuron, layer);
  }

  /**
   * @param {Neuron} neuron
   * @param {boolean} isLast
   */
  #title({ layer, unit, place }, isLast) {
    if (isLast) return fill(this.#messages.title_output, { digit: unit < DIGITS ? unit : this.#messages.no_digit });
    return fill(place ? this.#messages.title_map : this.#messages.title_neuron, { unit, layer: layer + 1 });
  }

  /** @param {Neuron} neuron */
  #sees({ layer, place, layout, weights }) {
    const values = { ...layout, count: weights.length };
    if (place) return fill(layer === 0 ? this.#messages.sees_square : this.#messages.sees_field, values);
    if (layer === 0 && weights.length === 784) return fill(this.#messages.sees_pixels, values);
    return fill(layout.maps > 1 ? this.#messages.sees_maps : this.#messages.sees_all, values);
  }

  /**
   * @param {Neuron} neuron
   * @param {Layer} layer
   */
  #showPlace({ place }, { layout: { height, width } }) {
    this.#part("place").hidden = !place;
    if (!place) return;
    const [row, column] = place;
    showNumber(this.#row, row, height);
    showNumber(this.#column, column, width);
  }

  /**
   * @param {Neuron} neuron
   * @param {Layer} layer
   */
  #paintMap({ place, unit }, { layout, activations }) {
    if (!place) return;
    const size = layout.height * layout.width;
    const all = unpacked(activations);
    const values = all.subarray(unit * size, (unit + 1) * size);
    const canvas = this.#canvas("map");
    paintActivations(canvas, values, { width: layout.width, most: largest(values), isSigned: isSigned(all) });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = getComputedStyle(canvas).getPropertyValue("--red");
    context.fillRect(place[1], place[0], 1, 1);
  }

  #part(/** @type {string} */ name) {
    return findIn(this.#panel, `[data-part="${name}"]`);
  }

  #canvas(/** @type {string} */ name) {
    return findIn(this.#panel, `[data-part="${name}"]`, HTMLCanvasElement);
  }
}

/**
 * @param {HTMLInputElement} input
 * @param {number} value  left alone where somebody writes
 * @param {number} count  of the values that there are, from 0
 */
function showNumber(input, value, count) {
  input.max = String(count - 1);
  if (document.activeElement !== input) input.value = String(value);
}

/**
 * @param {Neuron} neuron
 * @returns {Element[]}  z, and a
 */
function formulas({ weights, inputs, products, bias, z, a, activation, unit }) {
  const order = products.map((_, at) => at).sort((one, other) => Math.abs(products[other]) - Math.abs(products[one]));
  const shown = (/** @type {number} */ value) => operand(figure(value, 2));
  const [first, second] = order.map((at) => ({ w: shown(weights[at]), x: shown(inputs[at]) }));
  const terms = { w0: first.w, x0: first.x, w1: second?.w, x1: second?.x, b: shown(bias) };
  const values = { unit, z: figure(z, PLACES), minus_z: figure(-z, PLACES), a: figure(a, PLACES) };
  return [
    formula("weighted-input"),
    formula(`weighted-input-of-${order.length > 2 ? "many" : order.length}`, terms),
    formula("z", values),
    formula(activation, values),
  ];
}
