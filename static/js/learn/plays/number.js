/**
 * A number in handwriting, what of it may be digits, and the likeliest way through: the site's own lattice.
 *
 * @typedef {import("../../net/answers.js").NumberAnswer} NumberAnswer
 * @typedef {import("../../net/answers.js").CandidateAnswer} Candidate
 * @typedef {{nt: string, nh: number, ng: number}} State  text, hand, gap in hundredths of a digit's height
 */
import { make } from "../../base/dom.js";
import { find } from "../../base/find.js";
import { fill, percent } from "../../base/texts.js";
import { paintInk, tilePixels } from "../charts/pixels.js";
import { svg } from "../charts/svg.js";

const DELAY_MS = 60;
const HANDS = 1000;
const MOST_DIGITS = 8;
/** Candidates off the likeliest way that are shown. */
const MOST_OTHERS = 12;
/** Of the drawing, in heights of a digit. */
const [MARGIN, ROOM] = [0.15, 0.2];
/** Of a bar, where the drawing is wide and where it is narrow. */
const LANES = { wide: 0.22, narrow: 0.34 };
/** In pixels: a drawing that is narrower has larger bars beside its digits. */
const NARROW = 520;

/**
 * Lanes in which intervals lie without touching, each in the first that has room.
 *
 * @param {[number, number][]} intervals  from, to
 * @returns {number[]}
 */
export function lanes(intervals) {
  /** @type {number[]} */
  const ends = [];
  return intervals.map(([from, to]) => {
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    return lane;
  });
}

export class NumberPlay {
  #page;
  #ask;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#ask = page.about(page.root.dataset.numberUrl ?? "", (/** @type {NumberAnswer} */ answer) =>
      this.#show(answer),
    );
    const field = find("number-text", HTMLInputElement);
    field.addEventListener("input", () => {
      const nt = field.value.replace(/[^0-9]/g, "").slice(0, MOST_DIGITS);
      if (nt) page.state.set({ nt }, { passing: true });
    });
    field.addEventListener("change", () => this.#showText());
    find("other-hand").addEventListener("click", () => {
      const { state } = page;
      state.set({ nh: (state.values.nh + 1) % HANDS });
    });
  }

  /**
   * @param {State} values
   * @param {Set<string>} changed
   */
  follow({ nt, nh, ng }, changed) {
    if (["nt", "nh", "ng"].some((name) => changed.has(name)))
      this.#ask({ text: nt, hand: nh, gap: ng / 100 }, DELAY_MS);
    if (changed.has("nt") && document.activeElement !== find("number-text")) this.#showText();
  }

  #showText() {
    find("number-text", HTMLInputElement).value = this.#page.state.values.nt;
  }

  /** @param {NumberAnswer} answer */
  #show({ strokes, candidates, not_looked_at: skipped, text, probability }) {
    const { messages, state } = this.#page;
    const locale = document.documentElement.lang;
    drawNumber(find("cut-number", SVGSVGElement), strokes, candidates, locale);
    const chosen = candidates
      .filter(({ place }) => place !== undefined)
      .sort((one, other) => Number(one.place) - Number(other.place));
    find("cut-digits").replaceChildren(
      ...chosen.map(({ tile, digit, probability: share }) => {
        const canvas = make("canvas", { class: "pixels", "aria-hidden": "true" });
        requestAnimationFrame(() => paintInk(canvas, tilePixels(tile), { width: 28 }));
        return make("li", {}, canvas, make("span", {}, `${digit}`), make("small", {}, percent(share, locale)));
      }),
    );
    const values = {
      text,
      written: state.values.nt,
      candidates: candidates.length + skipped,
      looked: candidates.length,
      share: percent(probability, locale),
    };
    find("cut-words").textContent = fill(text === state.values.nt ? messages.cut_right : messages.cut_wrong, values);
  }
}

/**
 * @template {Pick<Candidate, "probability">} T
 * @param {T[]} candidates
 * @returns {T[]}  those that look most like a digit, in their order
 */
export function likeliest(candidates) {
  const ranked = [...candidates].sort((one, other) => other.probability - one.probability);
  const kept = new Set(ranked.slice(0, MOST_OTHERS));
  return candidates.filter((candidate) => kept.has(candidate));
}

/**
 * The strokes, and below them a bar for each candidate as wide as its ink.
 *
 * @param {SVGSVGElement} plot
 * @param {NumberAnswer["strokes"]} strokes
 * @param {Candidate[]} candidates
 * @param {string} locale
 */
function drawNumber(plot, strokes, candidates, locale) {
  const thick = plot.clientWidth < NARROW ? LANES.narrow : LANES.wide;
  const points = strokes.flat();
  const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [top, foot] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  const onWay = candidates.filter(({ place }) => place !== undefined);
  const others = likeliest(candidates.filter(({ place }) => place === undefined));
  const spans = others.map(({ box: [x, , wide] }) => /** @type {[number, number]} */ ([x, x + wide]));
  const below = lanes(spans);
  const depth = 1 + Math.max(-1, ...below) + 1;
  const height = foot - top + ROOM + depth * thick;
  plot.setAttribute(
    "viewBox",
    [left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, height + 2 * MARGIN].map((v) => v.toFixed(3)).join(" "),
  );
  const bar = (
    /** @type {Candidate} */ { box, digit, probability },
    /** @type {number} */ lane,
    /** @type {string} */ kind,
  ) => {
    const y = foot + ROOM + lane * thick;
    const middle = box[0] + box[2] / 2;
    const group = svg("g", {});
    group.append(
      svg("title", {}, `${digit}: ${percent(probability, locale)}`),
      svg("rect", {
        class: `candidate ${kind}`,
        x: box[0],
        y,
        width: Math.max(box[2], 0.06),
        height: thick * 0.8,
        rx: 0.03,
      }),
      svg(
        "text",
        { class: `candidate-digit ${kind}`, x: middle, y: y + thick * 0.62, "text-anchor": "middle" },
        digit.toString(),
      ),
    );
    return group;
  };
  plot.replaceChildren(
    ...onWay.map(({ box: [x, y, wide, high] }) =>
      svg("rect", { class: "cut-box", x: x - 0.04, y: y - 0.04, width: wide + 0.08, height: high + 0.08, rx: 0.04 }),
    ),
    ...strokes.map((stroke) =>
      svg("polyline", { class: "pen", points: stroke.map((point) => point.join(",")).join(" ") }),
    ),
    ...onWay.map((candidate) => bar(candidate, 0, "chosen")),
    ...others.map((candidate, at) => bar(candidate, below[at] + 1, "")),
  );
}
