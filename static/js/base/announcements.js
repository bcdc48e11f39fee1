/**
 * What the page tells beside the answer: trouble, which everybody sees, and announcements for those who listen.
 *
 * @typedef {import("./types.js").Messages} Messages
 */
import { findAll, findIn } from "./find.js";
import { fill } from "./texts.js";

/** An answer that has stood for this long is announced; the ones on the way to it are not. */
const SETTLED_MS = 900;

export class Announcer {
  #root;
  #messages;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

  /**
   * @param {HTMLElement} root
   * @param {Messages} messages
   */
  constructor(root, messages) {
    this.#root = root;
    this.#messages = messages;
  }

  /**
   * @param {import("../net/http.js").ApiError} error
   * @param {number} waitMs
   * @param {boolean} isPicture
   */
  trouble({ trouble, detail, status }, waitMs, isPicture) {
    const own = isPicture && trouble === "refused" ? this.#messages[`picture_${status}`] : undefined;
    const sentence = fill(own ?? this.#messages[trouble], { detail, seconds: Math.ceil(waitMs / 1000) });
    this.complain(sentence, { canRetry: trouble === "away" });
  }

  /**
   * @param {string | null} sentence  what went wrong, or null when all is well
   * @param {{canRetry?: boolean}} [options]
   */
  complain(sentence, { canRetry = false } = {}) {
    const note = this.#find("trouble");
    this.#root.classList.toggle("has-trouble", sentence !== null);
    this.#find("retry").hidden = !canRetry;
    if (note.textContent !== (sentence ?? "")) note.textContent = sentence ?? "";
  }

  /** @param {() => string} sentence  asked for when the time has come */
  sayWhenSettled(sentence) {
    this.cancel();
    this.#timer = setTimeout(() => this.say(sentence()), SETTLED_MS);
  }

  /** Say nothing of what was about to be said. */
  cancel() {
    clearTimeout(this.#timer);
  }

  /** @param {string} sentence */
  say(sentence) {
    const region = this.#find("announcement");
    if (region.textContent !== sentence) region.textContent = sentence;
  }

  /** @param {string | null} text  null when the browser does not allow it */
  sayCopied(text) {
    if (text === null) this.complain(this.#messages.not_copied);
    else this.say(fill(this.#messages.copied, { text }));
  }

  #find(/** @type {string} */ id) {
    return findIn(this.#root, `#${id}`);
  }
}

/**
 * @param {HTMLTemplateElement} template
 * @returns {Messages}
 */
export function messagesOf(template) {
  const entries = findAll(template.content, "[data-message]");
  return Object.fromEntries(entries.map((entry) => [entry.dataset.message ?? "", entry.textContent.trim()]));
}
