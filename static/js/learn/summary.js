/**
 * The last page of the course: code opened line by line, the state of the training, the four steps of recognition.
 *
 * @typedef {import("../net/answers.js").AlgorithmAnswer} AlgorithmAnswer
 * @typedef {import("../net/answers.js").DrawingAnswer} DrawingAnswer
 * @typedef {import("../net/answers.js").SourceAnswer} SourceAnswer
 */
import { find, findAll, findIn } from "../base/find.js";
import { onSchemeChange } from "../base/scheme.js";
import { fill } from "../base/texts.js";
import { paintInk, tilePixels } from "./charts/pixels.js";
import { shareBars } from "./charts/shares.js";
import { confidenceParts } from "./formulas/confidence.js";
import { figure } from "./formulas/numbers.js";
import { openPage } from "./page.js";
import { activationName } from "./plays/layers.js";
import { text } from "./state.js";

/** As they are written. @type {Record<string, string>} */
const OPTIMIZERS = { sgd: "SGD", momentum: "Momentum", nesterov: "Nesterov", adam: "Adam", adamw: "AdamW" };

/** While a training runs, its state is asked for again and again. */
const REFRESH_MS = 4_000;

/** @type {DrawingAnswer | null} */
let reading = null;

const page = openPage({
  // Which code is open: the places of the lines on the page, so that a teacher can send them.
  fields: { open: text("", /^\d{1,2}(-\d{1,2}){0,30}$/) },
  onState({ open }, changed) {
    if (changed.has("open")) showOpen(open);
  },
  onReading: (answer) => {
    reading = answer;
    showReading();
  },
});
const { root, messages, state } = page;
const whole = new Intl.NumberFormat(document.documentElement.lang);
const blocks = findAll(root, "details[data-source]", HTMLDetailsElement);

for (const block of blocks) {
  block.addEventListener("toggle", () => {
    if (block.open) loadCode(block);
    const open = blocks.flatMap((each, at) => (each.open ? [at] : [])).join("-");
    if (open !== state.values.open) state.set({ open });
  });
}
const askTraining = page.about(root.dataset.trainingUrl ?? "", showTraining, { isGet: true });
onSchemeChange(showReading);
askTraining({});
page.begin();

/** @param {string} open */
function showOpen(open) {
  const places = open === "" ? [] : open.split("-").map(Number);
  for (const [at, block] of blocks.entries()) block.open = places.includes(at);
}

/** @param {HTMLDetailsElement} block */
function loadCode(block) {
  const code = findIn(block, "pre code");
  if (code.textContent) return;
  const url = (root.dataset.sourceUrl ?? "").replace("NAME", block.dataset.source ?? "");
  page.about(
    url,
    (/** @type {SourceAnswer} */ source) => {
      code.textContent = source.code;
      findIn(block, ".code-place").textContent = fill(messages.place, { ...source });
    },
    { isGet: true },
  )({});
}

/** @param {AlgorithmAnswer} training */
function showTraining(training) {
  const values = { ...factsOf(training), ...lastEpochOf(training) };
  find("whose").textContent = fill(training.is_training ? messages.whose_training : messages.whose_active, values);
  const known = knownOf(training);
  /** @type {Record<string, string>} */
  const variants = {
    activations: ["", values.activation].includes(values.hidden) ? "" : "_differ",
    file: training.sha256 ? "" : "_not_yet",
  };
  for (const line of findAll(root, "[data-now]")) {
    const what = /** @type {keyof typeof known} */ (line.dataset.now);
    line.textContent = known[what] ? fill(messages[`now_${what}${variants[what] ?? ""}`], values) : "";
  }
  for (const block of blocks) block.hidden = !training.sources.includes(block.dataset.source ?? "");
  if (training.is_training) askTraining({}, REFRESH_MS);
}

/** @param {AlgorithmAnswer} training */
function factsOf({ version, name, sha256, size, parameters, cost, optimizer, architecture, ...recipe }) {
  return {
    version,
    name,
    sha256,
    cost: messages[`cost_${cost}`] ?? cost,
    optimizer: OPTIMIZERS[optimizer] ?? optimizer,
    hidden: (architecture?.hidden_activations ?? []).map(activationName).join(", "),
    activation: activationName(architecture?.output_activation ?? ""),
    parameters: whole.format(parameters),
    size: whole.format(size),
    batch_size: recipe.batch_size ?? "",
    learning_rate: recipe.learning_rate ?? "",
  };
}

/** @param {AlgorithmAnswer} training */
function lastEpochOf({ epoch }) {
  return {
    number: epoch?.number ?? "",
    of: epoch?.of ?? "",
    training_cost: epoch?.training_cost === undefined ? "" : figure(epoch.training_cost, 4),
    validation_correct: whole.format(epoch?.validation_correct ?? 0),
    validation_size: whole.format(epoch?.validation_size ?? 0),
  };
}

/**
 * Which lines there is something to be said in.
 *
 * @param {AlgorithmAnswer} training
 */
function knownOf({ batch_size: size, parameters, architecture, cost, optimizer, learning_rate: rate, epoch }) {
  return {
    batch: size !== undefined,
    parameters: parameters > 0,
    activations: architecture !== undefined,
    cost: cost !== "",
    error: architecture !== undefined && cost === "cross_entropy",
    rate: rate !== undefined,
    rule: !["", "sgd"].includes(optimizer),
    epoch: epoch !== undefined,
    result: epoch?.validation_size !== undefined,
    file: true,
    version: true,
  };
}

function showReading() {
  if (!reading) return;
  paintInk(find("step-tile", HTMLCanvasElement), tilePixels(reading.tile), { width: 28 });
  find("step-outputs").replaceChildren(...shareBars(reading, messages));
  find("step-confidence").replaceChildren(...confidenceParts(messages, reading));
  find("step-answer").textContent = fill(messages.answer_is, { digit: reading.digit });
}
