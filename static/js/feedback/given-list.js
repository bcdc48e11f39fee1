/**
 * What was given, claim by claim, with the tiles that were made of it.
 *
 * @typedef {import("../base/types.js").Messages} Messages
 * @typedef {import("../net/answers.js").GivenClaimAnswer} GivenClaim
 * @typedef {import("../net/answers.js").GivenSampleAnswer} GivenSample
 */
import { make } from "../base/dom.js";
import { fill } from "../base/texts.js";

export class GivenList {
  #list;
  #messages;
  #onDelete;
  #when;
  #day;

  /**
   * @param {HTMLElement} list
   * @param {Messages} messages
   * @param {(id: number) => void} onDelete
   */
  constructor(list, messages, onDelete) {
    const locale = document.documentElement.lang;
    this.#list = list;
    this.#messages = messages;
    this.#onDelete = onDelete;
    this.#when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
    this.#day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  }

  get isEmpty() {
    return this.#list.children.length === 0;
  }

  /** @param {GivenClaim[]} claims */
  add(claims) {
    this.#list.append(...claims.map((claim) => this.#item(claim)));
  }

  clear() {
    this.#list.replaceChildren();
  }

  /**
   * @param {number} id
   * @returns {HTMLElement | null}  what stands in its place, to go on from; null if nothing does
   */
  remove(id) {
    const item = this.#list.querySelector(`[data-claim="${id}"]`);
    const next = item?.nextElementSibling ?? item?.previousElementSibling;
    item?.remove();
    return next?.querySelector("button") ?? null;
  }

  /** @param {GivenClaim} claim */
  #item(claim) {
    const { id, at, kind, device, version, kept_until: keptUntil, samples } = claim;
    const details = [
      this.#messages[`device_${device}`],
      fill(this.#messages.version, { version }),
      fill(this.#messages.kept_until, { date: this.#day.format(new Date(keptUntil)) }),
    ];
    return make(
      "li",
      { class: "claim", "data-claim": id },
      make("p", { class: "claim-when" }, make("time", { datetime: at }, this.#when.format(new Date(at)))),
      this.#words(claim),
      make("ul", { class: "claim-tiles" }, ...samples.map((sample) => this.#sample(sample))),
      make("p", { class: "claim-more" }, `${this.#messages[`kind_${kind}`]} `, details.join(" · ")),
      this.#button(claim),
    );
  }

  /** What was shown, and what was said of it. @param {GivenClaim} claim */
  #words({ shown, said, kind }) {
    const { read_as: readAs, said_to_be: saidToBe, nothing_read: nothing } = this.#messages;
    const words = make("p", { class: "claim-words" }, `${readAs} `, make("b", {}, shown || nothing));
    if (kind === "corrected")
      words.append(`, ${saidToBe} `, make("b", { class: "by-hand" }, said || this.#messages.no_digit));
    return words;
  }

  /** @param {GivenSample} sample */
  #sample({ tile, said, state }) {
    const name = said === "none" ? this.#messages.no_digit : String(said ?? "");
    const values = { said: name, state: this.#messages[`state_${state}`] };
    const alt = fill(name === "" ? this.#messages.tile_alone : this.#messages.tile, values);
    return make(
      "li",
      { class: "claim-tile", title: alt },
      make("span", { class: "tile" }, make("img", { src: tile, alt, width: 56, height: 56 })),
      make("span", { class: "claim-said", "aria-hidden": "true" }, name || "·"),
      make("span", { class: "claim-state", "aria-hidden": "true" }, values.state),
    );
  }

  /** @param {GivenClaim} claim */
  #button({ id, shown, at }) {
    const what = `${shown || this.#messages.nothing_read}, ${this.#when.format(new Date(at))}`;
    const label = fill(this.#messages.delete_one, { what });
    const press = () => this.#onDelete(id);
    return make(
      "button",
      { class: "button", type: "button", "aria-label": label, onclick: press },
      this.#messages.delete,
    );
  }
}
