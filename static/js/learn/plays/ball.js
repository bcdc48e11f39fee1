/**
 * The ball that rolls down a surface, alone and beside two others with other learning rates.
 *
 * @typedef {import("../../net/answers.js").DescentAnswer} DescentAnswer
 * @typedef {import("../../net/answers.js").SurfaceAnswer} SurfaceAnswer
 * @typedef {{sf: string, op: string, v1: string, v2: string, lr: string, k: number}} State
 *   surface, optimizer, start and learning rate ("" for the surface's own), step that is shown
 * @typedef {{surface: string, start: number[], learning_rate: number, steps: number, optimizer: string}} Question
 */

import { make } from "../../base/dom.js";
import { find, findAll, findIn } from "../../base/find.js";
import { fill, joined } from "../../base/texts.js";
import { chart, ticksTo } from "../charts/charts.js";
import { drawWay, paintLandscape, paintMap } from "../charts/terrain.js";
import { showBeside } from "../controls.js";
import { compared } from "../formulas/differences.js";
import { formula } from "../formulas/formula.js";
import { figure, precise } from "../formulas/numbers.js";

const STEPS = 60;
const FRAME_MS = 90;
const DELAY_MS = 40;
/** What the sliders of the start move by. */
const GRAIN = 0.05;
/** Of a place, at least. */
const PLACES = 3;
/** Of a gradient. */
const FIGURES = 5;
const KINDS = ["third", "", "second"];

const rangeOf = (/** @type {string} */ id) => find(id, HTMLInputElement);
const vector = (/** @type {string[]} */ values) => `(${values.join(", ")})`;
const rateOf = (/** @type {number} */ position) => Number((10 ** (position / 100)).toPrecision(3));

export class BallPlay {
  #page;
  /** @type {Map<string, SurfaceAnswer>} */
  #surfaces = new Map();
  /** @type {DescentAnswer | null} */
  #descent = null;
  /** @type {(DescentAnswer | null)[]} */
  #three = [null, null, null];
  #ask;
  #askThree;
  #timer = /** @type {ReturnType<typeof setInterval> | undefined} */ (undefined);

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const url = page.root.dataset.descentUrl ?? "";
    this.#ask = page.about(url, (/** @type {DescentAnswer} */ answer) => this.#show(answer));
    this.#askThree = [0, 1, 2].map((place) =>
      page.about(url, (/** @type {DescentAnswer} */ answer, /** @type {Question} */ body) =>
        this.#showOne(place, answer, body),
      ),
    );
    for (const axis of ["v1", "v2"]) {
      rangeOf(axis).addEventListener("input", () => this.#setStart({ [axis]: rangeOf(axis).value }, true));
    }
    rangeOf("eta").addEventListener("input", () =>
      this.#set({ lr: String(rateOf(Number(rangeOf("eta").value))) }, true),
    );
    for (const button of findAll(document, "[data-rate]")) {
      button.addEventListener("click", () =>
        this.#set({ lr: String(this.#surface.learning_rates[Number(button.dataset.rate)]), k: STEPS }),
      );
    }
    find("roll").addEventListener("click", () => this.#roll());
    const map = find("ball-map");
    map.addEventListener("pointerdown", (event) => this.#press(event, map));
    map.addEventListener("pointermove", (event) => event.buttons === 1 && this.#press(event, map));
    new ResizeObserver(() => this.#paintLandscape()).observe(find("landscape"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paintGround());
  }

  /** @param {SurfaceAnswer[]} surfaces */
  take(surfaces) {
    this.#surfaces = new Map(surfaces.map((surface) => [surface.name, surface]));
    this.follow(new Set(["sf"]));
  }

  /** @param {Set<string>} changed */
  follow(changed) {
    if (this.#surfaces.size === 0) return;
    const { reach, start } = this.#where();
    if (changed.has("sf")) {
      for (const axis of ["v1", "v2"]) Object.assign(rangeOf(axis), { min: String(-reach), max: String(reach) });
      find("surface-formula").replaceChildren(formula(`surface-${this.#surface.name}`));
      this.#paintGround();
    }
    for (const [at, axis] of ["v1", "v2"].entries()) setRange(axis, String(start[at]), figure(start[at], 2));
    setRange("eta", String(Math.round(100 * Math.log10(this.#rate))), String(this.#rate));
    const isNew = ["sf", "op", "v1", "v2", "lr"].some((name) => changed.has(name));
    if (isNew) this.#ask(this.#question(this.#rate), DELAY_MS);
    if (["sf", "op", "v1", "v2"].some((name) => changed.has(name))) {
      for (const [place, ask] of this.#askThree.entries())
        ask(this.#question(this.#surface.learning_rates[place]), DELAY_MS);
    }
    if (!isNew && changed.has("k")) this.#showStep();
  }

  get #surface() {
    return /** @type {SurfaceAnswer} */ (this.#surfaces.get(this.#page.state.values.sf));
  }

  /** η: the reader's, or the right one of the surface. */
  get #rate() {
    const { lr } = this.#page.state.values;
    return lr === "" ? this.#surface.learning_rates[1] : Number(lr);
  }

  #where() {
    const { v1, v2 } = this.#page.state.values;
    const own = this.#surface.start;
    const { reach } = this.#surface;
    const start = [v1, v2].map((text, axis) =>
      Math.min(Math.max(text === "" ? own[axis] : Number(text), -reach), reach),
    );
    return { start, reach };
  }

  /**
   * @param {number} rate
   * @returns {Question}
   */
  #question(rate) {
    const { sf, op } = this.#page.state.values;
    return { surface: sf, start: this.#where().start, learning_rate: rate, steps: STEPS, optimizer: op };
  }

  /**
   * @param {Partial<State>} changes
   * @param {boolean} [passing]
   */
  #set(changes, passing = false) {
    this.#pause();
    this.#page.state.set(changes, { passing });
  }

  /**
   * @param {Partial<State>} changes
   * @param {boolean} passing
   */
  #setStart(changes, passing) {
    const { start } = this.#where();
    this.#set({ v1: String(start[0]), v2: String(start[1]), ...changes }, passing);
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} map
   */
  #press(event, map) {
    if (this.#surfaces.size === 0) return;
    const box = map.getBoundingClientRect();
    const { reach } = this.#surface;
    const v1 = ((event.clientX - box.left) / box.width) * 2 * reach - reach;
    const v2 = reach - ((event.clientY - box.top) / box.height) * 2 * reach;
    const [one, two] = [v1, v2].map((v) => Math.min(Math.max(Math.round(v / GRAIN) * GRAIN, -reach), reach).toFixed(2));
    this.#setStart({ v1: one, v2: two }, event.type === "pointermove");
  }

  #roll() {
    if (this.#timer !== undefined) return this.#pause();
    const last = this.#descent ? this.#descent.path.length - 1 : STEPS;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.#set({ k: last });
    find("roll").textContent = this.#page.messages.pause;
    const { state } = this.#page;
    if (state.values.k >= last) state.set({ k: 0 }, { passing: true });
    this.#timer = setInterval(() => {
      if (state.values.k >= last) return this.#pause();
      state.set({ k: state.values.k + 1 }, { passing: true });
    }, FRAME_MS);
  }

  #pause() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    find("roll").textContent = this.#page.messages.roll;
  }

  #paintGround() {
    if (this.#surfaces.size === 0) return;
    for (const canvas of findAll(document, ".map canvas", HTMLCanvasElement)) paintMap(canvas, this.#surface);
    this.#paintLandscape();
  }

  #paintLandscape() {
    if (!this.#descent || this.#surfaces.size === 0) return;
    paintLandscape(find("landscape", HTMLCanvasElement), this.#surface, this.#descent.path, this.#step);
  }

  /** Where the ball is: a ball that is gone made fewer steps. */
  get #step() {
    return Math.min(this.#page.state.values.k, (this.#descent?.path.length ?? 1) - 1);
  }

  /** @param {DescentAnswer} descent */
  #show(descent) {
    this.#descent = descent;
    this.#showStep();
  }

  #showStep() {
    if (!this.#descent) return;
    const { path, costs, gradients, promised, outcome } = this.#descent;
    const step = this.#step;
    const { messages } = this.#page;
    drawWay(findIn(document, "#ball-map svg", SVGSVGElement), this.#surface.reach, path, step);
    this.#paintLandscape();
    const isLast = step === path.length - 1;
    const next = isLast ? step : step + 1;
    const moves = path[step].map((v, axis) => compared(v, path[next][axis], PLACES));
    const cost = compared(costs[step], costs[next]);
    const place = vector(moves.map(({ from }) => from));
    const { reach } = this.#surface;
    const isGone = path[step].some((v) => Math.abs(v) > reach);
    find("ball-words").textContent = joined(
      fill(messages.ball_now, { step, cost: cost.from }),
      isLast ? fill(messages[outcome], { step }) : "",
      isGone ? fill(messages.ball_gone, { place }) : "",
    );
    const cells = [
      place,
      vector(gradients[step].map((value) => precise(value, FIGURES))),
      isLast ? "–" : vector(moves.map(({ difference }) => difference)),
      cost.from,
      isLast ? "–" : cost.write(promised[step]),
      isLast ? "–" : cost.difference,
    ];
    find("ball-numbers").replaceChildren(
      make("tr", {}, ...cells.map((text, at) => make("td", at > 2 ? { class: "number" } : {}, text))),
    );
  }

  /**
   * @param {number} place
   * @param {DescentAnswer} descent
   * @param {Question} body
   */
  #showOne(place, descent, { learning_rate: eta }) {
    const one = findIn(document, `[data-rate-map="${place}"]`);
    const { path, costs } = descent;
    const { messages } = this.#page;
    drawWay(findIn(one, "svg", SVGSVGElement), this.#surface.reach, path, path.length - 1);
    const words = fill(messages.rate_end, {
      eta,
      name: messages[`rate_${place}`],
      cost: figure(costs[costs.length - 1], 3),
      steps: path.length - 1,
    });
    findIn(one, "figcaption").textContent = words;
    this.#three[place] = descent;
    const three = this.#three.filter((known) => known !== null);
    if (three.length < this.#three.length) return;
    const most = 1.5 * Math.max(...three.map(({ costs: [first] }) => first));
    chart(find("rates-chart", SVGSVGElement), {
      x: { range: [0, STEPS], ticks: [0, 20, 40, 60] },
      y: { range: [0, most], ticks: ticksTo(most), name: "C" },
      series: three.map(({ costs: all }, at) => ({ kind: KINDS[at], x: all.map((_, k) => k), y: all })),
    });
  }
}

/**
 * @param {string} id
 * @param {string} value
 * @param {string} shown
 */
function setRange(id, value, shown) {
  const input = rangeOf(id);
  if (document.activeElement !== input || input.value !== value) input.value = value;
  showBeside(input, shown);
}
