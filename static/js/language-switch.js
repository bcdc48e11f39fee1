/** The language switch: leads back to the address as it is now; pages keep their state there while one works. */
import { findAll } from "./find.js";

for (const form of findAll(document, "[data-language-switch]", HTMLFormElement)) {
  form.addEventListener("submit", () => {
    const next = /** @type {HTMLInputElement} */ (form.elements.namedItem("next"));
    next.value = location.pathname + location.search + location.hash;
  });
}
