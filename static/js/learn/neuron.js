/** One neuron: its weights times what it sees, and the two formulas with these very numbers. */
import { fill } from "../words.js";
import { make } from "./dom.js";
import { activationName } from "./layers.js";
import { figure, mathElement, operand } from "./mathml.js";
import { largest, mosaic, paintInk, paintSigned, unpacked } from "./pixels.js";

/** Terms of the sum that are written out. */
const TERMS = 2;

const DIGITS = 10;

export class NeuronView {
  #panel;
  #messages;
  /** @type {any} */
  #neuron = null;
  /** @type {any} */
  #inside = null;

  /**
   * @param {HTMLElement} panel
   * @param {import("../types.js").Messages} messages
   * @param {(place: [number, number], passing: boolean) => void} onPlace  another place on the feature map was chosen
   */
  constructor(panel, messages, onPlace) {
    this.#panel = panel;
    this.#messages = messages;
    const inputs = ["row", "column"].map((name) => /** @type {HTMLInputElement} */ (this.#part(name)));
    for (const input of inputs) {
      input.addEventListener("change", () => {
        if (inputs.every((each) => each.validity.valid && each.value !== "")) onPlace([Number(inputs[0].value), Number(inputs[1].value)], false);
      });
    }
    const map = this.#part("map");
    map.addEventListener("click", (event) => {
      const { left, top, width, height } = map.getBoundingClientRect();
      const { layout } = this.#inside.layers[this.#neuron.layer];
      const at = (/** @type {number} */ part, /** @type {number} */ count) => Math.min(Math.max(Math.floor(part * count), 0), count - 1);
      onPlace([at((event.clientY - top) / height, layout.height), at((event.clientX - left) / width, layout.width)], false);
    });
  }

  /**
   * @param {any} neuron  the answer of the server
   * @param {any} inside
   */
  show(neuron, inside) {
    if (!inside || !inside.layers[neuron.layer]) return;
    this.#neuron = neuron;
    this.#inside = inside;
    this.#panel.hidden = false;
    /** @type {HTMLElement} */ (this.#panel.querySelector("#neuron-title")).textContent = this.#title();
    this.#part("sees").textContent = this.#sees();
    this.#showPlace();
    this.#part("formulas").replaceChildren(...this.#formulas().map((notation) => make("div", { class: "formula", tabindex: 0 }, mathElement(notation, { block: true }))));
    this.repaint();
  }

  repaint() {
    const { layout, weights, inputs, products } = this.#neuron ?? {};
    if (!layout) return;
    for (const [name, values] of Object.entries({ weights, products })) {
      const picture = mosaic(values, layout);
      paintSigned(this.#canvas(name), picture.values, { width: picture.width });
    }
    const seen = mosaic(inputs, layout);
    if (inputs.some((/** @type {number} */ value) => value < 0)) paintSigned(this.#canvas("inputs"), seen.values, { width: seen.width });
    else paintInk(this.#canvas("inputs"), seen.values, { width: seen.width, most: largest(inputs) });
    this.#paintMap();
  }

  #title() {
    const { layer, unit, place } = this.#neuron;
    const isLast = layer === this.#inside.layers.length - 1;
    if (isLast) return fill(this.#messages.title_output, { digit: unit < DIGITS ? unit : this.#messages.stranger });
    return fill(place ? this.#messages.title_map : this.#messages.title_neuron, { unit, layer: layer + 1 });
  }

  #sees() {
    const { layer, place, layout, weights } = this.#neuron;
    const values = { ...layout, count: weights.length };
    if (place) return fill(this.#messages.sees_field, values);
    if (layer === 0 && weights.length === 784) return fill(this.#messages.sees_pixels, values);
    return fill(layout.maps > 1 ? this.#messages.sees_maps : this.#messages.sees_all, values);
  }

  #showPlace() {
    const { place, layer } = this.#neuron;
    this.#part("place").hidden = !place;
    if (!place) return;
    const { height, width } = this.#inside.layers[layer].layout;
    for (const [at, name] of ["row", "column"].entries()) {
      const input = /** @type {HTMLInputElement} */ (this.#part(name));
      input.max = String((at === 0 ? height : width) - 1);
      if (document.activeElement !== input) input.value = String(place[at]);
    }
  }

  #paintMap() {
    const { place, layer, unit } = this.#neuron;
    if (!place) return;
    const { layout, activations } = this.#inside.layers[layer];
    const size = layout.height * layout.width;
    const values = unpacked(activations).subarray(unit * size, (unit + 1) * size);
    const canvas = this.#canvas("map");
    paintInk(canvas, values, { width: layout.width, most: largest(values) });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = getComputedStyle(canvas).getPropertyValue("--red");
    context.fillRect(place[1], place[0], 1, 1);
  }

  /** @returns {string[]}  z, and a, in the notation of formulas */
  #formulas() {
    const { weights, inputs, products, bias, z, a, activation, unit } = this.#neuron;
    const order = products.map((/** @type {number} */ _, /** @type {number} */ at) => at).sort((/** @type {number} */ one, /** @type {number} */ other) => Math.abs(products[other]) - Math.abs(products[one]));
    const terms = order.slice(0, TERMS).map((/** @type {number} */ at) => `${operand(weights[at], 2)} * ${operand(inputs[at], 2)}`);
    const more = order.length > TERMS ? "+ ⋯ " : "";
    return [
      `z = ∑_k w_k a_k + b`,
      `= ${terms.join(" + ")} ${more}+ ${operand(bias, 2)}`,
      `= ${figure(z)}`,
      `${activationFormula(activation, z, unit)} = ${figure(a, a > 0 && a < 1 ? 4 : 3)}`,
    ];
  }

  #part(/** @type {string} */ name) {
    return /** @type {HTMLElement} */ (this.#panel.querySelector(`[data-part="${name}"]`));
  }

  #canvas(/** @type {string} */ name) {
    return /** @type {HTMLCanvasElement} */ (this.#part(name));
  }
}

/**
 * @param {string} activation
 * @param {number} z
 * @param {number} unit
 */
function activationFormula(activation, z, unit) {
  const value = figure(z);
  if (activation === "sigmoid") return `a = σ(z) = {1}/{1 + e^{-z}} = {1}/{1 + e^{${figure(-z)}}}`;
  if (activation === "relu") return `a = max(0, z) = max(0, ${value})`;
  if (activation === "tanh") return `a = tanh(z) = tanh(${value})`;
  if (activation === "softmax") return `a_${unit} = {e^{z_${unit}}}/{∑_k e^{z_k}} = {e^{${value}}}/{∑_k e^{z_k}}`;
  return `a = "${activationName(activation)}"(z)`;
}
