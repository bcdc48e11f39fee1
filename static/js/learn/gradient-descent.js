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
import { LivePlay } from "./plays/live.js";
import { choice, number, text } from "./state.js";

const PLACE = /-?\d(\.\d{1,3})?/;
const whole = (/** @type {number} */ fallback, /** @type {number} */ min, /** @type {number} */ max) =>
  number(fallback, { min, max, step: 1 });

const page = openPage({
  fields: {
    sf: choice("bowl", ["bowl", "ravine", "two-valleys", "saddle", "bend"]),
    op: choice("sgd", ["sgd", "momentum", "nesterov", "adam"]),
    v1: text("", PLACE),
    v2: text("", PLACE),
    lr: text("", /(?!0(\.0+)?$)\d(\.\d{1,6})?|10/),
    k: whole(60, 0, 60),
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
    ball.follow(changed);
    batches.follow(values, changed);
  },
});
const showControls = bindControls(page.root, page.state);
const ball = new BallPlay(page);
const batches = new BatchPlay(page);
const live = new LivePlay(page);
page.about(page.root.dataset.surfacesUrl ?? "", (/** @type {SurfacesAnswer} */ { surfaces }) => ball.take(surfaces), {
  isGet: true,
})({});
page.begin();
