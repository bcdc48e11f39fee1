/**
 * Giving: what can be said of the reading that is shown, what became of it, and what is given by itself. It touches no
 * page: `giving-line.js` shows it.
 *
 * @typedef {import("../base/types.js").Device} Device
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Reading} Reading
 * @typedef {import("../net/http.js").ApiError} ApiError
 * @typedef {import("./claims.js").Claim} Claim
 * @typedef {import("./claims.js").ClaimedDigit} ClaimedDigit
 *
 * @typedef {"none" | "asked" | "corrected"} Question
 * @typedef {{kind: "none" | "giving" | "taken" | "unremembered"} | Given | {kind: "failed", error: ApiError}} Note
 * @typedef {{kind: "given", id: number, drawing: Drawing, isByLot: boolean}} Given
 *
 * @typedef {object} Means
 * @property {import("./consent.js").Consent} consent
 * @property {Pick<import("../net/feedback.js").FeedbackClient, "give" | "takeBack">} client
 * @property {() => Device} device  with what the drawing was made
 * @property {(picture: import("../base/types.js").Picture, region: import("../base/types.js").Box) => Promise<string>}
 *   cut  a cut-out as data URL
 * @property {() => Promise<{byLot: boolean} | null>} askConsent  null: no
 * @property {() => void} onChange
 */
import { BLANK, isCorrected } from "../ink/corrections.js";
import { asApiError } from "../net/http.js";
import { claimOf } from "./claims.js";

/** The largest cut-out that is taken, and all of them together, as characters of data URLs. */
const MAX_CUT_OUT = 256 * 1024;
const MAX_CUT_OUTS = 2 * 1024 * 1024;

export class Giver {
  #means;
  /** @type {{reading: Reading | null, drawing: Drawing}} */
  #shown = { reading: null, drawing: BLANK };
  /** By what a drawing began with: the claim that there is of it. @type {WeakMap<object, Given>} */
  #given = new WeakMap();
  /** What was taken back is given by hand alone. @type {WeakSet<Drawing>} */
  #takenBack = new WeakSet();
  /** @type {Set<Drawing>} */
  #onTheWay = new Set();
  /** @type {Drawing | null}  with which somebody is done */
  #finished = null;
  /** @type {Note} */
  #note = { kind: "none" };
  #noteOf = /** @type {object | null} */ (null);

  /** @param {Means} means */
  constructor(means) {
    this.#means = means;
  }

  get note() {
    return this.#note;
  }

  /** @returns {Question}  what is asked about the reading that is shown */
  get question() {
    const { reading, drawing } = this.#shown;
    if (this.#claimOf(drawing)?.drawing === drawing || !claimOf(drawing, reading, "said")) return "none";
    return isCorrected(drawing) ? "corrected" : "asked";
  }

  get reading() {
    return this.#shown.reading;
  }

  /** Whether the note is of another drawing than the one that is there. */
  get isNoteOfEarlier() {
    return this.#shown.drawing.origin !== null && this.#shown.drawing.origin !== this.#noteOf;
  }

  /** Whether the reading that is shown is on its way to the server. */
  get isGiving() {
    return this.#onTheWay.has(this.#shown.drawing);
  }

  /** Whether corrections are given without being asked for. */
  get isAgreed() {
    return this.#means.consent.isGiven;
  }

  /** @returns {number | null}  the claim that there is of the drawing that is shown */
  get id() {
    const given = this.#claimOf(this.#shown.drawing);
    return given?.drawing === this.#shown.drawing ? given.id : null;
  }

  /**
   * @param {Reading | null} reading
   * @param {Drawing} drawing
   */
  show(reading, drawing) {
    this.#shown = { reading, drawing };
    this.#finished = null;
    const given = this.#claimOf(drawing);
    if (given?.drawing === drawing) this.#tell(given, drawing);
    else if (this.#note.kind !== "given" && this.#note.kind !== "giving" && this.#noteOf !== drawing.origin)
      this.#tell({ kind: "none" }, drawing);
    else this.#means.onChange();
  }

  /**
   * @param {Drawing} drawing
   * @param {number | null} id  the claim as which it was given before the page was opened anew
   */
  remember(drawing, id) {
    if (drawing.origin && id !== null) this.#given.set(drawing.origin, { kind: "given", id, drawing, isByLot: false });
  }

  /** Give what is shown, as somebody just said; asks first where nobody has agreed yet. */
  async give() {
    const { reading, drawing } = this.#shown;
    const claim = this.question === "none" || this.isGiving ? null : claimOf(drawing, reading, "said");
    if (!claim) return;
    const { consent } = this.#means;
    if (!consent.isGiven) {
      const choice = await this.#means.askConsent();
      if (!choice) return;
      if (!consent.agree(choice.byLot)) {
        this.#tell({ kind: "unremembered" }, drawing);
        return;
      }
    }
    await this.#send(claim, drawing);
  }

  /**
   * A drawing is done with: its corrections are given, and one that was drawn by lot, if that was agreed to.
   *
   * @param {Drawing} drawing
   */
  async finish(drawing) {
    const { reading } = this.#shown;
    // A reading that has not come yet says nothing.
    if (
      drawing.origin === null ||
      drawing !== this.#shown.drawing ||
      drawing === this.#finished ||
      this.#onTheWay.has(drawing)
    )
      return;
    this.#finished = drawing;
    const what = this.#whatIsLeft(drawing, reading);
    const claim = what && claimOf(drawing, reading, what);
    if (claim) await this.#send(claim, drawing);
    else if (this.#noteOf !== drawing.origin) this.#tell({ kind: "none" }, drawing);
  }

  async takeBack() {
    const given = this.#note;
    if (given.kind !== "given" || !given.drawing.origin) return;
    try {
      await this.#withdraw(given.id);
      this.#given.delete(given.drawing.origin);
      this.#takenBack.add(given.drawing);
      this.#tell({ kind: "taken" }, given.drawing);
    } catch (error) {
      this.#tell({ kind: "failed", error: asApiError(error) }, given.drawing);
    }
  }

  /**
   * @param {Drawing} drawing
   * @param {Reading | null} reading
   * @returns {"said" | "unsaid" | null}
   */
  #whatIsLeft(drawing, reading) {
    const { consent } = this.#means;
    const given = this.#claimOf(drawing);
    if (!consent.isGiven || given?.drawing === drawing || this.#takenBack.has(drawing)) return null;
    if (isCorrected(drawing)) return "said";
    return !given && consent.isByLot && reading?.isWanted ? "unsaid" : null;
  }

  /**
   * @param {Claim} claim
   * @param {Drawing} drawing
   */
  async #send(claim, drawing) {
    const { client, consent, device } = this.#means;
    const origin = /** @type {object} */ (drawing.origin);
    const contributor = consent.name ?? "";
    const sender = { contributor, consent: consent.edition, receipt: claim.receipt };
    const kind = drawing.picture ? "picture" : device();
    this.#onTheWay.add(drawing);
    this.#tell({ kind: "giving" }, drawing);
    /** @type {Note} */
    let note;
    try {
      const digits = await this.#withCutOuts(claim.digits, drawing);
      await this.#makeWay(origin);
      const id = await client.give({ ...sender, device: kind, strokes: claim.strokes, digits });
      note = { kind: "given", id, drawing, isByLot: claim.kind === "unsaid" };
      this.#given.set(origin, note);
    } catch (error) {
      note = { kind: "failed", error: asApiError(error) };
    }
    this.#onTheWay.delete(drawing);
    this.#tell(note, drawing);
  }

  /**
   * Ink is given once: what was given of a drawing before it went on makes way.
   *
   * @param {object} origin
   */
  async #makeWay(origin) {
    const earlier = this.#given.get(origin);
    if (!earlier) return;
    await this.#withdraw(earlier.id);
    this.#given.delete(origin);
  }

  /** @param {number} id  of a claim; that it is gone already, as it may be, is no trouble */
  async #withdraw(id) {
    try {
      await this.#means.client.takeBack(this.#means.consent.name ?? "", id);
    } catch (error) {
      if (asApiError(error).status !== 404) throw error;
    }
  }

  /**
   * @param {ClaimedDigit[]} digits
   * @param {Drawing} drawing
   */
  async #withCutOuts(digits, { picture }) {
    if (!picture) return digits.map(({ region: _, ...digit }) => digit);
    const cutOuts = [];
    for (const { region, ...digit } of digits) {
      if (region) cutOuts.push({ ...digit, image: await this.#means.cut(picture, region) });
    }
    let room = MAX_CUT_OUTS;
    return cutOuts.filter(({ image }) => {
      room -= image.length;
      return image.length <= MAX_CUT_OUT && room >= 0;
    });
  }

  /**
   * @param {Drawing} drawing
   * @returns {Given | undefined}  what was given of it, as it is or as it was before
   */
  #claimOf({ origin }) {
    return origin ? this.#given.get(origin) : undefined;
  }

  /**
   * @param {Note} note
   * @param {Drawing} drawing  of which it speaks
   */
  #tell(note, drawing) {
    this.#note = note;
    this.#noteOf = drawing.origin;
    this.#means.onChange();
  }
}
