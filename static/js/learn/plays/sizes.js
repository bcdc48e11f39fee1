/**
 * A network whose layers and sizes one changes: what it is made of, and what it makes of the reader's digit.
 *
 * @typedef {import("../../net/answers.js").SizesAnswer} SizesAnswer
 * @typedef {{hl: number, h1: number, h2: number, h3: number}} State  hidden layers, and neurons of each
 */
import { make } from "../../base/dom.js";
import { find, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { plotNetwork } from "../charts/network-drawing.js";

const DELAY_MS = 60;
const INPUTS = 784;

/**
 * @param {State} values
 * @returns {number[]}  sizes of the hidden layers
 */
export function hiddenSizes({ hl, h1, h2, h3 }) {
  return [h1, h2, h3].slice(0, hl);
}

export class SizesPlay {
  #page;
  #ask;
  /** @type {SizesAnswer | null} */
  #answer = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#ask = page.about(page.root.dataset.sizesUrl ?? "", (/** @type {SizesAnswer} */ answer) => {
      this.#answer = answer;
      this.#show();
    });
  }

  /** The weights and biases of the network; null as long as they are not counted. */
  get parameters() {
    return this.#answer?.parameters ?? null;
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow(values, changed) {
    for (const [at, name] of ["h1", "h2", "h3"].entries()) {
      const slider = findIn(this.#page.root, `[name="${name}"]`, HTMLInputElement).closest("label");
      if (slider) slider.hidden = at >= values.hl;
    }
    if (["hl", "h1", "h2", "h3", "d"].some((name) => changed.has(name)))
      this.#ask({ drawing: this.#page.drawing, hidden: hiddenSizes(values) }, DELAY_MS);
  }

  #show() {
    if (!this.#answer) return;
    const { messages } = this.#page;
    const { layers, parameters } = this.#answer;
    const sizes = [INPUTS, ...layers.map(({ units }) => units)];
    plotNetwork(find("sizes-plot", SVGSVGElement), sizes, [[], ...layers.map(({ activations }) => activations)]);
    const written = new Intl.NumberFormat(document.documentElement.lang);
    const nameOf = (/** @type {number} */ at) =>
      at === layers.length - 1 ? messages.layer_output : fill(messages.layer_hidden, { number: at + 1 });
    find("sizes-table").replaceChildren(
      ...layers.map(({ units, weights, biases }, at) =>
        make(
          "tr",
          {},
          make("td", {}, nameOf(at)),
          make("td", { class: "number" }, String(units)),
          make("td", { class: "number" }, `${sizes[at]} · ${units} = ${written.format(weights)}`),
          make("td", { class: "number" }, String(biases)),
        ),
      ),
    );
    find("sizes-words").textContent = fill(layers.length > 2 ? messages.sizes_deep : messages.sizes_shallow, {
      sizes: sizes.join("-"),
      parameters: written.format(parameters),
    });
    this.#page.exercises.look();
  }
}
