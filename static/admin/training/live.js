/** The live page of a training: what the server says every second, put where it belongs. */

import { bestOf, draw } from "./chart.js";
import { LoggedOut, poll } from "./poll.js";

const root = document.getElementById("training");
const part = (name) => document.getElementById(`training-${name}`);
/** All epochs so far, by number. */
const epochs = new Map();
let state = JSON.parse(part("state").textContent);

function show(answer) {
  state = answer;
  for (const point of answer.curve) epochs.set(point.epoch, point);
  showWords();
  showProgress();
  if (answer.curve.length) showTable();
  showLog();
  showCharts();
  for (const form of root.querySelectorAll("[data-can]")) form.hidden = !answer.can[form.dataset.can];
}

function showWords() {
  const texts = { sentence: state.sentence, status: state.label, spent: state.spent, left: state.left || "–", process: state.process || "–" };
  for (const [name, text] of Object.entries(texts)) {
    if (part(name).textContent !== text) part(name).textContent = text; // a screen reader hears changes only
  }
  part("status").className = `version-state version-state-${state.status}`;
}

function showProgress() {
  const { epoch, epochs: all, batch, batches } = state;
  part("epoch").max = Math.max(1, batches);
  part("epoch").value = batch;
  part("batches").textContent = `${batch} / ${batches}`;
  part("whole").max = all * Math.max(1, batches);
  part("whole").value = epoch * Math.max(1, batches) + batch;
  part("epochs").textContent = `${epoch} / ${all}`;
}

function showTable() {
  const points = [...epochs.values()];
  const best = bestOf(points);
  part("table").replaceChildren(...points.map((point) => row(point, best)));
}

function row(point, best) {
  const made = document.createElement("tr");
  const cost = (value) => (value === null ? "–" : value.toFixed(4));
  const cells = [point.right, cost(point.validation_cost), cost(point.training_cost), point.seconds.toFixed(2)];
  made.append(cell("th", point.epoch), ...cells.map((text) => cell("td", text)));
  made.firstChild.scope = "row";
  made.className = point.epoch === best ? "best" : "";
  return made;
}

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
  const series = (name, of) => ({
    name,
    points: points.filter((point) => of(point) !== null).map((point) => ({ x: point.epoch, y: of(point) })),
  });
  const last = state.epochs - 1;
  const accuracy = series("accuracy", (point) => point.accuracy && 100 * point.accuracy);
  draw(part("accuracy"), [{ ...accuracy, best: bestOf(points) }], last);
  draw(
    part("cost"),
    [series("training", (point) => point.training_cost), series("validation", (point) => point.validation_cost)],
    last,
  );
}

show(state);
part("log").scrollTop = part("log").scrollHeight;
new ResizeObserver(showCharts).observe(part("accuracy"));

if (state.going_on) {
  poll(() => `${root.dataset.url}?since=${Math.max(0, ...epochs.keys())}`, {
    heard(answer) {
      part("away").hidden = true;
      show(answer);
      return answer.going_on;
    },
    failed(error) {
      if (error instanceof LoggedOut) location.reload();
      else part("away").hidden = false;
    },
  });
}
