/**
 * The training that one watches: its curve, and what the network would have said to the reader's digit.
 *
 * @typedef {import("./training.js").Epoch} Epoch
 * @typedef {import("./training.js").Training} Training
 * @typedef {{te: number, tl: number, tm: number, th: number, tn: number, tc: string, ts: number}} SettingsState
 *   epochs, learning rate, size of mini-batches, hidden neurons, samples, cost, seed
 * @typedef {SettingsState & {run: string, ep: number, d: string}} State  the training, the epoch that is shown
 */

import { make } from "../../base/dom.js";
import { find, findAll } from "../../base/find.js";
import { fill, joined, percent } from "../../base/texts.js";
import { asApiError } from "../../net/http.js";
import { ask } from "../../net/questions.js";
import { chart, ticksTo } from "../charts/charts.js";
import { showBeside } from "../controls.js";
import { figure } from "../formulas/numbers.js";
import { isOver, TrainingWatch } from "./training.js";

export class LivePlay {
  #page;
  #watch;
  /** @type {Training | null} */
  #training = null;
  /** @type {number[][]} what the network would have said after each epoch */
  #outputs = [];
  #inFlight = new AbortController();
  /** The reader has not chosen an epoch: the newest is shown. */
  #follows = true;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#watch = new TrainingWatch(page.root.dataset.trainingsUrl ?? "", {
      onTraining: (training) => this.#take(training),
      onTrouble: (error, waitMs) => this.#complain(error, waitMs),
      onCalm: () => this.#complain(null, 0),
    });
    find("begin").addEventListener("click", () => this.#begin());
    find("stop").addEventListener("click", () => this.#watch.stop());
    document.getElementById("retry")?.addEventListener("click", () => this.#watch.retryNow());
    const slider = find("epoch", HTMLInputElement);
    slider.addEventListener("input", () => {
      this.#follows = false;
      page.state.set({ ep: Number(slider.value) }, { passing: true });
    });
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow(values, changed) {
    if (changed.has("run")) {
      this.#training = null;
      this.#outputs = [];
      this.#follows = values.ep === 0;
      find("trained").hidden = true;
      this.#watch.watch(values.run);
    }
    if (changed.has("d")) {
      this.#outputs = [];
      this.#askOutputs();
    }
    if (changed.has("ep") || changed.has("run")) this.#showEpoch();
    for (const option of findAll(document, "[data-own-network]", HTMLOptionElement)) option.disabled = !values.run;
  }

  async #begin() {
    const { te, tl, tm, th, tn, tc, ts } = this.#page.state.values;
    const button = find("begin", HTMLButtonElement);
    button.disabled = true;
    const settings = {
      epochs: te,
      learning_rate: tl,
      batch_size: tm,
      hidden: th,
      layers: 1,
      samples: tn,
      cost: tc,
      seed: ts,
    };
    const training = await this.#watch.begin(settings);
    button.disabled = false;
    if (!training) return;
    this.#page.state.set({ run: training.id, ep: 0 });
  }

  /**
   * @param {import("../../net/http.js").ApiError | null} error
   * @param {number} waitMs
   */
  #complain(error, waitMs) {
    const note = find("training-trouble");
    const { messages } = this.#page;
    note.hidden = error === null;
    note.textContent = error
      ? fill(messages[error.trouble], { detail: error.detail, seconds: Math.ceil(waitMs / 1000) })
      : "";
  }

  /** @param {Training} training */
  #take(training) {
    const known = this.#training?.epochs.length ?? 0;
    this.#training = training;
    const { epochs, state, progress, settings } = training;
    const done = Math.max(0, epochs.length - 1);
    find("stop").hidden = isOver(training);
    const bar = find("training-progress", HTMLProgressElement);
    bar.hidden = isOver(training);
    bar.value = (done + progress) / settings.epochs;
    find("training-words").textContent = this.#words(training, done);
    if (epochs.length === 0) return;
    find("trained").hidden = false;
    const slider = find("epoch", HTMLInputElement);
    slider.max = String(done);
    if (epochs.length > known) {
      this.#askOutputs();
      if (this.#follows && state !== "waiting") this.#page.state.set({ ep: done }, { passing: true });
    }
    this.#showEpoch();
  }

  /**
   * @param {Training} training
   * @param {number} done
   */
  #words({ state, before, source, epochs, samples, settings }, done) {
    const { messages } = this.#page;
    const seconds = figure(
      epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
      1,
    );
    const isStarting = (state === "waiting" && before === 0) || (state === "running" && epochs.length === 0);
    const known = state === "diverged" ? "train_diverged" : state;
    const words = fill(messages[isStarting ? "starting" : known], {
      before,
      epoch: done + 1,
      epochs: state === "running" ? settings.epochs : done,
      seconds,
      samples: samples ?? "",
    });
    return joined(words, messages[`source_${source}`]);
  }

  async #askOutputs() {
    const { training, outputs } = { training: this.#training, outputs: this.#outputs };
    if (!training || training.epochs.length <= outputs.length) return;
    this.#inFlight.abort();
    this.#inFlight = new AbortController();
    const { signal } = this.#inFlight;
    const url = `${this.#page.root.dataset.trainingsUrl}/${training.id}/answers`;
    try {
      const body = { drawing: this.#page.drawing, since: outputs.length };
      const answer = /** @type {import("../../net/answers.js").AnswersAnswer} */ (await ask(url, body, signal));
      if (signal.aborted || outputs !== this.#outputs) return;
      outputs.splice(answer.since, outputs.length, ...answer.outputs);
      this.#showEpoch();
    } catch (error) {
      if (signal.aborted) return;
      this.#complain(asApiError(error), Infinity);
    }
  }

  #showEpoch() {
    const training = this.#training;
    if (!training || training.epochs.length === 0) return;
    const { epochs, settings } = training;
    const at = Math.min(this.#page.state.values.ep, epochs.length - 1);
    const slider = find("epoch", HTMLInputElement);
    slider.value = String(at);
    showBeside(slider, String(at));
    const most = 1.05 * Math.max(...epochs.map((epoch) => epoch.cost));
    const [{ size }] = epochs;
    const x = epochs.map((epoch) => epoch.epoch);
    chart(find("training-chart", SVGSVGElement), {
      x: {
        range: [0, settings.epochs],
        ticks: ticksTo(settings.epochs, 6).filter(Number.isInteger),
        name: this.#page.messages.axis_epochs,
      },
      y: {
        range: [0, size],
        ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => share * size),
        format: (value) => `${(100 * value) / size}%`,
        name: this.#page.messages.axis_right,
      },
      y2: {
        range: [0, most],
        ticks: ticksTo(most),
        format: (value) => figure(value, 2),
        name: this.#page.messages.axis_cost,
      },
      series: [
        { kind: "", x, y: epochs.map((epoch) => epoch.correct) },
        { kind: "second", x, y: epochs.map((epoch) => epoch.cost), right: true },
      ],
      mark: at,
    });
    this.#showOutputs(epochs[at]);
    const link = find("to-backpropagation", HTMLAnchorElement);
    const query = new URLSearchParams({ net: "own", run: training.id, ep: String(at) });
    if (this.#page.state.values.d) query.set("d", this.#page.state.values.d);
    link.href = `${link.pathname}?${query}`;
  }

  /** @param {Epoch} epoch */
  #showOutputs({ epoch, correct, size, cost }) {
    const outputs = this.#outputs[epoch];
    if (!outputs) return;
    const { messages } = this.#page;
    const locale = document.documentElement.lang;
    const digit = outputs.indexOf(Math.max(...outputs));
    const values = { epoch, correct, size, cost: figure(cost, 4), digit, share: percent(outputs[digit], locale) };
    find("epoch-words").textContent = fill(epoch === 0 ? messages.epoch_0 : messages.epoch_n, values);
    find("epoch-outputs").replaceChildren(...outputBars(outputs, messages.output_is));
  }
}

/**
 * @param {number[]} outputs  each from 0 to 1
 * @param {string} message  with {digit} and {share}
 * @returns {HTMLElement[]}  a list item with a bar for each
 */
export function outputBars(outputs, message) {
  const best = outputs.indexOf(Math.max(...outputs));
  return outputs.map((value, digit) => {
    const words = fill(message, { digit, share: figure(value) });
    const meter = make("meter", { min: 0, max: 1, value, "aria-hidden": "true" });
    return make(
      "li",
      digit === best ? { class: "best" } : {},
      make("span", { class: "unseen" }, words),
      make("span", { "aria-hidden": "true" }, String(digit)),
      meter,
      make("span", { "aria-hidden": "true" }, figure(value)),
    );
  });
}
