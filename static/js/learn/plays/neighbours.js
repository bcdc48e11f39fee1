/** The known digits that the network finds most alike. */

import { make } from "../../base/dom.js";
import { fill } from "../../base/texts.js";
import { coloursOf, paintInk, tilePixels } from "../charts/pixels.js";
import { figure } from "../formulas/numbers.js";

export class NeighboursView {
  #list;
  #words;
  #messages;
  #paint = () => {};

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} words
   * @param {import("../../base/types.js").Messages} messages
   */
  constructor(list, words, messages) {
    this.#list = list;
    this.#words = words;
    this.#messages = messages;
  }

  /** @param {import("../../net/answers.js").NeighboursAnswer} answer */
  show({ is_ready: isReady, known, neighbours }) {
    if (!isReady) {
      this.#words.textContent = this.#messages.looking;
      return;
    }
    const sources = new Set(neighbours.map((one) => one.source));
    const named = sources.size > 1 ? this.#messages.both : this.#messages[[...sources][0] ?? "drawn"];
    const count = new Intl.NumberFormat(document.documentElement.lang).format(known);
    this.#words.textContent =
      known > 0 ? fill(this.#messages.known, { known: count, sources: named }) : this.#messages.none_known;
    const canvases = neighbours.map(({ label, distance, source }) => {
      const name = fill(this.#messages.neighbour, {
        label,
        distance: figure(distance, 2),
        source: this.#messages[source],
      });
      return make("canvas", { class: "pixels", role: "img", "aria-label": name, title: name });
    });
    this.#list.replaceChildren(
      ...canvases.map((canvas, at) =>
        make(
          "li",
          {},
          canvas,
          make(
            "p",
            { "aria-hidden": "true" },
            make("b", {}, String(neighbours[at].label)),
            ` ${figure(neighbours[at].distance, 2)}`,
          ),
        ),
      ),
    );
    this.#paint = () => {
      if (canvases.length === 0) return;
      const look = { width: 28, colours: coloursOf(canvases[0]) };
      for (const [at, canvas] of canvases.entries()) paintInk(canvas, tilePixels(neighbours[at].tile), look);
    };
    this.repaint();
  }

  repaint() {
    this.#paint();
  }
}
