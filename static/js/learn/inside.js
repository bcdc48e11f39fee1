/**
 * The view into the network: which version, which neuron, which question is in the address; the answers are drawn.
 */
import { fill } from "../words.js";
import { make } from "./dom.js";
import { EvidenceView, WhyView } from "./evidence.js";
import { LayersView } from "./layers.js";
import { NeighboursView } from "./neighbours.js";
import { NeuronView } from "./neuron.js";
import { openPage } from "./page.js";
import { choice, number, text } from "./state.js";

const DIGITS = /** @type {const} */ (["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

/** A pointer that passes over neurons asks about the one on which it rests. */
const HOVER_MS = 80;

/** While all known digits are looked at for the first time. */
const LOOK_AGAIN_MS = 1_500;

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const selectOf = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (find(id));

/** @type {any} the network as it is for the drawing */
let inside = null;

const page = openPage({
  fields: {
    v: number(0, { min: 0, max: 1_000_000, step: 1 }),
    l: number(-1, { min: -1, max: 100, step: 1 }),
    u: number(0, { min: 0, max: 100_000, step: 1 }),
    p: text("", /^\d{1,3}\.\d{1,3}$/),
    m: choice("gradient", ["gradient", "occlusion"]),
    a: choice("", DIGITS),
    b: choice("", DIGITS),
  },
  onState: follow,
});
const { root, messages, state } = page;

const layers = new LayersView(find("layer-list"), messages, {
  onPoint: (layer, unit) => showNeuron({ layer, unit }, HOVER_MS),
  onChoose: (layer, unit) => state.set({ l: layer, u: unit, p: "" }),
});
const neuron = new NeuronView(find("neuron"), messages, (place, passing) => {
  state.set({ l: shown.layer, u: shown.unit, p: place.join(".") }, { passing });
});
const evidence = new EvidenceView(find("evidence-maps"), messages);
const why = new WhyView(find("why-map"), find("why-words"), messages);
const neighbours = new NeighboursView(find("neighbour-list"), find("neighbours-words"), messages);

/** The neuron in the panel. */
let shown = { layer: -1, unit: 0 };

const askInside = page.about(root.dataset.insideUrl ?? "", (answer) => {
  inside = answer;
  layers.show(answer);
  follow(state.values, new Set(["l", "a"]));
});
const askNeuron = page.about(root.dataset.neuronUrl ?? "", (answer) => {
  neuron.show(answer, inside);
  layers.mark(answer.layer, answer.unit, find("neuron"));
});
const askEvidence = page.about(root.dataset.evidenceUrl ?? "", (answer) => {
  evidence.show(answer, inside);
  why.show(answer, inside);
});
const askNeighbours = page.about(root.dataset.neighboursUrl ?? "", (answer) => {
  neighbours.show(answer);
  if (!answer.is_ready) askNeighbours(question(), LOOK_AGAIN_MS);
});

start();

function start() {
  selectOf("version").addEventListener("change", () => state.set({ v: Number(selectOf("version").value), l: -1, u: 0, p: "" }));
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[name=method]"))) {
    radio.addEventListener("change", () => state.set({ m: radio.value }));
  }
  for (const id of ["why-digit", "why-against"]) {
    selectOf(id).addEventListener("change", () => state.set({ a: selectOf("why-digit").value, b: selectOf("why-against").value }));
  }
  find("layer-list").addEventListener("pointerleave", () => showNeuron(chosen(), HOVER_MS));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [layers, neuron, evidence, why, neighbours].forEach((view) => view.repaint()));
  page.about(root.dataset.versionsUrl ?? "", listVersions, { isGet: true })({});
  page.begin();
}

/** @param {{versions: {version: number, name: string, is_active: boolean}[]}} answer */
function listVersions({ versions }) {
  const options = versions.map(({ version, name, is_active }) =>
    make("option", { value: is_active ? 0 : version }, fill(is_active ? messages.active : messages.version, { number: version, name })),
  );
  if (options.length > 0) selectOf("version").replaceChildren(...options);
  selectOf("version").value = String(state.values.v);
}

/**
 * @param {Record<string, any>} values
 * @param {Set<string>} changed
 */
function follow(values, changed) {
  const { v, m, a, b } = values;
  if (changed.has("d") || changed.has("v")) {
    inside = null;
    selectOf("version").value = String(v);
    askInside(question());
    askNeighbours(question());
    return;
  }
  if (!inside) return;
  if (["l", "u", "p"].some((name) => changed.has(name))) showNeuron(chosen(), 0);
  if (["m", "a", "b"].some((name) => changed.has(name))) {
    const [digit, against] = pair(a, b);
    selectOf("why-digit").value = String(digit);
    selectOf("why-against").value = String(against);
    /** @type {HTMLInputElement} */ (root.querySelector(`input[name=method][value=${m}]`)).checked = true;
    askEvidence({ ...question(), method: m, ...(digit === against ? {} : { digit, against }) });
    if (digit === against) why.complain();
  }
}

/** What every question says: the drawing and the version. */
function question() {
  const { v } = state.values;
  return { drawing: page.drawing, ...(v > 0 ? { version: v } : {}) };
}

/**
 * The neuron of the address; without one the output neuron of the answer.
 *
 * @returns {{layer: number, unit: number, place?: number[]}}
 */
function chosen() {
  const { l, u, p } = state.values;
  if (l < 0) return { layer: inside.layers.length - 1, unit: inside.digit };
  return { layer: l, unit: u, ...(p ? { place: p.split(".").map(Number) } : {}) };
}

/**
 * @param {{layer: number, unit: number, place?: number[]}} which
 * @param {number} delayMs
 */
function showNeuron(which, delayMs) {
  if (!inside) return;
  shown = which;
  askNeuron({ ...question(), ...which }, delayMs);
}

/**
 * The two digits that are compared: those of the address; without them the likeliest and the next.
 *
 * @param {string} a
 * @param {string} b
 * @returns {[number, number]}
 */
function pair(a, b) {
  /** @type {number[]} */
  const shares = inside.probabilities;
  const digit = a === "" ? inside.digit : Number(a);
  const likeliestOther = shares.indexOf(Math.max(...shares.filter((_, other) => other !== digit)));
  return [digit, b === "" ? likeliestOther : Number(b)];
}
