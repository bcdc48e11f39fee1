/**
 * Fetches the parts of a page that take a while, one after another, so that the page is there at once.
 */
import { findAll } from "../base/find.js";

/** @param {HTMLElement} part  with the address of its content */
async function load(part) {
  const url = part.dataset.part ?? "";
  try {
    const response = await fetch(url, { headers: { "X-Part": "1" } });
    // Whoever was logged out meanwhile is led to the login, which is no part.
    if (!response.ok || response.redirected) throw new Error(`${url}: ${response.status}`);
    part.innerHTML = await response.text();
    part.removeAttribute("data-part");
  } catch {
    offerRetry(part);
  }
  part.removeAttribute("aria-busy");
}

/** @param {HTMLElement} part */
function offerRetry(part) {
  const note = document.createElement("p");
  note.className = "version-problem";
  note.setAttribute("role", "alert");
  note.textContent = part.dataset.failed ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = part.dataset.retry ?? "";
  button.addEventListener("click", () => {
    button.disabled = true;
    part.setAttribute("aria-busy", "true");
    load(part);
  });
  part.replaceChildren(note, button);
}

for (const part of findAll(document, "[data-part]")) await load(part);
