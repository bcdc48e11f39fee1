/**
 * The third page of the course: one step of learning, with all its numbers.
 *
 * @typedef {import("../net/answers.js").StepAnswer} StepAnswer
 * @typedef {import("./plays/equations.js").Step} Step
 * @typedef {{drawing: import("./drawing/drawing.js").DrawingBody, label: number, network: object, cost: string,
 *   learning_rate: number, steps: number, neuron: number}} Question
 */
import { find, findAll } from "../base/find.js";
import { onSchemeChange } from "../base/scheme.js";
import { fill } from "../base/texts.js";
import { chart, ticksTo } from "./charts/charts.js";
import { bindControls } from "./controls.js";
import { setFigures, setTolerance, shown } from "./formulas/checks.js";
import { precise } from "./formulas/numbers.js";
import { openPage } from "./page.js";
import { networkOf } from "./plays/batches.js";
import { DemonPlay } from "./plays/demon.js";
import { showEquations } from "./plays/equations.js";
import { FROM, INTO, IndicesPlay } from "./plays/indices.js";
import { outputBars } from "./plays/live.js";
import { ProgramPlay } from "./plays/program.js";
import { SaturationPlay } from "./plays/saturation.js";
import { PHASE_COUNT, WalkPlay } from "./plays/walk.js";
import { choice, number, text } from "./state.js";

const MOST_STEPS = 100;
const DELAY_MS = 60;
const [THREE, SIX] = [3, 6];
/** Of the picture, in pixels. */
const SIDE = 28;
/** Of the state what the server is asked about. */
const ASKED_ABOUT = ["y", "net", "ns", "run", "ep", "c", "lr", "k", "j", "o", "dl"];
/** An output from here on counts as learned, in the exercise. */
const LEARNED = 0.9;
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
  fg: whole(0, 0, 1),
  f: whole(0, 0, PHASE_COUNT - 1),
  wj: whole(1, 1, INTO),
  wk: whole(1, 1, FROM),
  dl: choice("output", /** @type {("output" | "hidden")[]} */ (["output", "hidden"])),
  dz: number(0, { min: -3, max: 3, step: 0.1 }),
  pl: whole(0, 0, 75),
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
const walk = new WalkPlay(page, MOST_STEPS);
const indices = new IndicesPlay(page);
const demon = new DemonPlay(page);
const program = new ProgramPlay(page);
const askStep = page.about(page.root.dataset.stepUrl ?? "", show);

find("take-step").addEventListener("click", () => take(1));
find("take-ten").addEventListener("click", () => take(10));
find("start-over").addEventListener("click", () => state.set({ k: 0 }));
for (const details of findAll(document, "details")) {
  details.addEventListener("toggle", showAgain);
}
onSchemeChange(showAgain);
judgePlays();
page.begin();

function showAgain() {
  if (answer) showEquations(page, answer);
}

/** @param {number} steps */
function take(steps) {
  state.set({ k: Math.min(state.values.k + steps, MOST_STEPS) });
}

/** What is missing until something is done that an exercise asks for. */
function judgePlays() {
  const { exercises } = page;
  exercises.judge("two-steps", () => ["first", "second", ""][Math.min(state.values.k, 2)]);
  exercises.judge("find-weight", () => missingToWeight(state.values));
  exercises.judge("demon-down", () => {
    const { outcome } = demon;
    if (!outcome || outcome.change === 0) return outcome && "still";
    return outcome.real < 0 ? "" : "wrong_way";
  });
  exercises.judge("demon-far", () => {
    const { outcome } = demon;
    if (!outcome || outcome.change === 0) return outcome && "still";
    return outcome.isGood ? "good" : "";
  });
  exercises.judge("white-here", () => {
    const { pr, pc } = state.values;
    return answer && (answer.x[SIDE * pr + pc] > 0 ? "ink" : "");
  });
  exercises.judge("learned", missingToLearned);
  exercises.judge("slow-start", () => {
    const output = saturation.lastOutput;
    if (output === null) return null;
    return output > LEARNED ? "" : "too_fast";
  });
  exercises.judge("bp2-line", () => {
    const hasSet = program.hasJustSet("delta", 2);
    if (hasSet === null) return null;
    return hasSet ? "" : "elsewhere";
  });
}

/** @param {{wj: number, wk: number}} chosen */
function missingToWeight({ wj, wk }) {
  if (wj === 3 && wk === 2) return "swapped";
  if (wj !== 2) return "row";
  return wk === 3 ? "" : "column";
}

function missingToLearned() {
  if (!answer) return null;
  const { k } = state.values;
  if (k === 0) return "no_step";
  if (answer.outputs[answer.outputs.length - 2][answer.label] >= LEARNED) return "";
  return k < MOST_STEPS ? "on_the_way" : "too_many";
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
  const learned = { drawing: page.drawing, label: wanted, network, cost: c, learning_rate: lr, steps: k };
  askStep({ ...learned, neuron: j }, DELAY_MS);
  demon.ask(learned);
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
  else if (ASKED_ABOUT.some((name) => changed.has(name))) ask();
  if (changed.has("fg")) setFigures(values.fg === 1 ? SIX : THREE);
  if (["o", "pr", "pc", "fg"].some((name) => changed.has(name))) showAgain();
  saturation.follow(values, changed);
  walk.follow(changed);
  indices.follow(values, changed);
  demon.follow(changed);
  program.follow(values, changed);
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
  find("setup-words").textContent = fill(messages.setup, { read, label: wanted, steps, cost: shown(costs[now]) });
  const isAgreed = agreement.agreeing === agreement.entries;
  const said = { ...agreement, tolerance: precise(agreement.tolerance, 1), largest: precise(agreement.largest, 2) };
  find("agreement").textContent = fill(isAgreed ? messages.agree : messages.disagree, said);
  find("agreement").classList.toggle("fails", !isAgreed);
  showEquations(page, answer);
  walk.show(answer, steps);
  showStep(found, wanted);
  page.exercises.look();
}

/**
 * @param {StepAnswer} found
 * @param {number} wanted
 */
function showStep({ costs, outputs }, wanted) {
  const [now, next] = [outputs.length - 2, outputs.length - 1];
  find("step-words").textContent = fill(messages.step_words, {
    now: shown(costs[now]),
    next: shown(costs[next]),
    label: wanted,
    before: shown(outputs[now][wanted]),
    after: shown(outputs[next][wanted]),
  });
  find("outputs-now").replaceChildren(...outputBars(outputs[now], messages.output_is));
  find("outputs-next").replaceChildren(...outputBars(outputs[next], messages.output_is));
  find("take-step", HTMLButtonElement).disabled = state.values.k >= MOST_STEPS;
  find("take-ten", HTMLButtonElement).disabled = state.values.k >= MOST_STEPS;
  find("start-over", HTMLButtonElement).disabled = state.values.k === 0;
  const most = 1.1 * Math.max(...costs);
  chart(find("step-chart", SVGSVGElement), {
    x: {
      range: [0, Math.max(next, 10)],
      ticks: ticksTo(Math.max(next, 10), 5).filter(Number.isInteger),
      name: messages.steps_axis,
    },
    y: { range: [0, most], ticks: ticksTo(most), name: "C" },
    series: [
      { kind: "", x: costs.map((_, step) => step), y: costs },
      { kind: "now", x: [now], y: [costs[now]], points: true },
    ],
  });
}
