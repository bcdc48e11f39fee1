/** The training form: a preset fills in its values; what was changed by hand stays and is marked. */

const form = document.getElementById("training-form");
const presets = JSON.parse(document.getElementById("training-presets").textContent);
const reset = document.getElementById("training-reset");
const fields = Object.keys(presets[chosen()]).map((name) => form.elements[name]);
let before = presets[chosen()];

function chosen() {
  return form.elements.preset.value;
}

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
  for (const field of fields) {
    field.closest(".training-field").classList.toggle("changed", !isAsIn(before, field));
  }
  reset.hidden = fields.every((field) => isAsIn(before, field));
}

form.addEventListener("input", (event) => (event.target.name === "preset" ? fill() : mark()));
reset.addEventListener("click", () => {
  for (const field of fields) field.value = before[field.name];
  mark();
});
fill();
