/**
 * The second page of the course: what the reader changes goes into the address, and from there to each play.
 *
 * @typedef {import("../net/answers.js").SurfacesAnswer} SurfacesAnswer
 */
import { findAll } from "../base/find.js";
import { bindControls } from "./controls.js";
import { openPage } from "./page.js";
import { BallPlay } from "./plays/ball.js";
import { BatchPlay, SIZES } from "./plays/batches.js";
import { DeepPlay } from "./plays/deep.js";
import { LivePlay } from "./plays/live.js";
import { RatesPlay } from "./plays/rates.js";
import { SamplesPlay } from "./plays/samples.js";
import { SolvePlay } from "./plays/solve.js";
import { STEPS as STEPS_OF_ALL, VariablesPlay } from "./plays/variables.js";
import { choice, number, text } from "./state.js";

const PLACE = /-?\d(\.\d{1,3})?/;
const whole = (/** @type {number} */ fallback, /** @type {number} */ min, /** @type {number} */ max) =>
  number(fallback, { min, max, step: 1 });

const page = openPage({
  fields: {
    sf: choice("bowl", ["bowl", "ravine", "two-valleys", "saddle", "bend"]),
    op: choice("sgd", ["sgd", "momentum", "nesterov", "adam"]),
    es: choice("constant", ["constant", "step", "cosine"]),
    v1: text("", PLACE),
    v2: text("", PLACE),
    lr: text("", /(?!0(\.0+)?$)\d(\.\d{1,6})?|10/),
    k: whole(0, 0, 60),
    sp: choice("training", ["training", "test"]),
    sd: choice("", ["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
    sg: whole(0, 0, 60_000),
    sh: whole(30, 1, 100),
    ae: number(3, { min: 0.1, max: 10, step: 0.1 }),
    ak: whole(0, 0, STEPS_OF_ALL),
    dr: text("", /([0-9a-f]{16}){0,3}/),
    net: choice("fresh", ["fresh", "saturated", "trained", "own"]),
    ns: whole(0, 0, 999_999),
    cd: whole(0, 0, 988),
    bm: { ...whole(10, 1, 500), parse: (/** @type {string} */ given) => SIZES.find((size) => String(size) === given) },
    bd: whole(0, 0, 999_999),
    te: whole(10, 1, 30),
    tl: number(3, { min: 0.1, max: 10, step: 0.1 }),
    tm: whole(10, 1, 100),
    th: whole(30, 1, 50),
    tn: number(50_000, { min: 1000, max: 50_000, step: 1000 }),
    tc: choice("quadratic", ["quadratic", "cross_entropy"]),
    ts: whole(0, 0, 999_999),
    run: text("", /[0-9a-f]{16}/),
    ep: whole(0, 0, 30),
  },
  onState(values, changed) {
    showControls(values);
    for (const field of findAll(document, "[data-for-fresh]")) {
      field.hidden = values.net !== "fresh" && values.net !== "saturated";
    }
    live.follow(values, changed);
    followSurface(changed);
    samples.follow(values, changed);
    solve.follow(values, changed);
    variables.follow(values, changed);
    batches.follow(values, changed);
    deep.follow(values, changed);
  },
});
const showControls = bindControls(page.root, page.state);
const ball = new BallPlay(page);
const batches = new BatchPlay(page);
const live = new LivePlay(page);
const rates = new RatesPlay(page);
const samples = new SamplesPlay(page);
const solve = new SolvePlay(page);
const variables = new VariablesPlay(page);
const deep = new DeepPlay(page);
/** @type {SurfacesAnswer["surfaces"]} */
let surfaces = [];
page.about(page.root.dataset.surfacesUrl ?? "", takeSurfaces, { isGet: true })({});
page.exercises.judge("local", () => ball.judgeLocal());
page.begin();

/** @param {SurfacesAnswer} answer */
function takeSurfaces(answer) {
  ({ surfaces } = answer);
  ball.take(surfaces);
  followSurface(new Set(["sf"]));
}

/** @param {Set<string>} changed */
function followSurface(changed) {
  const surface = surfaces.find(({ name }) => name === page.state.values.sf);
  if (!surface) return;
  ball.follow(changed);
  rates.follow(surface, changed);
  if (changed.has("sf")) solve.show(surface);
}
