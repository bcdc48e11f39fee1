/** The last page of the course: code opened line by line, the state of the training, the four steps of recognition. */
import { fill, percent } from "../words.js";
import { make } from "./dom.js";
import { figure } from "./mathml.js";
import { openPage } from "./page.js";
import { paintInk, tilePixels } from "./pixels.js";
import { text } from "./state.js";

/** While a training runs, its state is asked for again and again. */
const REFRESH_MS = 4_000;

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {any} */
let reading = null;

const page = openPage({
  // Which code is open: the places of the lines on the page, so that a teacher can send them.
  fields: { open: text("", /^\d{1,2}(-\d{1,2}){0,30}$/) },
  onState: ({ open }, changed) => changed.has("open") && showOpen(open),
  onReading: (answer) => {
    reading = answer;
    showReading();
  },
});
const { root, messages, state } = page;
const blocks = /** @type {HTMLDetailsElement[]} */ ([...root.querySelectorAll("details[data-source]")]);

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
  const code = /** @type {HTMLElement} */ (block.querySelector("pre code"));
  if (code.textContent) return;
  const url = (root.dataset.sourceUrl ?? "").replace("NAME", block.dataset.source ?? "");
  page.about(url, (source) => {
    code.textContent = source.code;
    /** @type {HTMLElement} */ (block.querySelector(".code-place")).textContent = fill(messages.place, source);
  }, { isGet: true })({});
}

/** @param {any} training */
function showTraining(training) {
  const locale = document.documentElement.lang;
  const whole = new Intl.NumberFormat(locale);
  const { epoch, is_training: isTraining } = training;
  const values = {
    ...training,
    ...epoch,
    parameters: whole.format(training.parameters),
    size: whole.format(training.size),
    learning_rate: training.learning_rate,
    training_cost: epoch?.training_cost === undefined ? "" : figure(epoch.training_cost, 4),
    validation_correct: whole.format(epoch?.validation_correct ?? 0),
    validation_size: whole.format(epoch?.validation_size ?? 0),
  };
  find("whose").textContent = fill(isTraining ? messages.whose_training : messages.whose_active, training);
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
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-now]"))) {
    const name = /** @type {keyof typeof known} */ (line.dataset.now);
    const message = name === "file" && !training.sha256 ? messages.now_file_not_yet : messages[`now_${name}`];
    line.textContent = known[name] ? fill(message, values) : "";
  }
  if (isTraining) askTraining({}, REFRESH_MS);
}

function showReading() {
  if (!reading) return;
  paintInk(/** @type {HTMLCanvasElement} */ (find("step-tile")), tilePixels(reading.tile), { width: 28 });
  const locale = document.documentElement.lang;
  find("step-outputs").replaceChildren(
    ...reading.probabilities.map((/** @type {number} */ share, /** @type {number} */ digit) => {
      const item = make("li", { class: digit === reading.digit ? "best" : "" }, make("span", { class: "output-digit" }, String(digit)), make("span", { class: "output-bar" }), make("span", { class: "output-share" }, percent(share, locale)));
      item.style.setProperty("--share", share.toFixed(4));
      return item;
    }),
  );
  find("step-answer").textContent = fill(messages.answer_is, { digit: reading.digit });
}
