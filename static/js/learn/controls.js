/** The page's sliders, checkboxes and choices, held together with its state: the control's name is that in the address. */

/**
 * @param {HTMLElement} root
 * @param {import("./state.js").PageState} state
 * @returns {(values: Record<string, any>) => void}  shows a state in the controls
 */
export function bindControls(root, state) {
  /** @type {HTMLInputElement[]} */
  const inputs = [...root.querySelectorAll("input[name], select[name]")].filter((input) => (input.getAttribute("name") ?? "") in state.values);
  for (const input of inputs) {
    const change = (/** @type {boolean} */ passing) => state.set({ [input.name]: valueOf(input) }, { passing });
    if (input.type === "range") input.addEventListener("input", () => change(true));
    input.addEventListener("change", () => change(false));
  }
  return (values) => {
    for (const input of inputs) show(input, values[input.name]);
  };
}

/** @param {HTMLInputElement} input */
function valueOf(input) {
  if (input.type === "checkbox") return input.checked ? 1 : 0;
  return input.type === "range" || input.type === "number" ? Number(input.value) : input.value;
}

/**
 * @param {HTMLInputElement} input
 * @param {any} value
 */
function show(input, value) {
  if (input.type === "checkbox") input.checked = value === 1;
  else if (input.value !== String(value)) input.value = String(value);
  const output = input.parentElement?.querySelector(".value");
  if (output) output.textContent = String(value).replace("-", "−");
}
