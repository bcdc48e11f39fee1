/**
 * The ball that rolls down a surface.
 *
 * @typedef {import("../../net/answers.js").DescentAnswer} DescentAnswer
 * @typedef {import("../../net/answers.js").SurfaceAnswer} SurfaceAnswer
 * @typedef {import("./descents.js").State & {lr: string, k: number}} State
 *   besides the learning rate ("" for the surface's own) and the step that is shown
 */

import { make } from "../../base/dom.js";
import { find, findAll, findIn } from "../../base/find.js";
import { onSchemeChange } from "../../base/scheme.js";
import { fill, joined } from "../../base/texts.js";
import { drawWay, paintLandscape, paintMaps } from "../charts/terrain.js";
import { showBeside } from "../controls.js";
import { compared } from "../formulas/differences.js";
import { formula } from "../formulas/formula.js";
import { figure, precise } from "../formulas/numbers.js";
import { Player } from "../player.js";
import { levelPlaceAt, questionOf, STEPS, startOf } from "./descents.js";

const PERIOD_MS = 120;
const DELAY_MS = 40;
/** What the sliders of the start move by. */
const GRAIN = 0.05;
/** Of a place, at least. */
const PLACES = 3;
/** Of a gradient. */
const FIGURES = 3;
/** What is left of a gradient that is 0. */
const LEVEL = 1e-9;

const rangeOf = (/** @type {string} */ id) => find(id, HTMLInputElement);
const vector = (/** @type {string[]} */ values) => `(${values.join(", ")})`;
const rateOf = (/** @type {number} */ position) => Number((10 ** (position / 100)).toPrecision(3));

export class BallPlay {
  #page;
  /** @type {Map<string, SurfaceAnswer>} */
  #surfaces = new Map();
  /** @type {DescentAnswer | null} */
  #descent = null;
  #ask;
  #player;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    const url = page.root.dataset.descentUrl ?? "";
    this.#ask = page.about(url, (/** @type {DescentAnswer} */ answer) => this.#show(answer));
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
    this.#player = new Player(
      find("ball-player"),
      {
        count: () => this.#descent?.path.length ?? 0,
        place: () => this.#step,
        go: (k, passing) => page.state.set({ k }, { passing }),
      },
      PERIOD_MS,
    );
    const map = find("ball-map");
    map.addEventListener("pointerdown", (event) => this.#press(event, map));
    map.addEventListener("pointermove", (event) => event.buttons === 1 && this.#press(event, map));
    new ResizeObserver(() => this.#paintLandscape()).observe(find("landscape"));
    onSchemeChange(() => this.#paintGround());
  }

  /** @param {SurfaceAnswer[]} surfaces */
  take(surfaces) {
    this.#surfaces = new Map(surfaces.map((surface) => [surface.name, surface]));
  }

  /** @param {Set<string>} changed */
  follow(changed) {
    if (this.#surfaces.size === 0) return;
    const { reach } = this.#surface;
    const start = startOf(this.#page.state.values, this.#surface);
    if (changed.has("sf")) {
      for (const axis of ["v1", "v2"]) Object.assign(rangeOf(axis), { min: String(-reach), max: String(reach) });
      find("surface-formula").replaceChildren(formula(`surface-${this.#surface.name}`));
      this.#paintGround();
    }
    for (const [at, axis] of ["v1", "v2"].entries()) setRange(axis, String(start[at]), figure(start[at], 2));
    setRange("eta", String(Math.round(100 * Math.log10(this.#rate))), String(this.#rate));
    const isNew = ["sf", "op", "es", "v1", "v2", "lr"].some((name) => changed.has(name));
    if (isNew) this.#ask(questionOf(this.#page.state.values, this.#surface, this.#rate), DELAY_MS);
    else if (changed.has("k")) this.#showStep();
  }

  /** What is missing until the ball lies in the valley that is not the deepest; null as long as that is not known. */
  judgeLocal() {
    if (!this.#descent || this.#surfaces.size === 0) return null;
    if (this.#page.state.values.sf !== "two-valleys") return "surface";
    const place = levelPlaceAt(this.#descent.path[this.#step], this.#surface.level_places);
    if (place?.kind === "lowest") return "lowest";
    return place?.kind === "valley" ? "" : "on_the_way";
  }

  get #surface() {
    return /** @type {SurfaceAnswer} */ (this.#surfaces.get(this.#page.state.values.sf));
  }

  /** η: the reader's, or the right one of the surface. */
  get #rate() {
    const { lr } = this.#page.state.values;
    return lr === "" ? this.#surface.learning_rates[1] : Number(lr);
  }

  /**
   * @param {Partial<State>} changes
   * @param {boolean} [passing]
   */
  #set(changes, passing = false) {
    this.#player.pause();
    this.#page.state.set(changes, { passing });
  }

  /**
   * @param {Partial<State>} changes
   * @param {boolean} passing
   */
  #setStart(changes, passing) {
    const start = startOf(this.#page.state.values, this.#surface);
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

  #paintGround() {
    if (this.#surfaces.size === 0) return;
    paintMaps(findAll(document, ".map canvas", HTMLCanvasElement), this.#surface);
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
      isLast ? this.#ending(outcome, step) : "",
      isGone ? fill(messages.ball_gone, { place }) : "",
    );
    const cells = [
      place,
      vector(gradients[step].map((value) => precise(Math.abs(value) < LEVEL ? 0 : value, FIGURES))),
      isLast ? "–" : vector(moves.map(({ difference }) => difference)),
      cost.from,
      isLast ? "–" : cost.write(promised[step]),
      isLast ? "–" : cost.difference,
    ];
    find("ball-numbers").replaceChildren(
      make("tr", {}, ...cells.map((text, at) => make("td", at > 2 ? { class: "number" } : {}, text))),
    );
    this.#player.show();
    this.#page.exercises.look();
  }

  /**
   * @param {string} outcome
   * @param {number} step
   */
  #ending(outcome, step) {
    const { messages } = this.#page;
    const place = this.#descent && levelPlaceAt(this.#descent.path[step], this.#surface.level_places);
    if (outcome !== "arrived" || !place) return fill(messages[outcome], { step });
    const [lowest] = this.#surface.level_places;
    return fill(messages[`arrived_${place.kind}`], {
      step,
      cost: figure(place.cost),
      lowest: figure(lowest.cost),
      place: vector(lowest.v.map((v) => figure(v, 2))),
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
