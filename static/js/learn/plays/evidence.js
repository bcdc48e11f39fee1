/**
 * Which ink spoke for and against each digit, and for one digit rather than another.
 *
 * @typedef {import("../../net/answers.js").EvidenceAnswer} EvidenceAnswer
 * @typedef {import("../../net/answers.js").InsideAnswer} InsideAnswer
 */

import { make } from "../../base/dom.js";
import { fill } from "../../base/texts.js";
import { coloursOf, largest, paintEvidence, tilePixels, unpacked } from "../charts/pixels.js";
import { temperatureText } from "../formulas/confidence.js";
import { formula } from "../formulas/formula.js";
import { figure, operand } from "../formulas/numbers.js";

/** Of the two sums that are compared. */
const PLACES = 2;

export class EvidenceView {
  #list;
  #messages;
  #paint = () => {};

  /**
   * @param {HTMLElement} list
   * @param {import("../../base/types.js").Messages} messages
   */
  constructor(list, messages) {
    this.#list = list;
    this.#messages = messages;
  }

  /**
   * @param {EvidenceAnswer} evidence
   * @param {InsideAnswer | null} inside
   */
  show(evidence, inside) {
    if (!inside) return;
    const maps = evidence.maps.map(unpacked);
    const most = Math.max(...maps.map(largest));
    const ink = tilePixels(inside.tile);
    const canvases = maps.map((_, digit) => {
      const label = fill(this.#messages.evidence_map, { digit, z: figure(evidence.scores[digit], 1) });
      return make("canvas", { class: "pixels", role: "img", "aria-label": label });
    });
    this.#list.replaceChildren(
      ...canvases.map((canvas, digit) => {
        const caption = make(
          "p",
          {},
          make("b", {}, String(digit)),
          " ",
          formula("evidence", { z: figure(evidence.scores[digit], 1) }),
        );
        return make("li", { class: digit === inside.digit ? "best" : "" }, canvas, caption);
      }),
    );
    this.#paint = () => {
      const colours = coloursOf(canvases[0]);
      for (const [digit, canvas] of canvases.entries()) paintEvidence(canvas, maps[digit], { ink, most, colours });
    };
    this.repaint();
  }

  repaint() {
    this.#paint();
  }
}

export class WhyView {
  #canvas;
  #label;
  #words;
  #messages;
  #paint = () => {};

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} words
   * @param {import("../../base/types.js").Messages} messages
   */
  constructor(canvas, words, messages) {
    this.#canvas = canvas;
    this.#label = canvas.getAttribute("aria-label") ?? "";
    this.#words = words;
    this.#messages = messages;
  }

  /**
   * @param {EvidenceAnswer} evidence
   * @param {InsideAnswer | null} inside
   */
  show({ difference, method, patch, scores }, inside) {
    if (!difference || !inside) return;
    const { digit, against, total } = difference;
    const values = unpacked(difference.map);
    this.#canvas.setAttribute("aria-label", fill(this.#messages.why_map, { digit, against }));
    this.#paint = () => paintEvidence(this.#canvas, values, { ink: tilePixels(inside.tile) });
    const [one, other] = [scores[digit], scores[against]].map((score) => Number(score.toFixed(PLACES)));
    const z = one - other;
    const [shownOne, shownOther, shownZ] = [one, other, z].map((value) => figure(value, PLACES));
    const parts = [formula("why", { digit, against, one: shownOne, other: operand(shownOther), z: shownZ })];
    if (inside.layers.at(-1)?.activation === "softmax")
      parts.push(...this.#odds(digit, against, z, inside.temperature));
    const gradient = isPiecewiseLinear(inside.layers) ? this.#messages.why_gradient : this.#messages.why_gradient_bent;
    const how = method === "gradient" ? gradient : this.#messages.why_occlusion;
    parts.push(make("p", { class: "aside" }, fill(how, { total: figure(total, PLACES), patch })));
    this.#words.replaceChildren(...parts);
    this.repaint();
  }

  /** Say that a digit cannot be compared with itself. */
  complain() {
    this.#paint = () => this.#canvas.getContext("2d")?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#canvas.setAttribute("aria-label", this.#label);
    this.#words.replaceChildren(make("p", {}, this.#messages.why_same));
    this.repaint();
  }

  repaint() {
    this.#paint();
  }

  /**
   * With softmax outputs the difference says how much likelier the one is than the other.
   *
   * @param {number} digit
   * @param {number} against
   * @param {number} z
   * @param {number} temperature
   */
  #odds(digit, against, z, temperature) {
    const format = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 2 });
    const said = {
      digit,
      against,
      times: format.format(Math.exp(Math.abs(z))),
      temperature: temperatureText(temperature),
      confident: format.format(Math.exp(Math.abs(z) / temperature)),
    };
    const sentence = z >= 0 ? this.#messages.why_odds : this.#messages.why_odds_less;
    return [formula("odds", { digit, against, z: figure(z, PLACES) }), make("p", {}, fill(sentence, said))];
  }
}

/**
 * Whether ink and biases together are the whole of an output's weighted input: no hidden layer bends.
 *
 * @param {{activation: string}[]} layers
 */
function isPiecewiseLinear(layers) {
  return layers.slice(0, -1).every(({ activation }) => activation === "relu" || activation === "linear");
}
