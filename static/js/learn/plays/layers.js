/**
 * The layers of the network, first to last, as they are for the reader's digit: feature maps as pictures, neurons as
 * cells, outputs as bars. Each neuron is a button that tells of itself. There are some 350 maps: those of a layer are
 * painted when it comes near the screen.
 *
 * @typedef {import("../../net/answers.js").InsideAnswer} InsideAnswer
 * @typedef {import("../../net/answers.js").LayerAnswer} Layer
 * @typedef {(colours: import("../charts/pixels.js").Colours) => void} Paint
 */

import { make, makeTabStop, walkByArrows } from "../../base/dom.js";
import { findAll } from "../../base/find.js";
import { fill, percent } from "../../base/texts.js";
import { coloursOf, isSigned, largest, paintActivations, paintInk, tilePixels, unpacked } from "../charts/pixels.js";
import { DIGITS } from "../charts/shares.js";
import { confidenceParts } from "../formulas/confidence.js";
import { figure } from "../formulas/numbers.js";
import { whenNear } from "../near.js";

/** Of activations that came in steps of a byte. */
const PLACES = 2;
const NAMES = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU", softmax: "softmax", linear: "linear" };

/**
 * @param {string} activation
 * @returns {string}  as one writes it
 */
export function activationName(activation) {
  return NAMES[/** @type {keyof typeof NAMES} */ (activation)] ?? activation;
}

export class LayersView {
  #list;
  #messages;
  #locale = document.documentElement.lang;
  #count = new Intl.NumberFormat(this.#locale);
  #digit = -1;
  /** What paints the pictures of each layer, the input first. @type {Paint[][]} */
  #painters = [];
  /** Layers that were near the screen. @type {Set<number>} */
  #near = new Set();

  /**
   * @param {HTMLElement} list
   * @param {import("../../base/types.js").Messages} messages
   * @param {{onPoint: (layer: number, unit: number) => void, onChoose: (layer: number, unit: number) => void}} listener
   */
  constructor(list, messages, listener) {
    this.#list = list;
    this.#messages = messages;
    list.addEventListener(
      "pointerover",
      (event) => event.pointerType === "mouse" && this.#tell(event, listener.onPoint),
    );
    list.addEventListener("focusin", (event) => this.#tell(event, listener.onPoint));
    list.addEventListener("click", (event) => this.#tell(event, listener.onChoose));
    addEventListener("beforeprint", () => this.#come(...this.#painters.keys()));
  }

  /** @param {InsideAnswer} inside */
  show(inside) {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.neuron : undefined;
    this.#digit = inside.digit;
    const { layers } = inside;
    this.#painters = [[], ...layers.map(() => [])];
    this.#list.replaceChildren(
      this.#input(inside.tile),
      ...layers.map((layer, at) => this.#layer(layer, at, at === layers.length - 1 ? inside : null)),
    );
    this.repaint();
    for (const [at, item] of [...this.#list.children].entries()) {
      if (!this.#near.has(at)) whenNear(item, () => this.#come(at));
    }
    if (focused) this.#buttonOf(focused)?.focus({ preventScroll: true });
  }

  /**
   * Show which neuron the panel tells of; where there is no room beside the layers, the panel goes below its layer.
   *
   * @param {number} layer
   * @param {number} unit
   * @param {HTMLElement} panel
   */
  mark(layer, unit, panel) {
    for (const old of this.#list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    const button = this.#buttonOf(`${layer}.${unit}`);
    const group = button?.closest(".neurons");
    const frame = this.#list.parentElement;
    if (!button || !(group instanceof HTMLElement) || !frame) return;
    button.setAttribute("aria-current", "true");
    makeTabStop(group, button);
    const isBeside = getComputedStyle(frame).gridTemplateColumns.split(" ").length > 1;
    const home = isBeside ? frame : button.closest("li");
    if (home && panel.parentElement !== home) home.append(panel);
  }

  /** Paint what is near the screen, or was. */
  repaint() {
    this.#paint(this.#near);
  }

  /** @param {number[]} layers  that are about to be seen */
  #come(...layers) {
    const others = layers.filter((layer) => !this.#near.has(layer));
    for (const layer of others) this.#near.add(layer);
    this.#paint(others);
  }

  /** @param {Iterable<number>} layers */
  #paint(layers) {
    const picture = this.#list.querySelector(".pixels");
    if (!picture) return;
    const colours = coloursOf(picture);
    for (const layer of layers) for (const paint of this.#painters[layer] ?? []) paint(colours);
  }

  /** @param {string} tile */
  #input(tile) {
    const canvas = make("canvas", { class: "pixels input-tile", "aria-hidden": "true" });
    this.#painters[0].push((colours) => paintInk(canvas, tilePixels(tile), { width: 28, colours }));
    return make("li", { class: "layer" }, make("h3", {}, this.#messages.input), canvas);
  }

  /**
   * @param {string} neuron  its layer and number in it
   * @returns {HTMLElement | null}
   */
  #buttonOf(neuron) {
    return this.#list.querySelector(`button[data-neuron="${neuron}"]`);
  }

  /**
   * @param {Layer} layer
   * @param {number} at
   * @param {InsideAnswer | null} last  the whole, of the output layer
   */
  #layer(layer, at, last) {
    const { maps, height, width } = layer.layout;
    const activations = unpacked(layer.activations);
    const units = activations.length;
    const output = units > DIGITS ? "output_with_stranger" : "output";
    const title = fill(this.#messages[last ? output : layer.type] ?? layer.type, { maps, height, width, units });
    const heading = make("h3", {}, title);
    if (layer.parameters > 0) {
      const count = this.#count.format(layer.parameters);
      heading.append(
        " ",
        make(
          "span",
          { class: "aside" },
          fill(this.#messages.weights, { activation: activationName(layer.activation), count }),
        ),
      );
    }
    if (isSigned(activations)) heading.append(" ", make("span", { class: "aside" }, this.#messages.signed));
    const item = make("li", { class: "layer" }, heading);
    if (layer.type === "conv2d" || layer.type === "max_pool2d") item.append(this.#maps(layer, at, activations, title));
    else if (last) {
      const confidence = make("div", { class: "confidence" }, ...confidenceParts(this.#messages, last));
      item.append(this.#outputs(at, last.outputs, title), confidence);
    } else if (layer.parameters > 0) item.append(this.#cells(at, activations, title));
    return item;
  }

  /**
   * @param {Layer} layer
   * @param {number} at
   * @param {Float64Array} activations
   * @param {string} title
   */
  #maps({ type, layout }, at, activations, title) {
    const size = layout.height * layout.width;
    const look = { width: layout.width, most: largest(activations), isSigned: isSigned(activations) };
    const group = this.#group(title, `maps ${layout.width > 16 ? "large" : ""}`);
    for (let unit = 0; unit < layout.maps; unit += 1) {
      const values = activations.subarray(unit * size, (unit + 1) * size);
      const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
      this.#painters[at + 1].push((colours) => paintActivations(canvas, values, { ...look, colours }));
      if (type === "max_pool2d") group.append(canvas);
      else
        group.append(
          this.#button(
            at,
            unit,
            "map",
            fill(this.#messages.map_name, { unit, a: figure(Math.max(...values), PLACES) }),
            canvas,
          ),
        );
    }
    if (type === "max_pool2d") group.setAttribute("role", "img");
    return group;
  }

  /**
   * @param {number} at
   * @param {Float64Array} activations
   * @param {string} title
   */
  #cells(at, activations, title) {
    const most = largest(activations) || 1;
    const group = this.#group(title, `cells ${isSigned(activations) ? "signed" : ""}`);
    for (const [unit, a] of activations.entries()) {
      const button = this.#button(at, unit, "cell", fill(this.#messages.neuron_name, { unit, a: figure(a, PLACES) }));
      button.style.setProperty("--share", (Math.abs(a) / most).toFixed(3));
      button.classList.toggle("below", a < 0);
      group.append(button);
    }
    return group;
  }

  /**
   * @param {number} at
   * @param {number[]} outputs
   * @param {string} title
   */
  #outputs(at, outputs, title) {
    const group = this.#group(title, "outputs");
    for (const [unit, a] of outputs.entries()) {
      const digit = unit < DIGITS ? String(unit) : this.#messages.no_digit;
      const parts = [
        make("span", { class: "unseen" }, this.#messages.output_word),
        make("span", { class: "output-digit" }, digit),
        make("span", { class: "output-bar" }),
        make("span", { class: "output-share" }, percent(a, this.#locale)),
      ];
      const button = this.#button(at, unit, "output", "", ...parts);
      button.style.setProperty("--share", Math.min(Math.max(a, 0), 1).toFixed(4));
      button.classList.toggle("best", unit === this.#digit);
      group.append(button);
    }
    return group;
  }

  /**
   * @param {string} title
   * @param {string} kind
   */
  #group(title, kind) {
    const group = make("div", { class: `neurons ${kind}`, role: "group", "aria-label": title });
    walkByArrows(group, () => {
      const [first, ...others] = findAll(group, "button");
      const below = others.findIndex((button) => button.offsetTop > first.offsetTop);
      return below < 0 ? others.length + 1 : below + 1;
    });
    return group;
  }

  /**
   * @param {number} layer
   * @param {number} unit
   * @param {string} kind
   * @param {string} name  "" where the children say it
   * @param {...Node} children
   */
  #button(layer, unit, kind, name, ...children) {
    const attributes = {
      type: "button",
      class: `neuron-button ${kind}`,
      "data-neuron": `${layer}.${unit}`,
      tabindex: unit === 0 ? 0 : -1,
    };
    const button = make("button", attributes, ...children);
    // What can be read on the button is its name; pictures and cells have none but this.
    if (name) button.setAttribute("aria-label", name);
    return button;
  }

  /**
   * @param {Event} event
   * @param {(layer: number, unit: number) => void} tell
   */
  #tell(event, tell) {
    const button = event.target instanceof Element ? event.target.closest("[data-neuron]") : null;
    if (!(button instanceof HTMLElement)) return;
    const [layer, unit] = (button.dataset.neuron ?? "").split(".").map(Number);
    tell(layer, unit);
  }
}
