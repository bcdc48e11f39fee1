/**
 * Play, pause and step: a play that has places one after another goes on by itself, or as one presses. Whoever wants no
 * motion is taken to its end at once, if it has one.
 *
 * @typedef {object} Tape  what is played
 * @property {() => number} count  of the places; 0 as long as nothing can be played
 * @property {() => number} place  where it is, from 0
 * @property {(place: number, passing: boolean) => void} go  passing: it plays, and goes on
 * @property {() => boolean} [goBeyond]  goes on after the last place, and says whether there was anything
 * @property {() => boolean} [isReady]  whether what is shown is that of its place; a playing one waits for that
 */
import { findIn } from "../base/find.js";
import { fill } from "../base/texts.js";

export class Player {
  #root;
  #tape;
  #periodMs;
  /** @type {HTMLButtonElement | null} */
  #back;
  /** @type {HTMLElement | null} */
  #label;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} root  as _player.html has it
   * @param {Tape} tape
   * @param {number} periodMs  how long each place is shown while it plays
   */
  constructor(root, tape, periodMs) {
    this.#root = root;
    this.#tape = tape;
    this.#periodMs = periodMs;
    // Beside a slider neither is needed.
    this.#back = root.querySelector("button[data-player=back]");
    this.#label = root.querySelector("[data-player=place]");
    this.#button("start").addEventListener("click", () => this.#goTo(0));
    this.#back?.addEventListener("click", () => this.#goTo(tape.place() - 1));
    this.#button("step").addEventListener("click", () => {
      this.pause();
      this.#goOn(false);
    });
    this.#button("play").addEventListener("click", () => (this.#isPlaying ? this.pause() : this.#play()));
  }

  /** Show where the tape is. */
  show() {
    const [count, place] = [this.#tape.count(), this.#tape.place()];
    const isAtStart = count === 0 || place === 0;
    this.#button("start").disabled = isAtStart;
    if (this.#back) this.#back.disabled = isAtStart;
    this.#button("step").disabled = count === 0 || this.#isAtEnd;
    this.#button("play").disabled = count === 0;
    if (this.#label)
      this.#label.textContent = count === 0 ? "" : fill(this.#label.dataset.place ?? "", { place: place + 1, count });
  }

  pause() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#showPlaying();
  }

  get #isPlaying() {
    return this.#timer !== undefined;
  }

  /** Whether nothing comes after this place. */
  get #isAtEnd() {
    return !this.#tape.goBeyond && this.#tape.place() >= this.#tape.count() - 1;
  }

  /** Go on by itself; from the end once more from the start. */
  #play() {
    if (!this.#tape.goBeyond && matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#goTo(this.#tape.count() - 1);
      return;
    }
    this.#timer = setInterval(() => {
      if (this.#tape.isReady?.() ?? true) this.#goOn(true);
    }, this.#periodMs);
    this.#showPlaying();
    if (this.#isAtEnd) this.#tape.go(0, true);
    else this.#goOn(true);
  }

  /** @param {boolean} passing */
  #goOn(passing) {
    const next = this.#tape.place() + 1;
    if (next < this.#tape.count()) this.#tape.go(next, passing);
    else if (!this.#tape.goBeyond?.()) this.pause();
    if (this.#isPlaying && next >= this.#tape.count() - 1 && !this.#tape.goBeyond) this.pause();
  }

  /** @param {number} place */
  #goTo(place) {
    this.pause();
    this.#tape.go(Math.max(place, 0), false);
  }

  #showPlaying() {
    const button = this.#button("play");
    button.textContent = (this.#isPlaying ? button.dataset.pause : button.dataset.play) ?? "";
  }

  #button(/** @type {string} */ name) {
    return findIn(this.#root, `[data-player=${name}]`, HTMLButtonElement);
  }
}
