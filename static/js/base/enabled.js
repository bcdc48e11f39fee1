/** Buttons that can be pressed only now and then. */

/**
 * @param {[HTMLButtonElement, boolean][]} tools  each with whether it can be pressed now
 */
export function enable(tools) {
  const focused = document.activeElement;
  for (const [button, can] of tools) button.disabled = !can;
  // A disabled button loses the focus, and whoever uses the keyboard their place.
  if (tools.some(([button, can]) => button === focused && !can)) tools.find(([, can]) => can)?.[0].focus();
}
