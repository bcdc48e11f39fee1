/** A page on paper: the button that prints it, and the address by which it is found again, state included. */
import { findAll } from "../base/find.js";

/** @param {HTMLElement} root  of the page */
export function offerHandout(root) {
  for (const button of findAll(root, "[data-print]", HTMLButtonElement)) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  addEventListener("beforeprint", () => {
    for (const place of findAll(root, "[data-address]")) place.textContent = location.href;
  });
}
