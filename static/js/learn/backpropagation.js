/**
 * The third page of the course: one step of learning, with all its numbers.
 *
 * @typedef {import("../net/answers.js").StepAnswer} StepAnswer
 * @typedef {import("./plays/equations.js").Step} Step
 * @typedef {{drawing: import("./drawing/drawing.js").DrawingBody, label: number, network: object, cost: string,
 *   learning_rate: number, steps: number, neuron: number}} Question
 */
import { find, findAll } from "../base/find.js";
import { fill } from "../base/texts.js";
import { chart, ticksTo } from "./charts/charts.js";
import { bindControls } from "./controls.js";
import { setTolerance } from "./formulas/checks.js";
import { precise } from "./formulas/numbers.js";
import { openPage } from "./page.js";
import { networkOf } from "./plays/batches.js";
import { showEquations } from "./plays/equations.js";
import { outputBars } from "./plays/live.js";
import { SaturationPlay } from "./plays/saturation.js";
import { choice, number, text } from "./state.js";

const MOST_STEPS = 100;
const DELAY_MS = 60;
const whole = (/** @type {number} */ fallback, /** @type {number} */ min, /** @type {number} */ max) =>
  number(fallback, { min, max, step: 1 });

/** @type {{digit: number} | null} what the live network says to the drawing: the label unless one is chosen */
let reading = null;
/** @type {Step | null} */
let answer = null;

const fields = {
  y: choice("", ["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
  net: choice("fresh", ["fresh", "saturated", "trained", "own"]),
  ns: whole(0, 0, 999_999),
  run: text("", /[0-9a-f]{16}/),
  ep: whole(0, 0, 30),
  c: choice("quadratic", ["quadratic", "cross_entropy"]),
  lr: number(0.5, { min: 0.05, max: 5, step: 0.05 }),
  k: whole(0, 0, MOST_STEPS),
  j: whole(0, 0, 49),
  o: whole(0, 0, 9),
  pr: whole(14, 0, 27),
  pc: whole(14, 0, 27),
  sw: number(2, { min: -3, max: 5, step: 0.1 }),
  sb: number(2, { min: -3, max: 5, step: 0.1 }),
  sl: number(0.15, { min: 0.05, max: 2, step: 0.05 }),
};
/** @typedef {import("./state.js").ValuesOf<typeof fields>} State */
const page = openPage({
  fields,
  onState: follow,
  onReading(found) {
    reading = found;
    ask();
  },
});
const { state, messages } = page;
const showControls = bindControls(page.root, state);
const saturation = new SaturationPlay(page);
const askStep = page.about(page.root.dataset.stepUrl ?? "", show);

find("take-step").addEventListener("click", () => take(1));
find("take-ten").addEventListener("click", () => take(10));
find("start-over").addEventListener("click", () => state.set({ k: 0 }));
for (const details of findAll(document, "details")) {
  details.addEventListener("toggle", showAgain);
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showAgain);
page.begin();

function showAgain() {
  if (answer) showEquations(page, answer);
}

/** @param {number} steps */
function take(steps) {
  state.set({ k: Math.min(state.values.k + steps, MOST_STEPS) });
}

/** The label: chosen, or what the network on this site reads. */
function label() {
  const { y } = state.values;
  return y === "" ? reading?.digit : Number(y);
}

function ask() {
  const { c, lr, k, j } = state.values;
  const wanted = label();
  if (wanted === undefined) return;
  const network = networkOf(state.values);
  askStep({ drawing: page.drawing, label: wanted, network, cost: c, learning_rate: lr, steps: k, neuron: j }, DELAY_MS);
}

/**
 * @param {State & import("./page.js").Drawn} values
 * @param {Set<string>} changed
 */
function follow(values, changed) {
  showControls(values);
  for (const option of findAll(document, "[data-own-network]", HTMLOptionElement)) option.disabled = !values.run;
  for (const field of findAll(document, "[data-for-fresh]")) {
    field.hidden = values.net !== "fresh" && values.net !== "saturated";
  }
  if (changed.has("d"))
    reading = null; // asked anew; then comes the step
  else if (["y", "net", "ns", "run", "ep", "c", "lr", "k", "j"].some((name) => changed.has(name))) ask();
  if (["o", "pr", "pc"].some((name) => changed.has(name))) showAgain();
  saturation.follow(values, changed);
}

/**
 * @param {StepAnswer} found
 * @param {Question} question
 */
function show(found, question) {
  answer = { ...found, label: question.label, cost: question.cost };
  setTolerance(found.agreement.tolerance);
  const { costs, outputs, agreement } = found;
  const now = outputs.length - 2;
  const read = outputs[now].indexOf(Math.max(...outputs[now]));
  const { label: wanted, steps } = question;
  find("setup-words").textContent = fill(messages.setup, { read, label: wanted, steps, cost: precise(costs[now]) });
  const isAgreed = agreement.agreeing === agreement.entries;
  const said = { ...agreement, tolerance: precise(agreement.tolerance, 1), largest: precise(agreement.largest, 2) };
  find("agreement").textContent = fill(isAgreed ? messages.agree : messages.disagree, said);
  find("agreement").classList.toggle("fails", !isAgreed);
  showEquations(page, answer);
  showStep(found, wanted);
}

/**
 * @param {StepAnswer} found
 * @param {number} wanted
 */
function showStep({ costs, outputs }, wanted) {
  const [now, next] = [outputs.length - 2, outputs.length - 1];
  find("step-words").textContent = fill(messages.step_words, {
    now: precise(costs[now]),
    next: precise(costs[next]),
    label: wanted,
    before: precise(outputs[now][wanted]),
    after: precise(outputs[next][wanted]),
  });
  find("outputs-now").replaceChildren(...outputBars(outputs[now], messages.output_is));
  find("outputs-next").replaceChildren(...outputBars(outputs[next], messages.output_is));
  find("take-step", HTMLButtonElement).disabled = state.values.k >= MOST_STEPS;
  find("take-ten", HTMLButtonElement).disabled = state.values.k >= MOST_STEPS;
  find("start-over", HTMLButtonElement).disabled = state.values.k === 0;
  const most = 1.1 * Math.max(...costs);
  chart(find("step-chart", SVGSVGElement), {
    x: { range: [0, Math.max(next, 10)], ticks: ticksTo(Math.max(next, 10), 5).filter(Number.isInteger) },
    y: { range: [0, most], ticks: ticksTo(most) },
    series: [
      { kind: "", x: costs.map((_, step) => step), y: costs },
      { kind: "now", x: [now], y: [costs[now]], points: true },
    ],
  });
}
