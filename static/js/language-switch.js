/** The language switch: leads back to the address as it is now; pages keep their state there while one works. */
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-language-switch]"))) {
  form.addEventListener("submit", () => {
    const next = /** @type {HTMLInputElement} */ (form.elements.namedItem("next"));
    next.value = location.pathname + location.search + location.hash;
  });
}
