/**
 * Fetches the parts of a page that take a while, one after another, so that the page is there at once.
 */
import { findAll } from "../base/find.js";
import { DEADLINE_MS, send } from "../net/http.js";

/** @param {HTMLElement} part  with the address of its content */
async function load(part) {
  const url = part.dataset.part ?? "";
  try {
    const way = /** @type {const} */ ({ deadlineMs: DEADLINE_MS.part, as: "text", needsLogin: true });
    part.innerHTML = String(await send(url, { headers: { "X-Part": "1" } }, way));
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
