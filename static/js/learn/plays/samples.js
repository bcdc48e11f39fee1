/**
 * The digits to learn from, page by page.
 *
 * @typedef {import("../../net/answers.js").SamplesAnswer} SamplesAnswer
 * @typedef {{sp: string, sd: string, sg: number}} State  part, class ("" for all), page
 */
import { make } from "../../base/dom.js";
import { find } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { tileCanvas } from "./batches.js";

export class SamplesPlay {
  #page;
  #ask;
  #pages = 1;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const { state } = page;
    this.#ask = page.about(page.root.dataset.samplesUrl ?? "", (/** @type {SamplesAnswer} */ answer) =>
      this.#show(answer),
    );
    find("samples-before").addEventListener("click", () => state.set({ sg: Math.max(0, state.values.sg - 1) }));
    find("samples-next").addEventListener("click", () =>
      state.set({ sg: Math.min(this.#pages - 1, state.values.sg + 1) }),
    );
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ sp, sd, sg }, changed) {
    if (!["sp", "sd", "sg"].some((name) => changed.has(name))) return;
    this.#ask({ part: sp, page: sg, ...(sd === "" ? {} : { digit: Number(sd) }) });
  }

  /** @param {SamplesAnswer} answer */
  #show({ source, total, matching, pages, samples }) {
    const { messages, state } = this.#page;
    const { sg } = state.values;
    this.#pages = pages;
    if (samples.length === 0 && sg > 0) return state.set({ sg: Math.max(0, pages - 1) });
    const places = new Intl.NumberFormat(document.documentElement.lang);
    find("samples-list").replaceChildren(
      ...samples.map(({ tile, label, place }) =>
        make(
          "li",
          {},
          tileCanvas(tile, fill(messages.sample, { label, number: places.format(place + 1) })),
          make("span", { "aria-hidden": "true" }, String(label)),
        ),
      ),
    );
    find("samples-words").textContent = fill(messages[`samples_${source}`], {
      total: places.format(total),
      matching: places.format(matching),
      page: places.format(sg + 1),
      pages: places.format(pages),
    });
    find("samples-before", HTMLButtonElement).disabled = sg === 0;
    find("samples-next", HTMLButtonElement).disabled = sg >= pages - 1;
  }
}
