/**
 * Where a surface is level, and how many equations it would be for a network.
 *
 * @typedef {import("../../net/answers.js").SizesAnswer} SizesAnswer
 * @typedef {import("../../net/answers.js").SurfaceAnswer} SurfaceAnswer
 * @typedef {{sf: string, sh: number}} State  surface; hidden neurons
 */
import { make } from "../../base/dom.js";
import { find, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { drawLevelPlaces } from "../charts/terrain.js";
import { figure } from "../formulas/numbers.js";

const DELAY_MS = 60;
const BYTES = 8;

/**
 * What one step of Newton's method takes for so many unknowns: a matrix of second derivatives, and its solution.
 *
 * @param {number} unknowns
 */
export function newtonStep(unknowns) {
  return { entries: unknowns ** 2, gigabytes: (BYTES * unknowns ** 2) / 1e9, products: unknowns ** 3 / 3 };
}

export class SolvePlay {
  #page;
  #ask;

  /** @param {import("../page.js").Page<State & import("../page.js").Drawn>} page */
  constructor(page) {
    this.#page = page;
    this.#ask = page.about(page.root.dataset.sizesUrl ?? "", (/** @type {SizesAnswer} */ { parameters }) => {
      const { entries, gigabytes, products } = newtonStep(parameters);
      const number = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 });
      const short = new Intl.NumberFormat(document.documentElement.lang, {
        notation: "compact",
        compactDisplay: "long",
        maximumSignificantDigits: 3,
      });
      find("solve-words").textContent = fill(page.messages.solve, {
        hidden: page.state.values.sh,
        unknowns: new Intl.NumberFormat(document.documentElement.lang).format(parameters),
        entries: short.format(entries),
        gigabytes: number.format(gigabytes),
        products: short.format(products),
      });
    });
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ sh }, changed) {
    if (changed.has("sh")) this.#ask({ drawing: this.#page.drawing, hidden: [sh] }, DELAY_MS);
  }

  /** @param {SurfaceAnswer} surface  the chosen one */
  show(surface) {
    const { messages } = this.#page;
    drawLevelPlaces(findIn(document, "#solve-map svg", SVGSVGElement), surface);
    find("solve-table").replaceChildren(
      ...surface.level_places.map(({ v, cost, kind }, at) =>
        make(
          "tr",
          {},
          make("td", {}, String(at + 1)),
          make("td", {}, `(${v.map((value) => figure(value, 2)).join(", ")})`),
          make("td", { class: "number" }, figure(cost)),
          make("td", {}, messages[`level_${kind}`]),
        ),
      ),
    );
  }
}
