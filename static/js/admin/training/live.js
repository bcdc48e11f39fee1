/**
 * The live page of a training: what the server says every second, put where it belongs.
 *
 * @typedef {object} Epoch  a row of the table and a point of each curve
 * @property {number} epoch
 * @property {number} training_cost
 * @property {number | null} validation_cost
 * @property {number} seconds
 * @property {number | null} accuracy
 * @property {string} right
 *
 * @typedef {object} State  as `recognizer/admin/training/state.py` says it
 * @property {string} status
 * @property {string} label
 * @property {string} sentence
 * @property {boolean} going_on
 * @property {number} epochs_done
 * @property {number} epoch
 * @property {number} epochs
 * @property {number} batch
 * @property {number} batches
 * @property {string} left
 * @property {string} spent
 * @property {Epoch[]} curve
 * @property {{at: string, line: string}[]} log
 * @property {string} process
 * @property {Record<string, boolean>} can
 */
import { find, findAll } from "../../base/find.js";
import { bestOf, draw } from "./chart.js";
import { poll } from "./poll.js";

const root = find("training");
const part = (/** @type {string} */ name) => find(`training-${name}`);
const accuracyChart = find("training-accuracy", SVGSVGElement);
const costChart = find("training-cost", SVGSVGElement);
/** All epochs so far, by number. @type {Map<number, Epoch>} */
const epochs = new Map();
let state = /** @type {State} */ (JSON.parse(part("state").textContent));

/** @param {State} answer */
function show(answer) {
  state = answer;
  for (const point of answer.curve) epochs.set(point.epoch, point);
  showWords();
  showProgress();
  if (answer.curve.length) showTable();
  showLog();
  showCharts();
  for (const form of findAll(root, "[data-can]")) form.hidden = !answer.can[form.dataset.can ?? ""];
}

function showWords() {
  const texts = {
    sentence: state.sentence,
    status: state.label,
    spent: state.spent,
    left: state.left || "–",
    process: state.process || "–",
  };
  for (const [name, text] of Object.entries(texts)) {
    if (part(name).textContent !== text) part(name).textContent = text; // a screen reader hears changes only
  }
  part("status").className = `version-state version-state-${state.status}`;
}

function showProgress() {
  const { epoch, epochs: all, batch, batches } = state;
  showShare("epoch", batch, Math.max(1, batches));
  part("batches").textContent = `${batch} / ${batches}`;
  showShare("whole", epoch * Math.max(1, batches) + batch, all * Math.max(1, batches));
  part("epochs").textContent = `${epoch} / ${all}`;
}

/**
 * @param {string} name  of a progress bar
 * @param {number} value
 * @param {number} max
 */
function showShare(name, value, max) {
  Object.assign(find(`training-${name}`, HTMLProgressElement), { max, value });
}

function showTable() {
  const points = [...epochs.values()];
  const best = bestOf(points);
  part("table").replaceChildren(...points.map((point) => row(point, best)));
}

/**
 * @param {Epoch} point
 * @param {number | undefined} best
 */
function row(point, best) {
  const made = document.createElement("tr");
  const cost = (/** @type {number | null} */ value) => (value === null ? "–" : value.toFixed(4));
  const cells = [point.right, cost(point.validation_cost), cost(point.training_cost), point.seconds.toFixed(2)];
  const head = cell("th", String(point.epoch));
  head.scope = "row";
  made.append(head, ...cells.map((text) => cell("td", text)));
  made.className = point.epoch === best ? "best" : "";
  return made;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} text
 */
function cell(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function showLog() {
  const log = part("log");
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
  log.replaceChildren(
    ...state.log.map(({ at, line }) => {
      const item = document.createElement("li");
      item.append(cell("time", at), " ", cell("span", line));
      return item;
    }),
  );
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function showCharts() {
  const points = [...epochs.values()];
  /** @param {string} name @param {(point: Epoch) => number | null} of */
  const series = (name, of) => ({
    name,
    points: points.flatMap((point) => {
      const y = of(point);
      return y === null ? [] : [{ x: point.epoch, y }];
    }),
  });
  const last = state.epochs - 1;
  const accuracy = series("accuracy", (point) => point.accuracy && 100 * point.accuracy);
  draw(accuracyChart, [{ ...accuracy, best: bestOf(points) }], last);
  draw(
    costChart,
    [series("training", (point) => point.training_cost), series("validation", (point) => point.validation_cost)],
    last,
  );
}

show(state);
part("log").scrollTop = part("log").scrollHeight;
new ResizeObserver(showCharts).observe(accuracyChart);

if (state.going_on) {
  poll(() => `${root.dataset.url}?since=${Math.max(0, ...epochs.keys())}`, {
    heard(answer) {
      part("away").hidden = true;
      show(/** @type {State} */ (answer));
      return state.going_on;
    },
    failed(error) {
      if (error.trouble === "logged_out") location.reload();
      else part("away").hidden = false;
    },
  });
}
