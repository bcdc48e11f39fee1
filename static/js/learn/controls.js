/** The page's sliders, checkboxes and choices, held together with its state: the control's name is that in the address. */

import { findAll } from "../base/find.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

const NUMERIC = new Set(["range", "number"]);

/**
 * @template {object} V
 * @param {HTMLElement} root
 * @param {import("./page.js").Page<V>["state"]} state
 * @returns {(values: V) => void}  shows a state in the controls
 */
export function bindControls(root, state) {
  /** @type {Control[]} */
  const controls = [
    ...findAll(root, "input[name]", HTMLInputElement),
    ...findAll(root, "select[name]", HTMLSelectElement),
  ];
  const bound = controls.flatMap((control) =>
    isNameIn(state.values, control.name) ? [{ control, name: control.name }] : [],
  );
  for (const { control, name } of bound) {
    const change = (/** @type {boolean} */ passing) =>
      state.set(/** @type {Partial<V>} */ ({ [name]: valueIn(control) }), { passing });
    if (control.type === "range") control.addEventListener("input", () => change(true));
    control.addEventListener("change", () => change(false));
  }
  return (values) => {
    for (const { control, name } of bound) show(control, values[name]);
  };
}

/**
 * @template {object} V
 * @param {V} values
 * @param {string} name
 * @returns {name is keyof V & string}
 */
function isNameIn(values, name) {
  return name in values;
}

/**
 * @param {Control} control
 * @returns {control is HTMLInputElement}
 */
function isCheckbox(control) {
  return control instanceof HTMLInputElement && control.type === "checkbox";
}

/** @param {Control} control */
function valueIn(control) {
  if (isCheckbox(control)) return control.checked ? 1 : 0;
  return NUMERIC.has(control.type) ? Number(control.value) : control.value;
}

/**
 * @param {Control} input
 * @param {unknown} value
 */
function show(input, value) {
  if (isCheckbox(input)) input.checked = value === 1;
  else if (input.value !== String(value)) input.value = String(value);
  showBeside(input, String(value).replace("-", "−"));
}

/**
 * Say the value of a control where its label has a place for it.
 *
 * @param {Control} control
 * @param {string} text
 */
export function showBeside(control, text) {
  const output = control.parentElement?.querySelector(".value");
  if (output) output.textContent = text;
}
