/**
 * The last page of the course: code opened line by line, the state of the training, the four steps of recognition.
 *
 * @typedef {import("../answers.js").AlgorithmAnswer} AlgorithmAnswer
 * @typedef {import("../answers.js").DrawingAnswer} DrawingAnswer
 * @typedef {import("../answers.js").SourceAnswer} SourceAnswer
 */
import { find, findAll, findIn } from "../find.js";
import { fill } from "../words.js";
import { figure } from "./mathml.js";
import { openPage } from "./page.js";
import { paintInk, tilePixels } from "./pixels.js";
import { shareBars } from "./shares.js";
import { text } from "./state.js";

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
const blocks = findAll(root, "details[data-source]", HTMLDetailsElement);

for (const block of blocks) {
  block.addEventListener("toggle", () => {
    if (block.open) loadCode(block);
    const open = blocks.flatMap((each, at) => (each.open ? [at] : [])).join("-");
    if (open !== state.values.open) state.set({ open });
  });
}
const askTraining = page.about(root.dataset.trainingUrl ?? "", showTraining, { isGet: true });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showReading);
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
  const locale = document.documentElement.lang;
  const whole = new Intl.NumberFormat(locale);
  const { version, name, cost, optimizer, sha256, epoch, is_training: isTraining } = training;
  const values = {
    version,
    name,
    cost,
    optimizer,
    sha256,
    parameters: whole.format(training.parameters),
    size: whole.format(training.size),
    batch_size: training.batch_size ?? "",
    learning_rate: training.learning_rate ?? "",
    number: epoch?.number ?? "",
    of: epoch?.of ?? "",
    training_cost: epoch?.training_cost === undefined ? "" : figure(epoch.training_cost, 4),
    validation_correct: whole.format(epoch?.validation_correct ?? 0),
    validation_size: whole.format(epoch?.validation_size ?? 0),
  };
  find("whose").textContent = fill(isTraining ? messages.whose_training : messages.whose_active, values);
  const known = {
    batch: training.batch_size !== undefined,
    parameters: training.parameters > 0,
    cost: training.cost !== "",
    rate: training.learning_rate !== undefined,
    epoch: epoch !== undefined,
    result: epoch?.validation_size !== undefined,
    file: true,
    version: true,
  };
  for (const line of findAll(root, "[data-now]")) {
    const what = /** @type {keyof typeof known} */ (line.dataset.now);
    const message = what === "file" && !sha256 ? messages.now_file_not_yet : messages[`now_${what}`];
    line.textContent = known[what] ? fill(message, values) : "";
  }
  if (isTraining) askTraining({}, REFRESH_MS);
}

function showReading() {
  if (!reading) return;
  paintInk(find("step-tile", HTMLCanvasElement), tilePixels(reading.tile), { width: 28 });
  const locale = document.documentElement.lang;
  find("step-outputs").replaceChildren(...shareBars(reading, locale));
  find("step-answer").textContent = fill(messages.answer_is, { digit: reading.digit });
}
