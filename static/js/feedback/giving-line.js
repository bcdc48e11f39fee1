/**
 * The line under an answer: whether it was right, and what became of what was given. No popup: it waits.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 * @typedef {import("./giver.js").Giver} Giver
 * @typedef {import("./giver.js").Note} Note
 */
import { findIn } from "../base/find.js";
import { fill, joined } from "../base/texts.js";

export class GivingLine {
  #root;
  #giver;
  #messages;
  #say;
  #buttons;
  #part;
  /** @type {Note | null}  of which somebody was told */
  #told = null;

  /**
   * @param {HTMLElement} root
   * @param {Giver} giver
   * @param {Messages} messages
   * @param {(sentence: string, isOfShown: boolean) => void} say  tells whoever listens; isOfShown: what is still to be
   *   said of the reading comes too late
   */
  constructor(root, giver, messages, say) {
    const buttonOf = (/** @type {string} */ part) => findIn(root, `[data-part=${part}]`, HTMLButtonElement);
    this.#root = root;
    this.#giver = giver;
    this.#messages = messages;
    this.#say = say;
    this.#part = (/** @type {string} */ part) => findIn(root, `[data-part=${part}]`);
    this.#buttons = { yes: buttonOf("yes"), give: buttonOf("give"), takeBack: buttonOf("take-back") };
    this.#buttons.yes.addEventListener("click", () => giver.give());
    this.#buttons.give.addEventListener("click", () => giver.give());
    this.#buttons.takeBack.addEventListener("click", () => giver.takeBack());
  }

  /** What is asked, for whoever listens. */
  get spoken() {
    return this.#giver.question === "none" ? "" : this.#asked;
  }

  show() {
    const { question, note, reading, isGiving, isNoteOfEarlier } = this.#giver;
    const { yes, give, takeBack } = this.#buttons;
    const focused = document.activeElement;
    const hadFocus = this.#root.contains(focused);
    this.#part("question").hidden = question === "none";
    this.#part("asked").textContent = question === "none" ? "" : this.#asked;
    yes.hidden = question !== "asked";
    give.hidden = question !== "corrected";
    // Not disabled: the focus stays where it was until it is known what comes of it.
    for (const button of [yes, give]) button.setAttribute("aria-disabled", String(isGiving));
    const told = noteIn(this.#messages, note, isNoteOfEarlier);
    this.#part("note").hidden = told === "";
    this.#part("told").textContent = told;
    takeBack.hidden = note.kind !== "given";
    if (hadFocus && !focused?.checkVisibility()) this.#takeFocus();
    if (note !== this.#told && told && note.kind !== "giving")
      this.#say(joined(told, this.#offer(note)), reading !== null && !isNoteOfEarlier);
    this.#told = note;
  }

  /** Whatever had the focus is gone: what can be pressed now has it. */
  #takeFocus() {
    const { yes, give, takeBack } = this.#buttons;
    [takeBack, yes, give].find((button) => button.checkVisibility())?.focus({ preventScroll: true });
  }

  get #asked() {
    const { question, reading, isAgreed } = this.#giver;
    if (question === "corrected") return isAgreed ? this.#messages.given_when_done : this.#messages.corrected_so;
    const isDoubtful = reading?.verdict === "not_a_digit";
    return isDoubtful ? fill(this.#messages.asked_doubtful, { text: reading.text }) : this.#messages.asked;
  }

  /** @param {Note} note */
  #offer(note) {
    return note.kind === "given" ? this.#messages.can_be_taken_back : "";
  }
}

/**
 * @param {Messages} messages
 * @param {Note} note
 * @param {boolean} isOfEarlier  of another drawing than the one that is there
 * @returns {string}
 */
export function noteIn(messages, note, isOfEarlier) {
  if (note.kind === "none") return "";
  if (note.kind === "given" && isOfEarlier) return messages.given_earlier;
  if (note.kind === "given") return note.isByLot ? messages.given_by_lot : messages.given;
  if (note.kind === "failed") return troubleIn(messages, note.error);
  return { giving: messages.giving, taken: messages.taken_back, unremembered: messages.not_remembered }[note.kind];
}

/**
 * @param {Messages} messages
 * @param {import("../net/http.js").ApiError} error
 * @returns {string}
 */
export function troubleIn(messages, { trouble, detail }) {
  if (trouble === "throttled") return messages.give_throttled;
  if (trouble === "away") return messages.give_away;
  return detail ? fill(messages.give_refused, { detail }) : messages.give_broken;
}
