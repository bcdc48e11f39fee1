/**
 * The training form: a preset fills in its values; what was changed by hand stays and is marked.
 *
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field
 * @typedef {Record<string, string>} Preset  values by the names of their fields
 */
import { find } from "../../base/find.js";

const form = find("training-form", HTMLFormElement);
const presets = /** @type {Record<string, Preset>} */ (JSON.parse(find("training-presets").textContent));
const reset = find("training-reset", HTMLButtonElement);
const fields = Object.keys(presets[chosen()]).map(fieldOf);
let before = presets[chosen()];

/** @returns {string}  the name of the preset */
function chosen() {
  return String(new FormData(form).get("preset"));
}

/**
 * @param {string} name
 * @returns {Field}
 */
function fieldOf(name) {
  const field = form.elements.namedItem(name);
  for (const kind of [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement])
    if (field instanceof kind) return field;
  throw new TypeError(`expected a field "${name}" in the form, found ${field}`);
}

/**
 * @param {Preset} preset
 * @param {Field} field
 */
function isAsIn(preset, field) {
  if (field.type === "number") return field.value === "" || Number(field.value) === Number(preset[field.name]);
  return field.value.trim() === "" || field.value === preset[field.name];
}

function fill() {
  const preset = presets[chosen()];
  for (const field of fields) if (isAsIn(before, field)) field.value = preset[field.name];
  before = preset;
  mark();
}

function mark() {
  for (const field of fields) field.closest(".training-field")?.classList.toggle("changed", !isAsIn(before, field));
  reset.hidden = fields.every((field) => isAsIn(before, field));
}

form.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "preset") fill();
  else mark();
});
reset.addEventListener("click", () => {
  for (const field of fields) field.value = before[field.name];
  mark();
});
fill();
