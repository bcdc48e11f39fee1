/**
 * The page on which people see, take along and delete what they gave. Only this browser knows their name.
 */
import { Announcer, messagesOf } from "../base/announcements.js";
import { find, findIn } from "../base/find.js";
import { fill } from "../base/texts.js";
import { FeedbackClient } from "../net/feedback.js";
import { ApiError, asApiError } from "../net/http.js";
import { Consent } from "./consent.js";
import { askWhetherSure, keepKeys } from "./consent-dialog.js";
import { GivenList } from "./given-list.js";

/** How many characters of a name's hash operators see. */
const ALIAS_LENGTH = 10;
const FILE_NAME = "given.json";

const root = find("given");
const messages = messagesOf(find("messages", HTMLTemplateElement));
const announcer = new Announcer(root, messages);
const consent = new Consent(Number(root.dataset.consentEdition));
const client = new FeedbackClient(root.dataset.feedback ?? "");
const list = new GivenList(find("claims"), messages, deleteOne);
const sure = find("sure", HTMLDialogElement);
const part = (/** @type {string} */ name) => findIn(root, `[data-part=${name}]`);
const lot = find("lot", HTMLInputElement);
const more = find("more");

/** With which the next page of claims is asked for. @type {number | null} */
let before = null;
/** What is tried again where the server did not answer. */
let again = () => {};

start();

function start() {
  keepKeys(sure);
  find("withdraw").addEventListener("click", withdraw);
  find("export").addEventListener("click", () => attempt(exportAll));
  find("delete-all").addEventListener("click", deleteAll);
  find("retry").addEventListener("click", () => again());
  more.addEventListener("click", () => attempt(showMore));
  lot.addEventListener("change", () => consent.agree(lot.checked));
  showChoice();
  attempt(showMore);
}

/** Say what this browser may do, and under which name. */
async function showChoice() {
  const takes = Boolean(root.dataset.takes);
  part("choice").textContent = consent.isGiven && takes ? messages.choice_on : messages.choice_off;
  part("choice").hidden = !takes;
  part("lot").hidden = !consent.isGiven;
  lot.checked = consent.isByLot;
  find("withdraw").hidden = !consent.isGiven;
  const alias = await aliasOf(consent.name);
  part("alias").hidden = alias === null;
  part("alias").textContent = fill(messages.alias, { alias: alias ?? "" });
}

/** Show the newest claims, or those that come after what is shown. */
async function showMore() {
  const page = consent.name ? await pageOf(consent.name) : null;
  list.add(page?.claims ?? []);
  before = page?.before ?? null;
  more.hidden = before === null;
  const drawings = page?.disagreements ?? 0;
  part("disagreements").hidden = drawings === 0;
  const sentence = drawings === 1 ? messages.disagreements_one : messages.disagreements;
  part("disagreements").textContent = fill(sentence, { count: drawings });
  showWhatIsThere(page !== null);
}

/** @param {boolean} isKnown  whether the server knows the name */
function showWhatIsThere(isKnown) {
  part("none").hidden = !list.isEmpty;
  for (const id of ["export", "delete-all"]) find(id).hidden = !isKnown;
  findIn(root, "[aria-busy]").setAttribute("aria-busy", "false");
}

/**
 * @param {string} name
 * @returns {Promise<import("../net/answers.js").GivenAnswer | null>}  null where nothing was given under it
 */
async function pageOf(name) {
  try {
    return await client.given(name, before);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

function withdraw() {
  consent.withdraw();
  showChoice();
  announcer.say(messages.withdrawn);
  find("list-title").focus();
}

/** @param {number} id */
function deleteOne(id) {
  attempt(async () => {
    await client.takeBack(consent.name ?? "", id);
    const next = list.remove(id);
    part("none").hidden = !list.isEmpty;
    announcer.say(messages.deleted);
    (next ?? find("list-title")).focus();
  });
}

async function deleteAll() {
  if (!(await askWhetherSure(sure))) return;
  await attempt(async () => {
    const versions = await client.takeAllBack(consent.name ?? "");
    consent.forget();
    list.clear();
    more.hidden = true;
    part("disagreements").hidden = true;
    showWhatIsThere(false);
    showChoice();
    const learned = versions.length > 0 ? fill(messages.learned, { versions: versions.join(", ") }) : "";
    part("learned").textContent = learned;
    part("learned").hidden = learned === "";
    announcer.say(`${messages.deleted_all} ${learned}`.trim());
    find("list-title").focus();
  });
}

/** Let the browser keep all that was given as a file. */
async function exportAll() {
  const url = URL.createObjectURL(await client.exported(consent.name ?? ""));
  const link = document.createElement("a");
  link.href = url;
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(url);
  announcer.say(messages.exported);
}

/** @param {() => Promise<void>} act  is tried again when asked to, where nobody answers */
async function attempt(act) {
  again = () => attempt(act);
  try {
    await act();
    announcer.complain(null);
  } catch (error) {
    const trouble = asApiError(error);
    announcer.trouble(trouble, trouble.retryAfterMs ?? 0, false);
  }
}

/**
 * @param {string | null} name
 * @returns {Promise<string | null>}  as operators see it; null where the browser hashes nothing, as without HTTPS
 */
async function aliasOf(name) {
  if (name === null || !globalThis.crypto?.subtle) return null;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name));
  const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").slice(0, ALIAS_LENGTH);
}
