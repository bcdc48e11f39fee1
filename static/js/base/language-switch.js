/**
 * The language switch: leads back to the address as it is now; pages keep their state there while one works. What no
 * address holds it takes along: what was filled in and not sent, and what was opened.
 *
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field
 * @typedef {{path: string, fields: {at: number, name: string, value: string, checked: boolean}[], open: boolean[]}} Baggage
 */
import { findAll } from "./find.js";
import { load, save } from "./storage.js";

const KEY = "digitweb.switched";

/** Fields that nobody fills in, and those whose content is not to lie about. */
const LEFT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

putBack(/** @type {Baggage | null} */ (load("sessionStorage", KEY)));

for (const form of findAll(document, "[data-language-switch]", HTMLFormElement)) {
  form.addEventListener("submit", () => {
    const next = /** @type {HTMLInputElement} */ (form.elements.namedItem("next"));
    next.value = location.pathname + location.search + location.hash;
    save("sessionStorage", KEY, baggage());
  });
}

/** @returns {Baggage} */
function baggage() {
  const fields = fieldsToSend().map((field, at) => ({
    at,
    name: field.name,
    value: field.value,
    checked: isOn(field),
  }));
  return {
    path: location.pathname,
    fields,
    open: findAll(document, "details", HTMLDetailsElement).map(({ open }) => open),
  };
}

/** @param {Baggage | null} carried  to the page that it was taken from, in another language */
function putBack(carried) {
  if (!carried) return;
  save("sessionStorage", KEY, null);
  if (carried.path !== location.pathname) return;
  const fields = fieldsToSend();
  for (const { at, name, value, checked } of carried.fields) {
    const field = fields[at];
    if (field?.name !== name) continue;
    if (field instanceof HTMLInputElement && isChoice(field)) field.checked = checked;
    else field.value = value;
  }
  const details = findAll(document, "details", HTMLDetailsElement);
  for (const [at, panel] of details.entries()) panel.open = carried.open[at] ?? panel.open;
}

/** Fields of forms that change something when they are sent, in the page's order. */
function fieldsToSend() {
  const forms = findAll(document, "form:not([data-language-switch])", HTMLFormElement);
  return forms
    .filter(({ method }) => method === "post")
    .flatMap((form) => Array.from(form.elements))
    .filter(isField);
}

/**
 * @param {Element} element
 * @returns {element is Field}
 */
function isField(element) {
  if (element instanceof HTMLInputElement) return !LEFT.has(element.type);
  return element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}

/** @param {HTMLInputElement} input */
function isChoice({ type }) {
  return type === "checkbox" || type === "radio";
}

/** @param {Field} field */
function isOn(field) {
  return field instanceof HTMLInputElement && field.checked;
}
