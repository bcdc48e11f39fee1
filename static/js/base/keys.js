/** The keys that work anywhere on the page. */
import { findAll } from "./find.js";

/**
 * @param {{undo: () => void, redo: () => void, clear: () => void}} does
 */
export function listenToKeys(does) {
  document.addEventListener("keydown", (event) => {
    const act = event.defaultPrevented ? null : actOf(event);
    if (!act) return;
    does[act]();
    event.preventDefault();
  });
}

/**
 * @param {KeyboardEvent} event
 * @returns {"undo" | "redo" | "clear" | null}  what the key does
 */
function actOf({ key: pressed, altKey, ctrlKey, metaKey, shiftKey }) {
  const key = pressed.toLowerCase();
  if (altKey) return null;
  if (!ctrlKey && !metaKey) return key === "escape" ? "clear" : null;
  if (key === "z") return shiftKey ? "redo" : "undo";
  return key === "y" && !shiftKey ? "redo" : null;
}

/**
 * Call the command key by its name on a Mac.
 *
 * @param {HTMLElement} root
 */
export function nameKeys(root) {
  if (!/^(Mac|iP)/.test(navigator.platform)) return;
  for (const key of root.querySelectorAll("[data-modifier]")) key.textContent = "⌘";
  for (const button of findAll(root, "button[title]")) {
    button.title = button.title.replaceAll("Ctrl+", "⌘");
  }
}
