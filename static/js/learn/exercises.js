/**
 * The exercises of a page: they check themselves, say why an answer is wrong, and are remembered on this device.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 * @typedef {() => string | null | undefined} Judge  of something to be done in a play: what is still missing, by the
 *   name of its reason; "" when it is done; null as long as the play cannot tell
 */
import { make } from "../base/dom.js";
import { findAll, findIn } from "../base/find.js";
import { load, save } from "../base/storage.js";
import { fill } from "../base/texts.js";
import { faultOf, numberIn } from "./judging.js";

const KEY = "digitweb.solved";

/** @returns {Set<string>} the exercises that were solved on this device, each as page/name */
export function solvedExercises() {
  const kept = load("localStorage", KEY);
  return new Set(Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : []);
}

export class Exercises {
  #messages;
  /** @type {Map<string, Exercise>} by the name that it has on its page */
  #exercises = new Map();
  /** @type {Map<string, Judge>} */
  #judges = new Map();
  #groups;

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#messages = messages;
    this.#groups = findAll(root, ".exercises");
    const solved = solvedExercises();
    for (const form of findAll(root, "form.exercise", HTMLFormElement)) {
      const exercise = new Exercise(form, messages);
      this.#exercises.set(exercise.name, exercise);
      if (solved.has(exercise.id)) exercise.showSolvedBefore();
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#check(exercise);
      });
      findIn(form, ".exercise-check", HTMLButtonElement).disabled = false;
    }
    this.#showCounts();
  }

  /**
   * Have something that is to be done in a play judged.
   *
   * @param {string} name  of the exercise, without that of its page
   * @param {Judge} judge
   */
  judge(name, judge) {
    this.#judges.set(name, judge);
  }

  /** The play has changed: what is done by now is solved, without a word about what is not. */
  look() {
    for (const [name, judge] of this.#judges) {
      const exercise = this.#exercises.get(name);
      if (exercise && !exercise.isSolved && judge() === "") this.#solve(exercise);
    }
  }

  /** @param {Exercise} exercise */
  #check(exercise) {
    const fault = exercise.kind === "play" ? this.#faultInPlay(exercise) : exercise.fault();
    if (fault === null) this.#solve(exercise);
    else exercise.say(false, ...fault);
  }

  /** @param {Exercise} exercise */
  #faultInPlay(exercise) {
    const reason = this.#judges.get(exercise.name)?.();
    if (typeof reason !== "string") return [this.#messages.exercise_wait];
    return reason === "" ? null : [exercise.text(`reason-${reason}`)];
  }

  /** @param {Exercise} exercise */
  #solve(exercise) {
    exercise.say(true, this.#messages.exercise_solved, exercise.text("right"));
    save("localStorage", KEY, [...solvedExercises().add(exercise.id)]);
    this.#showCounts();
  }

  /** How many of a section are solved stands beside the title of its exercises. */
  #showCounts() {
    for (const group of this.#groups) {
      const all = group.querySelectorAll(".exercise").length;
      const solved = group.querySelectorAll(".exercise.solved").length;
      const title = findIn(group, ".exercises-title");
      title.dataset.count = solved > 0 ? fill(this.#messages.exercise_count, { solved, all }) : "";
    }
  }
}

class Exercise {
  #form;
  #messages;
  #texts;

  /**
   * @param {HTMLFormElement} form
   * @param {Messages} messages
   */
  constructor(form, messages) {
    this.#form = form;
    this.#messages = messages;
    this.#texts = findIn(form, "template", HTMLTemplateElement).content;
  }

  /** Page and name. */
  get id() {
    return this.#form.dataset.exercise ?? "";
  }

  get name() {
    return this.id.slice(this.id.indexOf("/") + 1);
  }

  get kind() {
    return this.#form.dataset.kind;
  }

  get isSolved() {
    return this.#form.classList.contains("solved");
  }

  /**
   * One of its own texts, formulas included.
   *
   * @param {string} name
   */
  text(name) {
    return this.#copied(findIn(this.#texts, `[data-say="${name}"]`));
  }

  /** @returns {null | (string | Node)[]} what is wrong with the answer that is given now; null if nothing is */
  fault() {
    return this.kind === "choice" ? this.#faultInChoice() : this.#faultInNumber();
  }

  #faultInChoice() {
    const chosen = this.#form.querySelector("input:checked");
    if (!(chosen instanceof HTMLInputElement)) return [this.#messages.exercise_no_choice];
    return chosen.dataset.right === undefined ? [this.text(`option-${chosen.value}`)] : null;
  }

  #faultInNumber() {
    const given = numberIn(findIn(this.#form, ".exercise-number", HTMLInputElement).value);
    if (given === null) return [this.#messages.exercise_no_number];
    const mistakes = findAll(this.#texts, '[data-say="wrong"]');
    const { answer, tolerance } = this.#form.dataset;
    const wrong = mistakes.map((mistake) => Number(mistake.dataset.value));
    const fault = faultOf(given, { answer: Number(answer), tolerance: Number(tolerance), wrong });
    if (fault === null) return null;
    if (typeof fault === "number") return [this.#copied(mistakes[fault])];
    return fault === "near" || fault === "sign"
      ? [this.#messages[`exercise_${fault}`]]
      : [this.#messages[`exercise_${fault}`], this.text("hint")];
  }

  /**
   * @param {boolean} isRight
   * @param {...(string | Node)} parts
   */
  say(isRight, ...parts) {
    if (isRight) this.#form.classList.add("solved");
    this.#form.classList.toggle("amiss", !isRight);
    const said = parts.flatMap((part, at) => (at === 0 ? [part] : [" ", part]));
    findIn(this.#form, ".exercise-said").replaceChildren(make("span", { class: "exercise-mark" }), ...said);
  }

  showSolvedBefore() {
    this.say(true, this.#messages.exercise_solved_before);
  }

  /** @param {HTMLElement} text */
  #copied(text) {
    const copy = document.createDocumentFragment();
    copy.append(...Array.from(text.childNodes, (node) => document.importNode(node, true)));
    return copy;
  }
}
