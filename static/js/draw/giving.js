/**
 * What the page to draw on has to do with giving; a site that takes nothing has nothing of it.
 *
 * @typedef {import("../base/types.js").Device} Device
 * @typedef {import("../base/types.js").Drawing} Drawing
 * @typedef {import("../base/types.js").Reading} Reading
 *
 * @typedef {object} Giving
 * @property {(reading: Reading | null, drawing: Drawing) => void} show
 * @property {() => void} give
 * @property {(drawing: Drawing) => void} finish
 * @property {(drawing: Drawing, claim: number | null) => void} remember  as what a drawing was given before a reload
 * @property {(isPicture: boolean) => {device?: Device, contributor?: string | null}} sender  who asks for a reading
 * @property {string} spoken  what is asked, for whoever listens
 */
import { find } from "../base/find.js";
import { Consent } from "../feedback/consent.js";
import { askConsent, keepKeys } from "../feedback/consent-dialog.js";
import { Giver } from "../feedback/giver.js";
import { GivingLine } from "../feedback/giving-line.js";
import { cutOut } from "../ink/picture.js";
import { FeedbackClient } from "../net/feedback.js";

/** The longer side of a cut-out that is given, in pixels: a tile has 28. */
const CUT_OUT_SIDE = 384;

/**
 * @param {HTMLElement} root
 * @param {import("../base/types.js").Messages} messages
 * @param {{device: () => Device, say: (sentence: string, isOfShown: boolean) => void, onClaim: (claim: number | null) => void}} means
 * @returns {Giving}
 */
export function offerGiving(root, messages, { device, say, onClaim }) {
  const { feedback, consentEdition } = root.dataset;
  const sender = (/** @type {boolean} */ isPicture) => ({
    device: isPicture ? /** @type {const} */ ("picture") : device(),
  });
  if (!feedback) return { ...NOTHING, sender };
  const dialog = find("consent", HTMLDialogElement);
  const consent = new Consent(Number(consentEdition));
  keepKeys(dialog);
  const giver = new Giver({
    consent,
    client: new FeedbackClient(feedback),
    device,
    cut: async (picture, region) => dataUrlOf(await cutOut(picture, region, CUT_OUT_SIDE)),
    askConsent: () => askConsent(dialog),
    onChange: () => {
      line.show();
      onClaim(giver.id);
    },
  });
  const line = new GivingLine(find("giving"), giver, messages, say);
  return {
    show: (reading, drawing) => giver.show(reading, drawing),
    give: () => giver.give(),
    finish: (drawing) => giver.finish(drawing),
    remember: (drawing, claim) => giver.remember(drawing, claim),
    // Named is who asks only where drawings may be kept of which nothing was said.
    sender: (isPicture) => ({ ...sender(isPicture), contributor: consent.isByLot ? consent.name : null }),
    get spoken() {
      return line.spoken;
    },
  };
}

/** @type {Omit<Giving, "sender">} */
const NOTHING = { show: () => {}, give: () => {}, finish: () => {}, remember: () => {}, spoken: "" };

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function dataUrlOf(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
