/**
 * The first page of the course: every play asks the server for its numbers and shows them.
 *
 * @typedef {import("../net/answers.js").AdderAnswer} AdderAnswer
 * @typedef {import("../net/answers.js").ChangeAnswer} ChangeAnswer
 * @typedef {import("../net/answers.js").CurveAnswer} CurveAnswer
 * @typedef {import("../net/answers.js").DrawingAnswer} DrawingAnswer
 * @typedef {import("../net/answers.js").PerceptronAnswer} PerceptronAnswer
 * @typedef {import("../net/answers.js").RecurrentAnswer} RecurrentAnswer
 */

import { make } from "../base/dom.js";
import { find, findAll, findIn } from "../base/find.js";
import { fill } from "../base/texts.js";
import { chart } from "./charts/charts.js";
import { plotNetwork } from "./charts/network-drawing.js";
import { paintInk, tilePixels } from "./charts/pixels.js";
import { shareBars } from "./charts/shares.js";
import { bindControls } from "./controls.js";
import { confidenceParts } from "./formulas/confidence.js";
import { compared } from "./formulas/differences.js";
import { formula } from "./formulas/formula.js";
import { figure, operand, precise } from "./formulas/numbers.js";
import { openPage } from "./page.js";
import { choice, number } from "./state.js";

/** While a slider moves. */
const DELAY_MS = 40;

/** The axis of an output. */
const ANSWERS = { range: /** @type {[number, number]} */ ([0, 1]), ticks: [0, 0.5, 1] };

/** Numbers of the neuron with a loop: see the formula on the page. */
const RECURRENT = { weight: 6, bias: -4 };

const WEEKENDS = Array.from({ length: 8 }, (_, at) => [(at >> 2) & 1, (at >> 1) & 1, at & 1]);
const bit = (/** @type {number} */ fallback) => number(fallback, { min: 0, max: 1, step: 1 });
const canvasOf = (/** @type {string} */ id) => find(id, HTMLCanvasElement);

/** @type {DrawingAnswer | null} what the network says to the drawing */
let reading = null;

const fields = {
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
  lu: number(8, { min: -12, max: 12, step: 0.5 }),
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
  recurrent: page.about(root.dataset.recurrentUrl ?? "", showRecurrent),
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
  recurrent() {
    asks.recurrent({ ...RECURRENT, loop: state.values.lu }, DELAY_MS);
  },
};

/** Which play has to be asked anew when a part of the state changes; the drawing's reading comes by itself. */
const PLAYS = /** @type {const} */ ([
  [["w1", "w2", "w3", "t", "x1", "x2", "x3"], ask.perceptron],
  [["n1", "n2"], ask.adder],
  [["sw", "sb"], ask.curve],
  [["dw", "db", "j"], ask.change],
  [["lu"], ask.recurrent],
]);

const network = findIn(root, "[data-sizes]", SVGSVGElement);
plotNetwork(network, (network.getAttribute("data-sizes") ?? "").split(",").map(Number));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showDigit);
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
    x: { range: [-1, 1], ticks: [-1, -0.5, 0, 0.5], name: "x" },
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
    slope_w: operand(precise(slopeW)),
    dw: operand(figure(dw, 2)),
    slope_b: operand(precise(slopeB)),
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

/** @param {RecurrentAnswer} answer */
function showRecurrent({ inputs, feedforward, recurrent }) {
  const x = inputs.map((_, at) => at);
  chart(find("recurrent-plot", SVGSVGElement), {
    x: { range: [0, inputs.length - 1], ticks: [0, 5, 10, 15, 20], name: "t" },
    y: ANSWERS,
    series: [
      { kind: "third", x, y: inputs, steps: true },
      { kind: "second", x, y: feedforward },
      { kind: "", x, y: recurrent },
    ],
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
