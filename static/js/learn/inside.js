/**
 * The view into the network: which version, which neuron, which question is in the address; the answers are drawn.
 *
 * @typedef {import("../net/answers.js").EvidenceAnswer} EvidenceAnswer
 * @typedef {import("../net/answers.js").InsideAnswer} InsideAnswer
 * @typedef {import("../net/answers.js").NeighboursAnswer} NeighboursAnswer
 * @typedef {import("../net/answers.js").NeuronAnswer} NeuronAnswer
 * @typedef {import("../net/answers.js").VersionsAnswer} VersionsAnswer
 * @typedef {{layer: number, unit: number, place?: number[]}} Which  a neuron, of a feature map with its place
 */

import { make } from "../base/dom.js";
import { find, findAll, findIn } from "../base/find.js";
import { onSchemeChange } from "../base/scheme.js";
import { fill } from "../base/texts.js";
import { openPage } from "./page.js";
import { EvidenceView, WhyView } from "./plays/evidence.js";
import { LayersView } from "./plays/layers.js";
import { NeighboursView } from "./plays/neighbours.js";
import { NeuronView } from "./plays/neuron.js";
import { choice, number, text } from "./state.js";

const DIGITS = /** @type {const} */ (["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

/** A pointer that passes over neurons asks about the one on which it rests. */
const HOVER_MS = 80;

/** While all known digits are looked at for the first time. */
const LOOK_AGAIN_MS = 1_500;

/** A probability below this is hardly anything, in the exercise. */
const UNLIKELY = 1e-3;

const selectOf = (/** @type {string} */ id) => find(id, HTMLSelectElement);

/** @type {InsideAnswer | null} the network as it is for the drawing */
let inside = null;

const fields = {
  v: number(0, { min: 0, max: 1_000_000, step: 1 }),
  l: number(-1, { min: -1, max: 100, step: 1 }),
  u: number(0, { min: 0, max: 100_000, step: 1 }),
  p: text("", /^\d{1,3}\.\d{1,3}$/),
  m: choice("gradient", ["gradient", "occlusion"]),
  a: choice("", DIGITS),
  b: choice("", DIGITS),
};
/** @typedef {import("./state.js").ValuesOf<typeof fields>} State */
const page = openPage({
  fields,
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
const why = new WhyView(find("why-map", HTMLCanvasElement), find("why-words"), messages);
const neighbours = new NeighboursView(find("neighbour-list"), find("neighbours-words"), messages);

/** @type {Which} the neuron in the panel */
let shown = { layer: -1, unit: 0 };

const askInside = page.about(root.dataset.insideUrl ?? "", (/** @type {InsideAnswer} */ answer) => {
  inside = answer;
  layers.show(answer);
  const hasHidden = answer.layers.filter(({ parameters }) => parameters > 0).length > 1;
  find("neighbours-about").textContent = hasHidden ? messages.neighbours_by_layer : messages.neighbours_by_pixels;
  follow(state.values, new Set(["l", "a"]));
});
const askNeuron = page.about(root.dataset.neuronUrl ?? "", (/** @type {NeuronAnswer} */ answer) => {
  neuron.show(answer, inside);
  layers.mark(answer.layer, answer.unit, find("neuron"));
});
const askEvidence = page.about(root.dataset.evidenceUrl ?? "", (/** @type {EvidenceAnswer} */ answer) => {
  evidence.show(answer, inside);
  why.show(answer, inside);
});
const askNeighbours = page.about(root.dataset.neighboursUrl ?? "", (/** @type {NeighboursAnswer} */ answer) => {
  neighbours.show(answer);
  if (!answer.is_ready) askNeighbours(question(), LOOK_AGAIN_MS);
});

start();

function start() {
  selectOf("version").addEventListener("change", () =>
    state.set({ v: Number(selectOf("version").value), l: -1, u: 0, p: "" }),
  );
  for (const radio of findAll(root, "input[name=method]", HTMLInputElement)) {
    radio.addEventListener("change", () => state.set({ m: fields.m.parse(radio.value) ?? fields.m.fallback }));
  }
  const chosenIn = (/** @type {string} */ id) => fields.a.parse(selectOf(id).value) ?? fields.a.fallback;
  for (const id of ["why-digit", "why-against"]) {
    selectOf(id).addEventListener("change", () => state.set({ a: chosenIn("why-digit"), b: chosenIn("why-against") }));
  }
  find("layer-list").addEventListener("pointerleave", () => showNeuron(chosen(), HOVER_MS));
  onSchemeChange(() => {
    for (const view of [layers, neuron, evidence, why, neighbours]) view.repaint();
  });
  page.about(root.dataset.versionsUrl ?? "", listVersions, { isGet: true })({});
  judgePlays();
  page.begin();
}

/** What is missing until something is done that an exercise asks for. */
function judgePlays() {
  page.exercises.judge("choose-hidden", () => {
    if (!inside) return null;
    const { l } = state.values;
    return l >= 0 && l < inside.layers.length - 1 ? "" : "output";
  });
  page.exercises.judge("occlusion", () => (state.values.m === "occlusion" ? "" : "gradient"));
  page.exercises.judge("compare-others", () => {
    if (!inside) return null;
    const { a, b } = state.values;
    if (a === "" && b === "") return "unchosen";
    const [digit, against] = pair(inside, a, b);
    if (digit === against) return "same";
    return inside.probabilities[against] < UNLIKELY ? "" : "likely";
  });
}

/** @param {VersionsAnswer} answer */
function listVersions({ versions }) {
  const options = versions.map(({ version, name, is_active }) =>
    make(
      "option",
      { value: is_active ? 0 : version },
      fill(is_active ? messages.active : messages.version, { number: version, name }),
    ),
  );
  if (options.length > 0) selectOf("version").replaceChildren(...options);
  selectOf("version").value = String(state.values.v);
}

/**
 * @param {State & import("./page.js").Drawn} values
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
  page.exercises.look();
  if (["l", "u", "p"].some((name) => changed.has(name))) showNeuron(chosen(), 0);
  if (["m", "a", "b"].some((name) => changed.has(name))) {
    const [digit, against] = pair(inside, a, b);
    selectOf("why-digit").value = String(digit);
    selectOf("why-against").value = String(against);
    findIn(root, `input[name=method][value=${m}]`, HTMLInputElement).checked = true;
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
 * @returns {Which}
 */
function chosen() {
  const { l, u, p } = state.values;
  if (l < 0 && inside) return { layer: inside.layers.length - 1, unit: inside.digit };
  return { layer: l, unit: u, ...(p ? { place: p.split(".").map(Number) } : {}) };
}

/**
 * @param {Which} which
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
 * @param {InsideAnswer} answer
 * @param {string} a
 * @param {string} b
 * @returns {[number, number]}
 */
function pair({ digit: likeliest, probabilities: shares }, a, b) {
  const digit = a === "" ? likeliest : Number(a);
  const likeliestOther = shares.indexOf(Math.max(...shares.filter((_, other) => other !== digit)));
  return [digit, b === "" ? likeliestOther : Number(b)];
}
