/**
 * The first page of the course: every play asks the server for its numbers and shows them.
 *
 * @typedef {import("../net/answers.js").AdderAnswer} AdderAnswer
 * @typedef {import("../net/answers.js").ChangeAnswer} ChangeAnswer
 * @typedef {import("../net/answers.js").CurveAnswer} CurveAnswer
 * @typedef {import("../net/answers.js").DrawingAnswer} DrawingAnswer
 * @typedef {import("../net/answers.js").PerceptronAnswer} PerceptronAnswer
 */

import { make } from "../base/dom.js";
import { find, findAll } from "../base/find.js";
import { onSchemeChange } from "../base/scheme.js";
import { fill } from "../base/texts.js";
import { chart } from "./charts/charts.js";
import { paintInk, tilePixels } from "./charts/pixels.js";
import { shareBars } from "./charts/shares.js";
import { svg } from "./charts/svg.js";
import { bindControls } from "./controls.js";
import { exampleOf } from "./drawing/examples.js";
import { confidenceParts } from "./formulas/confidence.js";
import { compared } from "./formulas/differences.js";
import { formula } from "./formulas/formula.js";
import { figure, operand, precise } from "./formulas/numbers.js";
import { openPage } from "./page.js";
import { CommitteePlay } from "./plays/committee.js";
import { LAST, LoopPlay } from "./plays/loop.js";
import { NumberPlay } from "./plays/number.js";
import { RulesPlay } from "./plays/rules.js";
import { SizesPlay } from "./plays/sizes.js";
import { choice, number, text } from "./state.js";

/** While a slider moves. */
const DELAY_MS = 40;

/** The axis of an output. */
const ANSWERS = { range: /** @type {[number, number]} */ ([0, 1]), ticks: [0, 0.5, 1], name: "a" };

const WEEKENDS = Array.from({ length: 8 }, (_, at) => [(at >> 2) & 1, (at >> 1) & 1, at & 1]);
const whole = (/** @type {number} */ fallback, /** @type {number} */ min, /** @type {number} */ max) =>
  number(fallback, { min, max, step: 1 });
const half = (/** @type {number} */ fallback) => number(fallback, { min: -3, max: 3, step: 0.5 });
const bit = (/** @type {number} */ fallback) => number(fallback, { min: 0, max: 1, step: 1 });
const canvasOf = (/** @type {string} */ id) => find(id, HTMLCanvasElement);

/** @type {DrawingAnswer | null} what the network says to the drawing */
let reading = null;

const fields = {
  r1: bit(1),
  r2: bit(0),
  r3: bit(0),
  w1: number(6, { min: 0, max: 10, step: 1 }),
  w2: number(2, { min: 0, max: 10, step: 1 }),
  w3: number(2, { min: 0, max: 10, step: 1 }),
  t: number(5, { min: 0, max: 20, step: 1 }),
  x1: bit(1),
  x2: bit(0),
  x3: bit(0),
  n1: bit(1),
  n2: bit(1),
  sw: number(8, { min: -50, max: 50, step: 0.5 }),
  sb: number(-1, { min: -25, max: 25, step: 0.5 }),
  dw: number(0.02, { min: -2, max: 2, step: 0.01 }),
  db: number(0, { min: -2, max: 2, step: 0.01 }),
  j: choice("", ["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
  c1: bit(1),
  c2: bit(1),
  ct1: half(0.5),
  ct2: half(1.5),
  cw1: half(1),
  cw2: half(0),
  hl: whole(1, 0, 3),
  h1: whole(30, 1, 100),
  h2: whole(20, 1, 100),
  h3: whole(10, 1, 100),
  lu: number(8, { min: -12, max: 12, step: 0.5 }),
  lt: whole(0, 0, LAST),
  nt: text("504192", /[0-9]{1,8}/),
  nh: whole(5, 0, 999),
  ng: number(20, { min: -20, max: 60, step: 5 }),
  pr: number(13, { min: 0, max: 27, step: 1 }),
  pc: number(14, { min: 0, max: 27, step: 1 }),
};
/** @typedef {import("./state.js").ValuesOf<typeof fields>} State */
const page = openPage({
  fields,
  onState: follow,
  onReading: (answer) => {
    reading = answer;
    showDigit();
    ask.change();
  },
});
const { root, messages, state } = page;
const showControls = bindControls(root, state);

const asks = {
  perceptron: page.about(root.dataset.perceptronUrl ?? "", showDecision),
  adder: page.about(root.dataset.adderUrl ?? "", showAdder),
  curve: page.about(root.dataset.curveUrl ?? "", showCurve),
  change: page.about(root.dataset.changeUrl ?? "", showChange),
};

const ask = {
  perceptron() {
    const { w1, w2, w3, t } = state.values;
    asks.perceptron({ weights: [w1, w2, w3], bias: -t, inputs: WEEKENDS }, DELAY_MS);
  },
  adder() {
    asks.adder({ x1: state.values.n1, x2: state.values.n2 });
  },
  curve() {
    asks.curve({ weight: state.values.sw, bias: state.values.sb }, DELAY_MS);
  },
  change() {
    const { dw, db, j } = state.values;
    if (reading) asks.change({ drawing: page.drawing, digit: j === "" ? reading.digit : Number(j), dw, db }, DELAY_MS);
  },
};

/** Which play has to be asked anew when a part of the state changes; the drawing's reading comes by itself. */
const PLAYS = /** @type {const} */ ([
  [["w1", "w2", "w3", "t", "x1", "x2", "x3"], ask.perceptron],
  [["n1", "n2"], ask.adder],
  [["sw", "sb"], ask.curve],
  [["dw", "db", "j"], ask.change],
]);

const rules = new RulesPlay(page);
const committee = new CommitteePlay(page);
const sizes = new SizesPlay(page);
const loop = new LoopPlay(page);
const cutting = new NumberPlay(page);
judgePlays();
writePrototype("504192");
onSchemeChange(showDigit);
page.begin();

/**
 * @param {State & import("./page.js").Drawn} values
 * @param {Set<string>} changed
 */
function follow(values, changed) {
  showControls(values);
  for (const [names, askAgain] of PLAYS) {
    if (names.some((name) => changed.has(name))) askAgain();
  }
  if (changed.has("pr") || changed.has("pc")) showDigit();
  rules.follow(changed);
  committee.follow(values, changed);
  sizes.follow(values, changed);
  loop.follow(values, changed);
  cutting.follow(values, changed);
}

/** @param {PerceptronAnswer} answer */
function showDecision({ z, outputs }) {
  const { w1, w2, w3, t, x1, x2, x3 } = state.values;
  const at = 4 * x1 + 2 * x2 + x3;
  find("show-answer").textContent = outputs[at] === 1 ? messages.go : messages.stay;
  const sums = { w1, x1, w2, x2, w3, x3, sum: z[at] + t, t };
  find("show-formula").replaceChildren(formula(outputs[at] === 1 ? "sum-go" : "sum-stay", sums));
  const rows = WEEKENDS.map((weekend, row) => {
    const cells = weekend.map((value) => make("td", {}, value ? messages.yes : messages.no));
    const decision = make(
      "td",
      { class: outputs[row] === 1 ? "goes" : "" },
      outputs[row] === 1 ? messages.row_go : messages.row_stay,
    );
    const line = make(
      "tr",
      row === at ? { "aria-current": "true" } : {},
      ...cells,
      make("td", { class: "number" }, String(z[row] + t)),
      decision,
    );
    return line;
  });
  find("show-table").replaceChildren(...rows);
}

/** @param {AdderAnswer} answer */
function showAdder({ gates, sum, carry }) {
  const { n1, n2 } = state.values;
  /** @type {Record<string, number>} */
  const bits = { ...gates, x1: n1, x2: n2 };
  for (const shown of findAll(root, "[data-bit]", SVGElement)) {
    shown.textContent = String(bits[shown.dataset.bit ?? ""]);
  }
  for (const wire of findAll(root, "[data-wire]", SVGElement)) {
    wire.classList.toggle("on", bits[wire.dataset.wire ?? ""] === 1);
  }
  for (const gate of findAll(root, "[data-gate]", SVGElement)) {
    gate.classList.toggle("on", bits[gate.dataset.gate ?? ""] === 1);
  }
  find("adder-words").textContent = fill(messages.adds, { x1: n1, x2: n2, total: 2 * carry + sum, sum, carry });
}

/** @param {CurveAnswer} answer */
function showCurve({ x, sigmoid, step }) {
  chart(find("curve", SVGSVGElement), {
    x: { range: [-1, 1], ticks: [-1, -0.5, 0, 0.5, 1], name: "x" },
    y: ANSWERS,
    series: [
      { kind: "second", x, y: step, steps: true },
      { kind: "", x, y: sigmoid },
    ],
  });
}

/** @param {ChangeAnswer} answer */
function showChange({ digit, slope_w: slopeW, slope_b: slopeB, foretold, found }) {
  const { dw, db } = state.values;
  const sides = compared(foretold, found);
  const values = {
    digit,
    slope_w: operand(precise(slopeW, 3)),
    dw: operand(figure(dw, 2)),
    slope_b: operand(precise(slopeB, 3)),
    db: operand(figure(db, 2)),
    change: sides.from,
  };
  find("change-formula").replaceChildren(formula("change", values));
  find("change-foretold").textContent = sides.from;
  find("change-found").textContent = sides.to;
  const isNear = Math.abs(found - foretold) <= 0.1 * Math.abs(found);
  const judged = isNear ? messages.change_near : messages.change_far;
  find("change-words").textContent = fill(dw === 0 && db === 0 ? messages.change_none : judged, {
    gap: sides.gap,
  });
}

function showDigit() {
  if (!reading) return;
  const { pr, pc } = state.values;
  const pixels = tilePixels(reading.tile);
  const at = 28 * pr + pc;
  for (const [id, width, x, y] of /** @type {[string, number, number, number][]} */ ([
    ["pixel-map", 28, pc, pr],
    ["pixel-list", 784, at, 0],
  ])) {
    const canvas = canvasOf(id);
    paintInk(canvas, pixels, { width });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = getComputedStyle(canvas).getPropertyValue("--red");
    context.fillRect(id === "pixel-list" ? x - 1 : x, y, id === "pixel-list" ? 3 : 1, 1);
  }
  const values = { row: pr, column: pc, at, ink: figure(pixels[at] / 255) };
  find("pixel-formula").replaceChildren(formula("pixel", values));
  find("ten-outputs").replaceChildren(...shareBars(reading, messages));
  find("outputs-confidence").replaceChildren(...confidenceParts(messages, reading));
}

/** What is to be done in the plays, by the names of the exercises. */
function judgePlays() {
  const { exercises } = page;
  exercises.judge("committee", () => {
    if (committee.right === null) return null;
    return committee.right === 4 ? "" : "not_yet";
  });
  exercises.judge("deep", () => {
    const { hl } = state.values;
    if (sizes.parameters === null) return null;
    if (hl < 2) return "shallow";
    return sizes.parameters < 10_000 ? "" : "large";
  });
}

/** @param {string} text  the number that stands at the beginning of the page */
function writePrototype(text) {
  const strokes = [...text].flatMap((digit, place) =>
    exampleOf(Number(digit)).map((stroke) =>
      stroke.map(([x, y]) => `${(x + 0.88 * place).toFixed(3)},${y.toFixed(3)}`),
    ),
  );
  find("prototype-number", SVGSVGElement).replaceChildren(
    ...strokes.map((points) => svg("polyline", { class: "pen", points: points.join(" ") })),
  );
}
