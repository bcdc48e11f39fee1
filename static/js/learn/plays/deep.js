/**
 * Networks with one, two and three hidden layers, trained one after the other, their curves laid over each other.
 *
 * @typedef {import("./training.js").Training} Training
 * @typedef {{dr: string}} State  the trainings, their ids behind one another
 */
import { make } from "../../base/dom.js";
import { find } from "../../base/find.js";
import { fill, percent } from "../../base/texts.js";
import { chart, ticksTo } from "../charts/charts.js";
import { figure } from "../formulas/numbers.js";
import { isOver, TrainingWatch } from "./training.js";

const DEPTHS = [1, 2, 3];
const KINDS = ["", "second", "third"];
const HIDDEN = 30;
const ID = /[0-9a-f]{16}/g;
/** Short enough to be watched, long enough to see the deepest begin to learn. */
const SETTINGS = {
  hidden: HIDDEN,
  epochs: 8,
  batch_size: 10,
  learning_rate: 3,
  samples: 5000,
  cost: "quadratic",
  seed: 0,
};

export class DeepPlay {
  #page;
  /** @type {TrainingWatch[]} */
  #watches;
  /** @type {(Training | null)[]} by depth */
  #trainings = DEPTHS.map(() => null);
  /** The reader has asked for all; what is over is followed by the next. */
  #isGoing = false;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#watches = DEPTHS.map(
      (_, at) =>
        new TrainingWatch(page.root.dataset.trainingsUrl ?? "", {
          onTraining: (training) => this.#take(at, training),
          onTrouble: (error, waitMs) => this.#complain(error, waitMs),
          onCalm: () => this.#complain(null, 0),
        }),
    );
    find("deep-begin").addEventListener("click", () => {
      this.#isGoing = true;
      this.#trainings = DEPTHS.map(() => null);
      page.state.set({ dr: "" });
      this.#beginNext();
    });
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ dr }, changed) {
    if (!changed.has("dr")) return;
    const ids = dr.match(ID) ?? [];
    for (const [at, watch] of this.#watches.entries()) {
      if (!ids[at]) this.#trainings[at] = null;
      watch.watch(ids[at] ?? "");
    }
    this.#show();
  }

  async #beginNext() {
    const ids = this.#page.state.values.dr.match(ID) ?? [];
    const watch = this.#watches[ids.length];
    if (!watch) return this.#rest();
    find("deep-begin", HTMLButtonElement).disabled = true;
    const training = await watch.begin({ ...SETTINGS, layers: DEPTHS[ids.length] });
    if (!training) return this.#rest();
    this.#page.state.set({ dr: ids.join("") + training.id });
  }

  #rest() {
    this.#isGoing = false;
    find("deep-begin", HTMLButtonElement).disabled = false;
  }

  /**
   * @param {number} at
   * @param {Training} training
   */
  #take(at, training) {
    this.#trainings[at] = training;
    this.#show();
    if (this.#isGoing && isOver(training)) this.#beginNext();
  }

  /**
   * @param {import("../../net/http.js").ApiError | null} error
   * @param {number} waitMs
   */
  #complain(error, waitMs) {
    const note = find("deep-trouble");
    const { messages } = this.#page;
    note.hidden = error === null;
    note.textContent = error
      ? fill(messages[error.trouble], { detail: error.detail, seconds: Math.ceil(waitMs / 1000) })
      : "";
  }

  #show() {
    const { messages } = this.#page;
    const known = this.#trainings.flatMap((training, at) =>
      training && training.epochs.length > 0 ? [{ training, at }] : [],
    );
    find("deep-shown").hidden = known.length === 0;
    const running = this.#trainings.findIndex((training) => training && !isOver(training));
    const done = this.#trainings.every((training) => training && isOver(training));
    const now = running >= 0 ? fill(messages.deep_running, { layers: DEPTHS[running] }) : "";
    find("deep-words").textContent = done ? messages.deep_done : now;
    if (known.length === 0) return;
    chart(find("deep-chart", SVGSVGElement), {
      x: { range: [0, SETTINGS.epochs], ticks: ticksTo(SETTINGS.epochs, 4), name: messages.axis_epochs },
      y: {
        range: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        format: (share) => `${100 * share}%`,
        name: messages.axis_right_share,
      },
      series: known.map(({ training: { epochs }, at }) => ({
        kind: KINDS[at],
        x: epochs.map(({ epoch }) => epoch),
        y: epochs.map(({ correct, size }) => correct / size),
      })),
    });
    const locale = document.documentElement.lang;
    find("deep-table").replaceChildren(
      ...known.map(({ training: { epochs, settings }, at }) => {
        const [first, last] = [epochs[Math.min(1, epochs.length - 1)], epochs[epochs.length - 1]];
        return make(
          "tr",
          {},
          make("td", {}, ["784", ...new Array(DEPTHS[at]).fill(String(settings.hidden)), "10"].join("-")),
          make("td", { class: "number" }, percent(first.correct / first.size, locale)),
          make("td", { class: "number" }, percent(last.correct / last.size, locale)),
          make("td", { class: "number" }, figure(last.cost)),
        );
      }),
    );
  }
}
